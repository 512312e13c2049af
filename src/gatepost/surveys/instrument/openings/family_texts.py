"""The first inquiry, two questions after an action, and three pulses, in the words of families."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.people.barriers import BarrierKind

Say = str | Promise

INQUIRY_TITLE = _("What should we be for each other?")
INQUIRY_INTRO = _(
    "We want to plan together with you how families and school work together. Before we plan, we ask every family. "
    "It takes five minutes. You can leave out any question. We will tell you what came of it."
)
INQUIRY_PART = _("Two questions to you")
WHAT_PARTNERSHIP = _("What should families and school do together, so that your child does well? What do you wish for?")
WHAT_HELPS = _("What would help you to be in touch with the school and to take part?")
WHICH_HELP = _("Would one of these help you? Please tick all that would.")

# The same sentences stand on a family's own page, so that they read alike there and here.
HELPS: dict[BarrierKind, Say] = {
    BarrierKind.LANGUAGE: _("Somebody who speaks our language"),
    BarrierKind.HOURS: _("Another hour, in the evening for example"),
    BarrierKind.TRANSPORT: _("Help with the way to school"),
    BarrierKind.CHILDCARE: _("Somebody to look after the little ones meanwhile"),
    BarrierKind.JARGON: _("Simpler words"),
    BarrierKind.NOT_ASKED: _("To be asked in person"),
    BarrierKind.CHANNEL: _("A call instead of writing, or another way that suits us"),
    BarrierKind.ACCESS: _("Rooms without steps, or large print"),
    BarrierKind.BAD_EXPERIENCE: _("To be listened to first, because something went badly before"),
}
NOTHING_NOW = _("It is good as it is")

# %(title)s and {title}: the name of the action, as the school gave it.
AFTER_TITLE = _("Two questions about “{title}”")
AFTER_INTRO = _("Please tell us how “{title}” was for you. It takes one minute. What you say changes what we do next.")
AFTER_HELPED = _("How much did “{title}” help you or your child?")
AFTER_CHANGE = _(
    "What should we keep, and what should we do differently next time? If you could not come: what would have helped?"
)

PULSE_CONTACT = _("Do we hear from each other?")
PULSE_CONTACT_INTRO = _("Two short questions about the last four weeks. Your answer helps us to do better.")
PULSE_HEARD = _("In the last four weeks, how much did you hear from the school that you could use?")
PULSE_TALKED = _("In the last four weeks, how easy was it to say something to the school and to be heard?")

PULSE_WELCOME = _("Do you feel welcome?")
PULSE_WELCOME_INTRO = _("Two short questions. Your answer helps us to do better.")
PULSE_WELCOME_NOW = _("How welcome do you feel at our school at the moment?")
PULSE_WELCOME_MORE = _("What would make our school a better place for your family?")

PULSE_LEARNING = _("Learning at home and at school")
PULSE_LEARNING_INTRO = _("Three short questions about the last four weeks. Your answer helps us to do better.")
PULSE_KNOWS = _("In the last four weeks, how well did you know what your child was learning at school?")
PULSE_IDEAS = _("In the last four weeks, how useful were our ideas for academic support at home?")
PULSE_NEXT = _("What would you like to know about your child’s learning?")
