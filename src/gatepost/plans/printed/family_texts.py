"""The words of the printed plan, in plain language: families sit in the team and on the board and read it, too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAN_FOR = _("Plan for %(years)s")
ABOUT_DAY = _("As it stands on %(day)s")
APPROVED = _("Approved by %(body)s on %(day)s")
NOT_APPROVED = _("A draft: it is not approved yet.")
VISION = _("What we want")
TEAM = _("Who makes this plan")
GOALS = _("Our goals")
GOAL = _("Goal %(number)s: %(title)s")
NO_WORDS_YET = _("still to be written")
ACTIONS = _("What we do")
OTHER_ACTIONS = _("What else we do")
NO_ACTIONS = _("Nothing is planned for this goal yet.")
BALANCE = _("How it is spread over the six types")
NOTHING_FOR = _("Nothing is planned for: %(types)s.")

WHY = _("Why")
SHOWN_BY = _("What shows it")
ASKED = _("Families had a voice in setting this goal.")
STOOD = _("At the start")
STANDS = _("Now")
TARGET = _("Target")
BY_WHEN = _("By when")
WHAT = _("What")
TYPE = _("Type")
ALSO = _("also %(types)s")
WHO = _("Who")
HELPED_BY = _("with %(names)s")
WHEN = _("When")
FOR_WHOM = _("For whom")
GRADE = _("Grade %(name)s")
WHOLE_SCHOOL = _("The whole school")
COST = _("Cost")
STEPS = _("Steps")
HOW_FAR = _("How far")
NUMBER_OF_ACTIONS = _("Actions")
TOTAL = _("All together")
PAGE_FOOTER = _("%(school)s · partnership plan")

BY_DAY = _("by %(day)s")
FROM_TO = _("From %(start)s to %(now)s.")
STANDS_AT = _("It stands at %(now)s.")
STOOD_AT = _("It stood at %(start)s.")
TARGET_IS = _("The target is %(target)s.")
TARGET_BY = _("The target is %(target)s by %(month)s.")
TARGET_LINE = _("target %(target)s")

SIDES: dict[str, str | Promise] = {
    "families": _("Families"),
    "teachers": _("Teachers"),
    "leadership": _("Leadership"),
    "students": _("Students"),
    "community": _("Community"),
}
KINDS: dict[str, str | Promise] = {
    "academic": _("Learning"),
    "behaviour": _("Behaviour"),
    "climate": _("A school where families are at home"),
    "other": _("Something else"),
}
STATUSES: dict[str, str | Promise] = {
    "planned": _("Planned"),
    "under-way": _("Under way"),
    "done": _("Done"),
    "dropped": _("Not done"),
}
