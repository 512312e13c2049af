"""Sums of answers by sector and by group, read from tallies only, with what is too small taken out. Where all pages of results begin."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import F, Sum

from gatepost.framework.types import Sector
from gatepost.kernel.shares import Share
from gatepost.surveys.hiding import hidden_groups
from gatepost.surveys.models import FEWEST, Item, Privacy, ScaleTally, StratumTally, Survey, Tally
from gatepost.surveys.queries.waiting import waits
from gatepost.surveys.statistics import Moments, WeightedShare, moments_from_weights, weighted_share

STEPS = range(1, 6)
DIMENSIONS = ("language", "grade", "section_name")
WHOLE = ""
Number = TypeVar("Number", int, float)
_WEIGHT = F("stratum__tally__weight")


@dataclass
class Said:
    """How a group answered one question: for each value how many, what they count for, and the squares of that."""

    numbers: dict[int, int] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)
    squares: dict[int, float] = field(default_factory=dict)
    empty: int = 0
    ticked: int = 0

    @property
    def answered(self) -> int:
        """Of a checklist whoever ticked anything, else all answers."""
        return self.ticked or sum(self.numbers.values())

    def _steps(self) -> list[int]:
        return [value for value in self.numbers if value in STEPS]

    def share_of(self, values: Collection[int], among: Collection[int]) -> Share:
        return Share(_sum(self.numbers, values), _sum(self.numbers, among))

    def weighted_share_of(self, values: Collection[int], among: Collection[int]) -> WeightedShare:
        answered = _sum(self.numbers, among)
        return weighted_share(_sum(self.weights, values), _sum(self.weights, among), _sum(self.squares, among), answered)

    def favourable(self, item: Item) -> Share:
        return self.share_of(favourable_values(item), self._steps())

    def weighted_favourable(self, item: Item) -> WeightedShare:
        return self.weighted_share_of(favourable_values(item), self._steps())


def favourable_values(item: Item) -> list[int]:
    """The steps that count as "yes, this happens"."""
    return [step for step in STEPS if (6 - step if item.is_reversed else step) >= item.favourable_from]


def _sum(numbers: Mapping[int, Number], values: Collection[int]) -> Number | int:
    return sum(numbers[value] for value in values if value in numbers)


@dataclass(frozen=True)
class Scaled:
    """A scale in one group: every respondent's mean added up, as they answered and as they count."""

    plain: Moments
    weighted: Moments


@dataclass(frozen=True)
class Cells:
    """A survey's sums of one group (or of everybody), by sector: only what may be shown."""

    people: Mapping[str, int]
    said: Mapping[tuple[int, str], Said]
    scaled: Mapping[tuple[str, str], Scaled]

    def of(self, item: Item, sector: str) -> Said | None:
        """None where too few answered it."""
        return self.said.get((item.pk, sector))


def fewest_of(survey: Survey, *, reads_all: bool) -> int:
    """How many a group must be to be shown: of a named survey, those to whom its promise gives every answer see one, too."""
    return 1 if reads_all and survey.privacy == Privacy.NAMED else FEWEST


def is_shown(sector: str, number: int, *, fewest: int) -> bool:
    """Those who lead a school are always few and answer for the leadership, as their page says."""
    return number >= fewest or (sector == Sector.DIRECTORS and number > 0)


def people_by(survey: Survey, dimension: str = WHOLE) -> dict[str, dict[str, int]]:
    """Sector → group → how many have answered, whether they may be shown or not. Nobody while the survey has to wait."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if waits(survey):
        return found
    rows = StratumTally.objects.filter(survey=survey).order_by().values_list("stratum__sector", *_place(dimension))
    for sector, *place, number in rows.annotate(Sum("number")):
        found[sector][place[0] if place else WHOLE] = number
    return found


def groups_of(survey: Survey, *, reads_all: bool = False) -> dict[str, dict[str, frozenset[str]]]:
    """Dimension → sector → the groups that may be looked at by themselves.

    Of a named survey none but for those who read every answer: its groups are as fine as they were asked, so that one by
    grade less one by section would be a single person.
    """
    if survey.privacy == Privacy.NAMED and not reads_all:
        return {}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for dimension in DIMENSIONS:
        for sector, numbers in people_by(survey, dimension).items():
            shown = _shown(sector, numbers, fewest_of(survey, reads_all=reads_all)) - {""}
            if len(numbers) > 1 and shown and sector != Sector.DIRECTORS:
                found.setdefault(dimension, {})[sector] = shown
    return found


def _shown(sector: str, numbers: Mapping[str, int], fewest: int) -> frozenset[str]:
    if set(numbers) == {WHOLE}:
        return frozenset(name for name, number in numbers.items() if is_shown(sector, number, fewest=fewest))
    hidden = hidden_groups(numbers, fewest=fewest)
    return frozenset(name for name, number in numbers.items() if number and name not in hidden)


def cells_of(survey: Survey, dimension: str = WHOLE, group: str = "", *, reads_all: bool = False) -> Cells:
    """Everybody, or one group. Of a group each question is hidden where, beside the other groups' answers, it gave one away.

    `reads_all`: the reader is one of those who may read every answer of a survey that promised names.
    """
    people, fewest = people_by(survey, dimension), fewest_of(survey, reads_all=reads_all)
    sectors = [sector for sector, numbers in people.items() if group in _allowed(sector, numbers, dimension, fewest)]
    said = {
        (item, sector): by_group[group]
        for (item, sector), by_group in _said(survey, dimension).items()
        if sector in sectors
        and group in by_group
        and group in _shown(sector, {name: one.answered for name, one in by_group.items()}, fewest)
    }
    scaled = {
        (scale, sector): by_group[group]
        for (scale, sector), by_group in _scaled(survey, dimension).items()
        if sector in sectors
        and group in by_group
        and group in _shown(sector, {name: int(one.plain.number) for name, one in by_group.items()}, fewest)
    }
    return Cells({sector: people[sector][group] for sector in Sector.values if sector in sectors}, said, scaled)


def _allowed(sector: str, numbers: Mapping[str, int], dimension: str, fewest: int) -> frozenset[str]:
    shown = _shown(sector, numbers, fewest)
    return shown if not dimension or sector != Sector.DIRECTORS else frozenset()


def _place(dimension: str) -> list[str]:
    return [f"stratum__{dimension}"] if dimension else []


def _said(survey: Survey, dimension: str) -> dict[tuple[int, str], dict[str, Said]]:
    found: dict[tuple[int, str], dict[str, Said]] = defaultdict(lambda: defaultdict(Said))
    rows = Tally.objects.filter(survey=survey).order_by().values_list("item_id", "stratum__sector", "value", *_place(dimension))
    sums = rows.annotate(n=Sum("number"), w=Sum(F("number") * _WEIGHT), ww=Sum(F("number") * _WEIGHT * _WEIGHT))
    for item, sector, value, *place, number, weights, squares in sums:
        said = found[item, sector][place[0] if place else WHOLE]
        if value == -1:
            said.empty = number
            continue
        said.numbers[value], said.weights[value], said.squares[value] = number, weights, squares
    ticked = ScaleTally.objects.filter(survey=survey, scale__startswith="ticked:").order_by()
    for scale, sector, *place, number in ticked.values_list("scale", "stratum__sector", *_place(dimension)).annotate(
        Sum("number")
    ):
        found[int(scale.partition(":")[2]), sector][place[0] if place else WHOLE].ticked = number
    return found


def _scaled(survey: Survey, dimension: str) -> dict[tuple[str, str], dict[str, Scaled]]:
    found: dict[tuple[str, str], dict[str, Scaled]] = defaultdict(dict)
    rows = ScaleTally.objects.filter(survey=survey).exclude(scale__startswith="ticked:").order_by()
    sums = rows.values_list("scale", "stratum__sector", *_place(dimension)).annotate(
        n=Sum("number"),
        t=Sum("total"),
        s=Sum("squares"),
        w=Sum(F("number") * _WEIGHT),
        ww=Sum(F("number") * _WEIGHT * _WEIGHT),
        wt=Sum(F("total") * _WEIGHT),
        ws=Sum(F("squares") * _WEIGHT),
    )
    for scale, sector, *more in sums:
        place, (number, total, squares, *weighted) = more[: len(more) - 7], more[len(more) - 7 :]
        found[scale, sector][place[0] if place else WHOLE] = Scaled(
            Moments(number, total, squares), moments_from_weights(*weighted)
        )
    return found
