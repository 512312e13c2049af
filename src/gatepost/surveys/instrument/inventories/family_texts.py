"""What makes it hard to be in touch or to take part, and who should do what: said so that every side can tick it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.people.barriers import BarrierKind

Say = str | Promise

BARRIERS_TITLE = _("What makes it hard")
BARRIERS_LEAD = _("Much can get in the way. The school wants to know what it can change. Please tick all that is true.")
OURS_FAMILIES = _(
    "What makes it hard for you to be in touch with the school or to take part? These are things the school can change."
)
OURS_STAFF = _(
    "What makes it hard for families to be in touch with the school or to take part? These are things the school can change."
)
OUTSIDE_FAMILIES = _("Is there something in your life at the moment that makes it hard? Please tick only what you wish to tell.")
OUTSIDE_STAFF = _("What in the life of families makes it hard for them, as far as you know?")

# The list of `people.barriers`, in words that are true for who says it of oneself and for who says it of others.
BARRIER_WORDS: dict[BarrierKind, Say] = {
    BarrierKind.LANGUAGE: _("School and family do not share a language"),
    BarrierKind.HOURS: _("The hours do not fit"),
    BarrierKind.TRANSPORT: _("It is hard to get to the school"),
    BarrierKind.CHILDCARE: _("Nobody can look after the younger children"),
    BarrierKind.JARGON: _("The words of the school are hard to understand"),
    BarrierKind.BAD_EXPERIENCE: _("Something went badly with a school before"),
    BarrierKind.NOT_ASKED: _("Nobody asks in person"),
    BarrierKind.ACCESS: _("Rooms or papers are hard to use, for example with a wheelchair or poor eyesight"),
    BarrierKind.CHANNEL: _("The school uses a way that does not reach the family, for example an app or e-mail"),
    BarrierKind.OTHER: _("Something else that the school can change"),
    BarrierKind.WORK: _("Work leaves little time"),
    BarrierKind.HEALTH: _("Somebody is ill or needs care"),
    BarrierKind.HOUSING: _("A move, or how and where the family lives"),
    BarrierKind.FAMILY_CHANGE: _("Something has changed in the family"),
}
NOTHING = _("None of these")

ROLES_TITLE = _("Who should do what")
ROLES_LEAD = _("What do you think? Please tick everybody who should do it. You can tick more than one.")
FAMILY_DOES = _("The family")
SCHOOL_DOES = _("The school")
STUDENT_DOES = _("The student")
COMMUNITY_DOES = _("Others nearby, such as a library or a club")
TASKS: dict[str, Say] = {
    "roles-1": _("Who should see to it that a student learns what the year asks for?"),
    "roles-2": _("Who should take the first step when a student begins to have trouble with learning?"),
    "roles-3": _("Who should help a student to make friends and to get along with others?"),
    "roles-4": _("Who should see to it that a student is healthy, rested and ready to learn?"),
    "roles-5": _("Who should find a time to talk when families and teachers need to talk?"),
    "roles-6": _("Who should help a student to choose subjects, the next school or a job?"),
    "roles-7": _("Who should set the goals for a student’s learning?"),
    "roles-8": _("Who should teach a student how to stay safe on the way, online and with others?"),
}
