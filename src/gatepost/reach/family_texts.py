"""What would make it easier, in the words of families: on their page, and in the question the school asks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.people.barriers import BarrierKind

# What the school can do, said as what would help.
HELPS: dict[str, str | Promise] = {
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
# What lies outside the school; said only by who wants to say it.
HARD: dict[str, str | Promise] = {
    BarrierKind.WORK: _("Work leaves us little time"),
    BarrierKind.HEALTH: _("Somebody is ill, or needs our care"),
    BarrierKind.HOUSING: _("We are moving, or have just moved"),
    BarrierKind.FAMILY_CHANGE: _("Something has changed in our family"),
}
ASK = _(
    "We would like to make it easier for you to talk with us about {child} and to come to school. What would help you? "
    "Another hour, somebody who speaks your language, help with the way, somebody to look after the little ones, "
    "a call instead of writing, or something else?"
)
HOW_TO_SAY = _(
    "Tick it on your page, under “What would make it easier for you?”, or simply tell us in your own words. "
    "You need not give a reason."
)

# What the school reads in the thread, in its own language.
WOULD_HELP = _("This would help us:")
MORE_ON_PAGE = _("There is more from us on our family's page.")
NOTHING_NOW = _("We have changed our answer: at the moment we need nothing of this.")
