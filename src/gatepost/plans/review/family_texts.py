"""Words of the pack for the yearly meeting: families sit at that table."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Say = str | Promise

TITLE = _("Looking back on %(year)s")
SUBTITLE = _("For the yearly meeting on our partnership · %(school)s")
FOOTER = _("%(school)s · as it stood on %(day)s. Numbers are about what the school does; none of them judges a family.")

GOALS = _("Our goals")
GOAL, BEGAN_AT, NOW, TARGET = _("Goal"), _("Began at"), _("Now"), _("Target")
NO_GOALS = _("No goal is written yet.")
ACTIONS = _("What we did, and whom it reached")
ACTION, TYPE, STATUS = _("Action"), _("Kind of working together"), _("How far")
MEANT, REACHED, TOOK_PART = _("Families meant"), _("Reached"), _("Took part")
NO_ACTIONS = _("Nothing was planned for this year.")
SAID_ABOUT = _("What those who were there said")
HELPED, CHANGE = _("What helped: %(words)s"), _("What to change: %(words)s")
SIDES = _("What families, teachers and leadership each say")
NO_SURVEY = _("No survey asked all sides this year.")
ANSWERED = _("%(sector)s: %(answered)s of %(asked)s answered (%(share)s %%).")
WIDEST = _("The sides are furthest apart on “%(type)s”: %(high)s %(high_share)s %%, %(low)s %(low_share)s %%.")
AGREED = _("What we agreed on together")
SIGN, LEVEL = _("Sign of a good partnership"), _("Level, 1 to 5")
REACH = _("Whom the school reaches")
STATES = _(
    "Of %(total)s families, %(talk)s are in dialogue with the school, %(told)s are informed only, %(missed)s are not reached, and for %(lost)s no contact works."
)
EASIER = _("What would make it easier for families")
BARRIER, FAMILIES = _("What makes it hard"), _("Families")
IN_OUR_HANDS, OUTSIDE = _("In the school’s hands"), _("Outside the school")
NOTHING_NOTED = _("We do not know yet. Let us ask.")
MONEY = _("Money")
PLANNED, SPENT = _("Planned: %(amount)s"), _("Spent: %(amount)s")
NO_MONEY = _("No cost is written down.")
LEARNED = _("What staff and families learned together")
TRAINING = _("Sessions: %(sessions)s. From families: %(families)s people. From school: %(staff)s people.")
MEASURES = _("Measures that have worked elsewhere: %(taken)s of 15 are taken up, %(open)s are not decided.")
POLICY_CONFIRMED = _("The partnership policy is confirmed for the year by: %(body)s")
POLICY_OPEN = _("The partnership policy is not confirmed for this year.")
RECORDS = _("What our own records point to")
RECORDS_CLEAR = _("None of the common pitfalls shows in our records.")
TRY = _("One thing to try: %(words)s")
THREE_YEARS = _("Three years beside each other")
YEAR_ROWS: dict[str, Say] = {
    "dialogue": _("Families in dialogue, at the end"),
    "two_way": _("Contacts both ways"),
    "took_part": _("Families who took part in something"),
    "actions": _("Actions done, of all"),
    "families_say": _("Kinds of working together that most families report, of 6"),
    "training": _("People in training sessions"),
    "measures": _("Measures taken up, of 15"),
    "cost": _("Money spent"),
}
DECIDED_BEFORE = _("What was decided last time")
DONE_SINCE, OPEN_STILL = _("done"), _("still open")
DECIDED = _("What was decided")
TO_DECIDE = _("What do we decide?")
PROMPTS: tuple[Say, ...] = (
    _("What worked, and shall be done again?"),
    _("What did not work, and what did we learn from it?"),
    _("Whom have we missed, and who turns to them?"),
    _("Which goal stays, which is new, and who had a voice in it?"),
)
