"""Whose voice a survey holds: how many answered of those asked, by language, grade, section and need. From invitations, never answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection

from gatepost.framework.types import Sector
from gatepost.kernel.shares import Share, Side, sides
from gatepost.languages.tags import canonical
from gatepost.surveys.hiding import hidden_groups
from gatepost.surveys.models import FEWEST, Survey, Unit

# What a survey wants before it speaks for those it asked: this share of them, and no language far off. A language is far off
# where it answers so much less than all and that is more than chance explains; where it answers much less, whatever chance
# explains, if enough were asked; or where its share of the answers is so far from its share of those asked, which only
# a large language can be.
GOAL, POINTS, MANY_POINTS = 0.60, 0.10, 0.20
# So much below the whole a group lags, where it is not clear by itself.
LAG = 0.05
DIMENSIONS = ("language", "grade", "section_name", "need")

_GROUPED = "SELECT sector, language, grade, section_name, need, count(*), count(answered_on) FROM {} GROUP BY 1, 2, 3, 4, 5"
_PERSONS = "surveys_invitation WHERE survey_id = %s"
# Where one answer for each family is enough, the family is in the groups of the first of its adults.
_FAMILIES = (
    "(SELECT DISTINCT ON (sector, unit_key) * FROM surveys_invitation WHERE survey_id = %s ORDER BY sector, unit_key, id) u"
)


@dataclass(frozen=True)
class Asked:
    """So many were asked, so many of them have answered."""

    value: str
    asked: int
    answered: int

    @property
    def share(self) -> Share:
        return Share(self.answered, self.asked)

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(self.value, self.asked + other.asked, self.answered + other.answered)


@dataclass(frozen=True)
class Group:
    """One group beside the whole sector. `points`: its share of the answers less its share of those asked.

    `below`: by how much fewer of it have answered than of all; `is_rest`: those too few to be shown alone, together.
    """

    dimension: str
    count: Asked
    points: float
    side: Side
    below: float
    is_rest: bool = False

    @property
    def is_near(self) -> bool:
        return abs(self.points) <= POINTS and not self.answers_far_less

    @property
    def answers_far_less(self) -> bool:
        is_clear = self.side == Side.LESS and self.below > POINTS
        return is_clear or (self.count.asked >= FEWEST and self.below > MANY_POINTS)

    @property
    def reaches_goal(self) -> bool:
        return self.count.share.value >= GOAL

    @property
    def missing(self) -> int:
        """How many more answers make the goal."""
        return max(0, -int(-GOAL * self.count.asked // 1) - self.count.answered)


@dataclass(frozen=True)
class Voices:
    """One sector: the whole, and by each dimension its groups; small ones put together in `others`."""

    sector: str
    whole: Asked
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)
    others: Mapping[str, Asked] = field(default_factory=dict)
    rest_of_languages: Group | None = None

    @property
    def reaches_goal(self) -> bool:
        return self.whole.share.value >= GOAL

    @property
    def languages(self) -> list[Group]:
        """Those shown, and the small ones together: what is hidden may be far off, too."""
        return [*self.groups.get("language", ()), *([self.rest_of_languages] if self.rest_of_languages else [])]

    @property
    def far_languages(self) -> list[Group]:
        return [group for group in self.languages if not group.is_near]

    @property
    def lagging_languages(self) -> list[Group]:
        """Not far off, yet clearly answering less than others."""
        return [group for group in self.languages if group.is_near and group.side == Side.LESS]

    @property
    def are_enough(self) -> bool:
        return self.reaches_goal and not self.far_languages

    @property
    def under_heard(self) -> list[Group]:
        """Groups below the goal that lag behind the whole, those first who lack most voices."""
        found = [
            group
            for groups in self.groups.values()
            for group in groups
            if group.count.value and group.missing and self._lags(group)
        ]
        # A grade of one class is named once.
        grades = {(group.count.asked, group.count.answered) for group in found if group.dimension == "grade"}
        kept = [
            group
            for group in found
            if group.dimension != "section_name" or (group.count.asked, group.count.answered) not in grades
        ]
        return sorted(kept, key=lambda group: (-group.missing, DIMENSIONS.index(group.dimension), group.count.value))

    def _lags(self, group: Group) -> bool:
        return group.side == Side.LESS or group.below >= LAG


Rows = Sequence[tuple[str, dict[str, str], int, int]]


def rows_of(survey: Survey) -> Rows:
    """(sector, places, asked, answered) for every combination; one statement."""
    source = _FAMILIES if survey.unit == Unit.FAMILY else _PERSONS
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED.format(source), [survey.pk])
        found = cursor.fetchall()
    return [
        (sector, {"language": canonical(language), "grade": grade, "section_name": section, "need": need}, asked, answered)
        for sector, language, grade, section, need, asked, answered in found
    ]


def by_value(rows: Rows, sector: str, dimension: str) -> list[Asked]:
    asked_of: dict[str, int] = defaultdict(int)
    answered_of: dict[str, int] = defaultdict(int)
    for one, places, asked, answered in rows:
        if one == sector:
            value = places[dimension]
            asked_of[value] += asked
            answered_of[value] += answered
    return [Asked(value, asked, answered_of[value]) for value, asked in asked_of.items()]


def whole_of(rows: Rows, sector: str) -> Asked:
    mine = [(asked, answered) for one, _places, asked, answered in rows if one == sector]
    return Asked("", sum(asked for asked, _answered in mine), sum(answered for _asked, answered in mine))


def voices_of(survey: Survey, rows: Rows | None = None) -> list[Voices]:
    """Every sector that was asked, in their order."""
    rows = rows_of(survey) if rows is None else rows
    return [_voices(rows, sector) for sector in Sector.values if sector in survey.sectors and whole_of(rows, sector).asked]


def _voices(rows: Rows, sector: str) -> Voices:
    whole = whole_of(rows, sector)
    if sector == Sector.DIRECTORS:
        return Voices(sector, whole)
    groups: dict[str, Sequence[Group]] = {}
    others: dict[str, Asked] = {}
    for dimension in DIMENSIONS:
        counts = by_value(rows, sector, dimension)
        hidden = _hidden(rows, sector, dimension, counts)
        shown = [count for count in counts if count.value not in hidden]
        if not shown or (len(shown) == 1 and not hidden):
            continue
        groups[dimension] = _beside_whole(dimension, shown, whole)
        if hidden:
            others[dimension] = _sum(count for count in counts if count.value in hidden)
    rest = others.get("language")
    return Voices(sector, whole, groups, others, _rest(rest, whole, len(groups["language"])) if rest else None)


def _hidden(rows: Rows, sector: str, dimension: str, counts: Sequence[Asked]) -> frozenset[str]:
    hidden = hidden_groups({count.value: count.asked for count in counts})
    return hidden | _hidden_sections(rows, sector) if dimension == "section_name" else hidden


def _hidden_sections(rows: Rows, sector: str) -> frozenset[str]:
    """Of a grade's sections, which could be reckoned from the grade; all of a grade that is itself hidden."""
    grades: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, places, asked, _answered in rows:
        if one == sector:
            grades[places["grade"]][places["section_name"]] += asked
    gone = hidden_groups({grade: sum(sections.values()) for grade, sections in grades.items()})
    found = {section for grade in gone for section in grades[grade]}
    return frozenset(found.union(*(hidden_groups(sections) for grade, sections in grades.items() if grade not in gone)))


def _beside_whole(dimension: str, shown: Sequence[Asked], whole: Asked) -> list[Group]:
    marked = sides([count.share for count in shown], whole.share)
    found = [_group(dimension, count, whole, side) for count, side in zip(shown, marked, strict=True)]
    return sorted(found, key=lambda group: (not group.count.value, *_order(dimension, group.count)))


def _rest(rest: Asked, whole: Asked, beside: int) -> Group:
    """The languages too small to be shown, as one: one look more than those shown."""
    side = sides([rest.share], whole.share, looks=beside + 1)[0]
    return replace(_group("language", rest, whole, side), is_rest=True)


def _group(dimension: str, count: Asked, whole: Asked, side: Side) -> Group:
    points = count.answered / whole.answered - count.asked / whole.asked if whole.answered else 0.0
    return Group(dimension, count, points, side, whole.share.value - count.share.value)


def _order(dimension: str, count: Asked) -> tuple[int, int, str]:
    """Languages and needs by size, classes and grades by name, numbers as numbers."""
    if dimension in {"language", "need"}:
        return -count.asked, 0, count.value
    digits = "".join(letter for letter in count.value if letter.isdigit())
    return 0, int(digits or 0), count.value


def _sum(counts: Iterable[Asked]) -> Asked:
    return sum(counts, Asked("", 0, 0))
