"""What contacts are about, how they sound, where and how they happen: as headings, and inside a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatepost.framework.types import ContentKind, Tone
from gatepost.reach.wording import number_in_words
from gatepost.touchpoints.models import Place

# Up to here a number reads better as a word.
_FEW = 12
LABELS = {
    **{("kind", kind.value): kind.label for kind in ContentKind},
    ("kind", ""): gettext_lazy("Nobody noted what about: answers, calls, “Good news” after a talk"),
    **{("tone", tone.value): tone.label for tone in Tone},
    ("tone", ""): gettext_lazy("Answers and calls of which nobody noted it"),
    ("way", "talk"): gettext_lazy("A talk"),
    ("way", "answered"): gettext_lazy("A message they answered"),
    ("way", "one-way"): gettext_lazy("A message without an answer so far"),
    ("place", Place.GATE): gettext_lazy("At the gate"),
    ("place", Place.SCHOOL): gettext_lazy("In school"),
    ("place", Place.HOME): gettext_lazy("At their home"),
    ("place", Place.ELSEWHERE): gettext_lazy("Somewhere else"),
    ("place", Place.AFAR): gettext_lazy("From afar: mail, phone, paper"),
}
ABOUT = {
    ContentKind.LEARNING: gettext_lazy("about learning"),
    ContentKind.LOGISTICS: gettext_lazy("about dates and things"),
    ContentKind.BEHAVIOUR: gettext_lazy("about behaviour"),
    ContentKind.SOCIAL: gettext_lazy("just to be in touch"),
}
NAMES = {"month": gettext_lazy("This month"), "term": gettext_lazy("This term"), "year": gettext_lazy("This school year")}
WITHIN = {"month": gettext_lazy("this month"), "term": gettext_lazy("this term"), "year": gettext_lazy("this school year")}
BEFORE = {
    "month": gettext_lazy("The month before"),
    "term": gettext_lazy("The term before"),
    "year": gettext_lazy("The school year before"),
}


def times(number: int) -> str:
    """Once, twice, three times."""
    if number == 1:
        return _("once")
    if number == 2:
        return _("twice")
    return _("%(number)s times") % {"number": _number(number)}


def of_all(part: int, whole: int) -> str:
    """Two of ten; 44 of 203."""
    words = {"part": str(part), "whole": str(whole)} if whole > _FEW else {"part": _number(part), "whole": _number(whole)}
    return _("none of %(whole)s") % words if not part else _("%(part)s of %(whole)s") % words


def _number(number: int) -> str:
    return number_in_words(number) if number <= _FEW else str(number)
