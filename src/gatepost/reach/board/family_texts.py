"""The words of the pictures and of the report for the board, in plain language: families sit on boards and read it, too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

TITLE = _("How we reach our families")
ABOUT_DAY = _("As it was on %(day)s")
ALL_FAMILIES = _("All families")
NOT_KNOWN = _("Not known")
NUMBER_OF_TOTAL = _("%(number)s of %(total)s")
NUMBER_AND_SHARE = _("%(number)s of %(total)s · %(share)s")
PAGE_OF_PAGES = _("Page %(page)s of %(pages)s")

STATES: tuple[str | Promise, ...] = (_("In dialogue"), _("Informed only"), _("Not reached"), _("No working contact"))

KINDS: dict[str, str | Promise] = {
    "section": _("Class"),
    "grade": _("Grade"),
    "language": _("Home language"),
    "need": _("What helps them"),
    "travel": _("Way to school"),
}
GROUP_OF_KIND = _("%(kind)s: %(group)s")
GRADE = _("Grade %(name)s")

WAYS: dict[str, str | Promise] = {
    "under-15": _("Under 15 minutes"),
    "15-30": _("15 to 30 minutes"),
    "30-60": _("30 to 60 minutes"),
    "over-60": _("More than an hour"),
}

NOTHING_NOTED = _("Nothing noted")
NEEDS: dict[str, str | Promise] = {
    "interpreter": _("An interpreter"),
    "childcare": _("Childcare during meetings"),
    "transport": _("Help with the way to school"),
    "access": _("Step-free access"),
    "no-internet": _("Contact without internet"),
    "large-print": _("Large print"),
    "language": _("Their own language"),
    "hours": _("Other hours"),
    "jargon": _("Plain words"),
    "bad-experience": _("A good new start with school"),
    "not-asked": pgettext_lazy("what helps these families", "To be asked in person"),
    "channel": _("Another way of writing or calling"),
}

CHANNELS: dict[str, str | Promise] = {
    "email": _("E-mail"),
    "sms": _("Text message"),
    "link": _("Personal page"),
    "letter": _("Letter or slip"),
    "phone": _("Phone call"),
    "gate": _("Talk at the gate"),
    "visit": _("Visit"),
    "meeting": _("Meeting"),
}
PLACES: dict[str, str | Promise] = {
    "afar": _("From afar: phone, letter, e-mail"),
    "gate": _("At the gate"),
    "school": _("In school"),
    "home": _("At the family’s home"),
    "elsewhere": _("Somewhere else"),
}

STEPS: tuple[str | Promise, ...] = (
    _("Known to the school"),
    _("A contact that works"),
    _("Something arrived"),
    _("It was read"),
    _("They answered"),
    _("They took part"),
)

STEPS_COUNTED = _(
    "Each step counts the families with whom the school came so far or further. Letters that a child carries home arrive without a contact: more can arrive than contacts work."
)

# What stands out.
REACHED_LESS = _(
    "One group is reached less than the others: %(group)s. Of these families, %(share)s are in dialogue with the school; of all others, %(others)s."
)
REACHED_MORE = _(
    "One group is reached more than the others: %(group)s. Of these families, %(share)s are in dialogue with the school; of all others, %(others)s."
)
SEVERAL_LESS = _(
    "Some groups are reached less than the others: %(groups)s. Of all families, %(share)s are in dialogue with the school."
)
SEVERAL_MORE = _(
    "Some groups are reached more than the others: %(groups)s. Of all families, %(share)s are in dialogue with the school."
)
GROUP_WITH_SHARE = _("%(group)s (%(share)s)")
NONE_DIFFERS = _("No group differs clearly from the others: differences of this size come by chance.")
NO_GROUPS = _("There are no groups large enough to be compared.")

STANDS = _("On %(day)s, the school was in dialogue with %(number)s of %(total)s families (%(share)s).")
MORE_THAN_BEFORE = _("That is clearly more than on %(day)s (%(share)s).")
LESS_THAN_BEFORE = _("That is clearly less than on %(day)s (%(share)s).")
SAME_AS_BEFORE = _("That does not differ clearly from %(day)s (%(share)s).")
RECORDS_BEGIN = _("Our records begin on %(begun)s. Until %(day)s they do not show all that happened.")

MOST_FALL = _("The largest drop comes before “%(step)s”: the school gets this far with %(number)s of %(before)s families.")
ALL_COME_THROUGH = _("The school has come all the way with every family.")

MOST_BY_CHANNEL = _("The most frequent way: %(label)s, %(number)s of 100.")
FACE_TO_FACE = _("Of 100 contacts that went both ways, %(number)s were face to face, most often: %(label)s.")
NONE_FACE_TO_FACE = _("None of the contacts that went both ways was face to face.")
NO_CONTACT_YET = _("Nothing has gone both ways in this time yet.")

HIDDEN = ngettext_lazy(
    "%(number)s group is not shown: it has fewer than ten families, or such a group could be worked out from it.",
    "%(number)s groups are not shown: they have fewer than ten families, or such a group could be worked out from them.",
    "number",
)
NOT_DRAWN = ngettext_lazy(
    "%(number)s more group was looked at and is not drawn, because it does not differ clearly.",
    "%(number)s more groups were looked at and are not drawn, because they do not differ clearly.",
    "number",
)

# The report.
NOW = _("How it stands")
OVER_TIME = _("Over time")
STEP_BY_STEP = _("Step by step, since %(day)s")
WHO_LESS = _("Whom the school reaches less, and whom more")
BY_CHANNEL = _("Two-way contact, by channel")
BY_PLACE = _("Two-way contact, by place")
WHAT_WORKED = _("What the school tried, and what worked, since %(day)s")
TRIED_BY = _("Tried by")
WITH_FAMILIES = _("With so many families")
THEN_BOTH_WAYS = _("Of these, two-way contact followed within two weeks, by whatever way")
NO_ANSWER_TO_CALL = _("Phone call without an answer")
ONLY_TRIES = _("Only tries that were not yet two-way contact are counted: no visits, no meetings, no talks.")
NOTHING_TRIED = _("Nothing has been tried with ten families or more in this time.")
DEFINITIONS = _(
    "In dialogue: something went both ways in the last %(days)s school days, such as an answer, a call or a talk. Informed only: something from the school arrived. Not reached: neither. No working contact: no phone number and no e-mail address works. A family is the adults of one home of one child."
)
INTERVALS = _(
    "Each line shows where the true share may lie (95 %% interval); the dashed line is the share of all families. Full marks differ clearly, rings may be chance."
)
ABOUT_SCHOOL = _("These numbers are about what the school does. None of them judges a family.")
NO_NAMES = _("No names. Groups of fewer than ten families are not shown.")
