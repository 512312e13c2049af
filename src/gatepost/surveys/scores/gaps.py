"""How far two sectors lie apart on a scale, unit by unit and over all: mean, spread, and a 95 % interval of the difference."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from gatepost.framework.types import Sector
from gatepost.surveys.statistics import t_quantile

_SURE = 0.95
Units = Mapping[str, float]


@dataclass(frozen=True)
class Spread:
    """Numbers of one sector on one scale; `deviation` is that of a sample, None of a single number."""

    sector: str
    number: int
    mean: float
    deviation: float | None


@dataclass(frozen=True)
class Gap:
    """`one` against `other` in the units that have both. `difference`: the mean of one minus other; positive: one is higher."""

    scale: str
    one: Spread
    other: Spread
    missing: int
    difference: float
    deviation: float | None
    interval: tuple[float, float] | None

    @property
    def number(self) -> int:
        return self.one.number

    @property
    def clear(self) -> int:
        """1: one is clearly higher, -1: clearly lower, 0: it may be chance."""
        if self.interval is None:
            return 0
        low, high = self.interval
        return 1 if low > 0 else -1 if high < 0 else 0


@dataclass(frozen=True)
class Scale:
    """`values`: unit → sector → number."""

    name: str
    sectors: tuple[str, ...]
    spreads: tuple[Spread, ...]
    gaps: tuple[Gap, ...]
    values: Mapping[str, Units]


def scales_of(scores: Iterable[tuple[str, str, str, float]]) -> list[Scale]:
    """From (scale, sector, unit, value), in the order in which scales come."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for scale, sector, unit, value in scores:
        found.setdefault(scale, {}).setdefault(sector, {})[unit] = value
    return [_scale(name, by_sector) for name, by_sector in found.items()]


def _scale(name: str, by_sector: Mapping[str, Units]) -> Scale:
    sectors = tuple(sector.value for sector in Sector if sector in by_sector)
    units = {unit: None for sector in sectors for unit in by_sector[sector]}
    return Scale(
        name=name,
        sectors=sectors,
        spreads=tuple(_spread(sector, list(by_sector[sector].values())) for sector in sectors),
        gaps=tuple(
            gap for one, other in combinations(sectors, 2) if (gap := _gap(name, one, other, by_sector, len(units))) is not None
        ),
        values={
            unit: {sector: by_sector[sector][unit] for sector in sectors if unit in by_sector[sector]} for unit in units
        },
    )  # fmt: skip


def _gap(scale: str, one: str, other: str, by_sector: Mapping[str, Units], units: int) -> Gap | None:
    both = [unit for unit in by_sector[one] if unit in by_sector[other]]
    if not both:
        return None
    ones, others = ([by_sector[sector][unit] for unit in both] for sector in (one, other))
    differences = [first - second for first, second in zip(ones, others, strict=True)]
    spread = _spread("", differences)
    return Gap(
        scale=scale,
        one=_spread(one, ones),
        other=_spread(other, others),
        missing=units - len(both),
        difference=spread.mean,
        deviation=spread.deviation,
        interval=_interval(spread),
    )


def _spread(sector: str, numbers: list[float]) -> Spread:
    deviation = statistics.stdev(numbers) if len(numbers) > 1 else None
    return Spread(sector, len(numbers), statistics.fmean(numbers), deviation)


def _interval(spread: Spread) -> tuple[float, float] | None:
    """Student's, of paired differences; none of a single unit."""
    if spread.deviation is None:
        return None
    half = t_quantile((1 + _SURE) / 2, spread.number - 1) * spread.deviation / math.sqrt(spread.number)
    return spread.mean - half, spread.mean + half
