"""The mix of conversations as a page shows it: sentences, bars and tables."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from gatepost.framework.types import ContentKind, Tone
from gatepost.people.models import Person, School
from gatepost.reach.mix_wording import ABOUT, BEFORE, LABELS, WITHIN, of_all, times
from gatepost.reach.queries import groups, mix_floor
from gatepost.reach.queries.mix import NOT_SAID, Mix, mixes_by_group
from gatepost.reach.queries.periods import Period, Stretch
from gatepost.reach.wording import begin_large, language_in_words
from gatepost.touchpoints.models import Place

# The pictures of the values in their order (`reach/_mix_patterns.html`).
PATTERNS = ("mix-solid", "mix-lines", "mix-dots", "mix-rows", "mix-bricks")
# A share of fewer contacts than these says nothing about a period.
ENOUGH_TO_COMPARE = 5


@dataclass(frozen=True)
class Slice:
    """One stretch of a bar and one row of its table. `start` and `width` in percent; `pattern` is the id of one, "" for what is not drawn."""

    label: str
    pattern: str
    occasions: int
    families: int
    start: float
    width: float
    before: int | None

    @property
    def share(self) -> int:
        return round(self.width)

    @property
    def start_in_css(self) -> str:
        return f"{self.start:.2f}%"

    @property
    def width_in_css(self) -> str:
        return f"{self.width:.2f}%"


@dataclass(frozen=True)
class Part:
    """One question asked of the contacts: its sentence, its bar, its table."""

    aspect: str
    title: str
    sentence: str
    slices: list[Slice]

    @property
    def counts_times(self) -> bool:
        return self.aspect != "way"

    @property
    def in_words(self) -> str:
        """The bar for those who do not see it."""
        return ", ".join(f"{one.label}: {one.share} %" for one in self.slices if one.pattern)


def part_of(mix: Mix, before: Mix | None, aspect: str) -> Part:
    titles = {
        "kind": _("What they were about"),
        "tone": _("How they sounded"),
        "way": _("One way or both"),
        "place": _("Where"),
    }
    return Part(aspect, titles[aspect], _sentence(mix, aspect), slices_of(mix, before, aspect))


def slices_of(mix: Mix, before: Mix | None, aspect: str) -> list[Slice]:
    """Shares are of what is known; what nobody noted stands in the table only."""
    whole, start, slices = mix.told(aspect), 0.0, []
    whole_before = before.told(aspect) if before else 0
    for number, (value, count) in enumerate(mix.values(aspect)):
        is_known = value != NOT_SAID
        width = 100 * mix.number(aspect, value) / whole if whole and is_known else 0.0
        was = round(100 * before.number(aspect, value) / whole_before) if before and whole_before and is_known else None
        pattern = PATTERNS[number % len(PATTERNS)] if is_known else ""
        slices.append(Slice(str(LABELS[aspect, value]), pattern, count.occasions, count.families, start, width, was))
        start += width
    return slices


def _sentence(mix: Mix, aspect: str) -> str:
    whole = mix.told(aspect)
    if aspect == "kind":
        words = _("%(share)s were about learning.") % {"share": of_all(mix.number("kind", ContentKind.LEARNING), whole)}
    elif aspect == "tone":
        words = _("%(share)s brought good news.") % {"share": of_all(mix.number("tone", Tone.PRAISE), whole)}
    elif aspect == "way":
        both = mix.number("way", "talk") + mix.number("way", "answered")
        words = _("Counted family by family, %(share)s went both ways.") % {"share": of_all(both, whole)}
    else:
        words = _("%(share)s were face to face.") % {"share": of_all(whole - mix.number("place", Place.AFAR), whole)}
    return begin_large(words)


@dataclass(frozen=True)
class MixPage:
    """One period of one person's, or of the whole school's, beside the period before."""

    mix: Mix
    before: Mix | None
    stretch: Stretch
    is_school: bool

    @property
    def sentence(self) -> str:
        """What the reader came for."""
        if not self.mix.total.occasions:
            return _("Nothing is on record for %(period)s yet.") % {"period": WITHIN[self.stretch]}
        words = {"times": times(self.mix.total.occasions), "period": WITHIN[self.stretch]}
        if self.is_school:
            opening = _("The school turned to families %(times)s %(period)s") % words
        else:
            opening = _("You turned to families %(times)s %(period)s") % words
        return opening + (f": {self._about}." if self.mix.told("kind") else ".")

    @property
    def _about(self) -> str:
        top = max(ContentKind, key=lambda kind: self.mix.number("kind", kind))
        learning = self.mix.number("kind", ContentKind.LEARNING)
        most = _("most often %(about)s (%(times)s)") % {
            "about": ABOUT[top],
            "times": times(self.mix.number("kind", top)),
        }
        if top == ContentKind.LEARNING:
            return most
        if not learning:
            return _("%(most)s; learning has not come up yet") % {"most": most}
        return _("%(most)s; learning came up %(times)s") % {"most": most, "times": times(learning)}

    @property
    def tones(self) -> str:
        """Praise and concern beside each other."""
        if not self.mix.told("tone"):
            return ""
        praise, concern = (self.mix.number("tone", tone) for tone in (Tone.PRAISE, Tone.CONCERN))
        words = {"praise": times(praise), "concern": times(concern)}
        if not praise and not concern:
            return _("Nothing was marked as good news or as a concern.")
        if not concern:
            return _("Good news came %(praise)s, a concern never.") % words
        if not praise:
            return _("A concern came %(concern)s; good news is still to come.") % words
        return _("Good news came %(praise)s, a concern %(concern)s.") % words

    @property
    def compared(self) -> str:
        """With the same person's or school's own period before; never with anybody else's."""
        if self.before is None:
            return ""
        whole = self.before.told("kind")
        return _("%(before)s %(learning)s were about learning, and %(praise)s brought good news.") % {
            "before": BEFORE[self.stretch],
            "learning": of_all(self.before.number("kind", ContentKind.LEARNING), whole),
            "praise": of_all(self.before.number("tone", Tone.PRAISE), self.before.told("tone")),
        }

    @cached_property
    def parts(self) -> list[Part]:
        return [part_of(self.mix, self.before, aspect) for aspect in ("kind", "tone", "way", "place")]


@dataclass(frozen=True)
class GroupRow:
    """One group of families: what the school's contacts with it are about."""

    label: str
    mix: Mix

    @property
    def slices(self) -> list[Slice]:
        """What they were about, as a small bar."""
        return slices_of(self.mix, None, "kind")

    @property
    def in_words(self) -> str:
        return ", ".join(f"{one.label}: {one.share} %" for one in self.slices if one.pattern)

    @property
    def learning(self) -> str:
        return of_all(self.mix.number("kind", ContentKind.LEARNING), self.mix.told("kind"))

    @property
    def good_news(self) -> str:
        return of_all(self.mix.number("tone", Tone.PRAISE), self.mix.told("tone"))

    @property
    def both_ways(self) -> str:
        both = self.mix.number("way", "talk") + self.mix.number("way", "answered")
        return of_all(both, self.mix.told("way"))


@dataclass(frozen=True)
class GroupTable:
    """All groups of one kind that are large enough to be shown."""

    title: str
    rows: list[GroupRow]


def group_tables(principal: Person, school: School, period: Period) -> list[GroupTable]:
    """By grade and by home language; never by section, which mostly has one teacher.

    Languages only where they tell nothing beside the grades: a language that is read in one grade leaves the rest of it.
    """
    writers = mix_floor.writers_by_family(school, period)
    grades, languages = groups.by_grade(school, writers), groups.by_language(school, writers)
    if grades and languages and not mix_floor.may_stand_beside(grades, languages, writers):
        languages = {}
    tables = []
    for title, labels, name in (
        (_("By grade"), grades, _grade_in_words),
        (_("By home language"), languages, _language_in_words),
    ):
        mixes = mixes_by_group(principal, school, period, labels)
        shown = sorted(set(labels.values()), key=lambda label: (label in {groups.OTHERS, groups.NOT_KNOWN}, label))
        rows = [GroupRow(name(label), mixes.get(label, Mix())) for label in shown]
        tables += [GroupTable(title, rows)] if rows else []
    return tables


def _grade_in_words(label: str) -> str:
    if label == groups.OTHERS:
        return _("The other grades together")
    return _("Grade not known") if label == groups.NOT_KNOWN else _("Grade %(grade)s") % {"grade": label}


def _language_in_words(label: str) -> str:
    if label == groups.OTHERS:
        return _("The other languages together")
    return _("Language not known") if label == groups.NOT_KNOWN else language_in_words(label)
