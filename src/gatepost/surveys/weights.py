"""Weights by raking: what each group of respondents counts for, so that languages and grades have the sizes of those asked.

Raking (iterative proportional fitting) works on groups, not on persons: 100,000 respondents in a few hundred groups take
milliseconds. Nobody counts for less than a fifth or more than five times of what all count on average (`LEAST`, `MOST`):
beyond that, one answer would speak for too many. Where these bounds bind, the sizes are met as far as they allow, and it is told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST, MOST = 0.2, 5.0
ROUNDS = 1000
# How far a group may stay from its true size, as a part of the whole.
CLOSE = 1e-11
NOT_KEPT = ""

# For each dimension: value → how many of those asked.
Margins = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Group:
    """Respondents alike in what is kept of them. `places`: dimension → value, "" where it was not kept."""

    places: Mapping[str, str]
    number: int


@dataclass(frozen=True)
class Weighing:
    """What came of it. `missed`: (dimension, value, how many were asked) of which nobody answered; `off`: the largest distance."""

    weights: tuple[float, ...]
    rounds: int
    off: float
    is_met: bool
    bounded: int
    missed: tuple[tuple[str, str, float], ...]

    @property
    def is_even(self) -> bool:
        """Everybody counts for one."""
        return all(abs(weight - 1) < 1e-9 for weight in self.weights)


def rake(groups: Sequence[Group], margins: Margins, *, least: float = LEAST, most: float = MOST) -> Weighing:
    """Weights with an average of one.

    Whoever's value is not kept, or was not among those asked, stays as many as they are. A value of which nobody answered
    is told, not made up: the others share its place in proportion.
    """
    whole = sum(group.number for group in groups)
    aims = {name: _aims(name, groups, asked) for name, asked in margins.items()}
    missed = tuple(
        (name, value, number)
        for name, asked in margins.items()
        for value, number in sorted(asked.items())
        if value and number and value not in aims[name]
    )
    factors = [1.0] * len(groups)
    rounds, off = 0, _off(groups, factors, aims, whole)
    while off > CLOSE and rounds < ROUNDS:
        rounds += 1
        for name, aim in aims.items():
            _fit(groups, factors, name, aim)
        _bound(groups, factors, (least, most))
        off = _off(groups, factors, aims, whole)
    bounded = sum(abs(factor - least) < 1e-12 or abs(factor - most) < 1e-12 for factor in factors)
    return Weighing(tuple(factors), rounds, off, off <= 1e-9, bounded, missed)


def _aims(name: str, groups: Sequence[Group], asked: Mapping[str, float]) -> dict[str, float]:
    """Value → the number its respondents should count for together."""
    found: dict[str, float] = defaultdict(float)
    for group in groups:
        value = group.places.get(name, NOT_KEPT)
        if group.number:
            found[value if asked.get(value) else NOT_KEPT] += group.number
    stays = found.pop(NOT_KEPT, 0.0)
    whole, asked_whole = sum(found.values()), sum(asked[value] for value in found)
    aims = {value: asked[value] * whole / asked_whole for value in found}
    return aims | ({NOT_KEPT: stays} if stays else {})


def _sums(groups: Sequence[Group], factors: Sequence[float], name: str, aim: Mapping[str, float]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for group, factor in zip(groups, factors, strict=True):
        sums[_value(group, name, aim)] += group.number * factor
    return sums


def _value(group: Group, name: str, aim: Mapping[str, float]) -> str:
    value = group.places.get(name, NOT_KEPT)
    return value if value in aim else NOT_KEPT


def _fit(groups: Sequence[Group], factors: list[float], name: str, aim: Mapping[str, float]) -> None:
    sums = _sums(groups, factors, name, aim)
    for place, group in enumerate(groups):
        value = _value(group, name, aim)
        if sums[value]:
            factors[place] *= aim[value] / sums[value]


def _bound(groups: Sequence[Group], factors: list[float], bounds: tuple[float, float]) -> None:
    """No weight beyond the bounds; what that takes or gives is for the others to make up, so that the average stays one."""
    least, most = bounds
    for place, factor in enumerate(factors):
        factors[place] = min(max(factor, least), most)
    whole = sum(group.number for group in groups)
    for _step in range(20):
        free = [place for place, factor in enumerate(factors) if least < factor < most]
        held = sum(group.number * factor for group, factor in zip(groups, factors, strict=True) if not least < factor < most)
        loose = sum(groups[place].number * factors[place] for place in free)
        if not loose or abs(held + loose - whole) < whole * CLOSE or held >= whole:
            return
        for place in free:
            factors[place] = min(max(factors[place] * (whole - held) / loose, least), most)


def _off(groups: Sequence[Group], factors: Sequence[float], aims: Mapping[str, Mapping[str, float]], whole: int) -> float:
    sums = {name: _sums(groups, factors, name, aim) for name, aim in aims.items()}
    distances = [abs(sums[name].get(value, 0.0) - number) for name, aim in aims.items() for value, number in aim.items()]
    return max(distances, default=0.0) / whole if whole else 0.0
