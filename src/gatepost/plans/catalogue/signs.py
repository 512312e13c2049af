"""The nine signs and five needs of a good partnership, as staff read them; what families are asked stands in the instrument."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sign:
    """`slug` is the key of its question. `to_talk_about`: a question that opens the talk between the sides."""

    slug: str
    name: str | Promise
    is_need: bool
    to_talk_about: str | Promise


_NINE = (
    (
        "shared-responsibility",
        _("Shared responsibility for how students do"),
        _("Think of one student: who does what today, and does each side know it of the other?"),
    ),
    ("joint-action", _("Doing things together"), _("What was planned together last year, and who was missing at the table?")),
    ("student-focus", _("The student in the middle"), _("How much of our last ten contacts was about learning?")),
    ("positive-attitudes", _("Respect and trust"), _("When did somebody of the other side do you good? Tell one another.")),
    (
        "shared-understanding",
        _("Understanding each other through talk"),
        _("Where do we talk without understanding each other, and what would help: time, words, an interpreter?"),
    ),
    (
        "shared-decisions",
        _("Deciding together from what both know"),
        _("Which decision of last year would have been a better one with what families know?"),
    ),
    (
        "complementary-roles",
        _("Each side brings in what it does best"),
        _("What do families already do at home that the school could build on?"),
    ),
    ("solution-focus", _("Looking for a way out together"), _("Take one problem that went well: what was the first step?")),
    (
        "two-way-communication",
        _("Frequent contact, both ways"),
        _("Whom did we not hear from this month, and by which way would they like to be asked?"),
    ),
)
_FIVE = (
    ("shared-belief", _("Shared belief in every family"), _("How does a new colleague notice that families matter here?")),
    (
        "collaborative-processes",
        _("Ways of working together, settled and written"),
        _("Could a family that came yesterday find out how to take part?"),
    ),
    (
        "timely-communication",
        _("In time, both ways, with a way for problems"),
        _("What did families hear too late this year, and what got in the way?"),
    ),
    (
        "plans-resources-reviews",
        _("Plan, people, money, a look back"),
        _("What would have to be in the plan so that it is used?"),
    ),
    ("time", _("Time to grow over years"), _("What has lasted three years here, and why?")),
)
SIGNS: dict[str, Sign] = {
    slug: Sign(slug, name, is_need, question)
    for is_need, group in ((False, _NINE), (True, _FIVE))
    for slug, name, question in group
}
