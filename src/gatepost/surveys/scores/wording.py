"""Gaps between sectors in words and rounded numbers, as the page of a file shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gatepost.framework.table import DASH
from gatepost.framework.types import Sector
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import draw
from gatepost.surveys.scores.gaps import Gap, Scale, Spread
from gatepost.surveys.scores.picture import MeansChart, ends_of


@dataclass(frozen=True)
class Shown:
    """One scale: its sectors' own numbers, what lies between two sectors, and its units."""

    name: str
    sectors: list[str]
    spreads: list[list[str]]
    gaps: list[list[str]]
    sentences: list[str]
    units: list[tuple[str, str, list[str]]]


def shown_scales(scales: Sequence[Scale], names: Mapping[str, str]) -> list[Shown]:
    return [
        Shown(
            name=scale.name,
            sectors=[_sector(sector) for sector in scale.sectors],
            spreads=[_of_spread(spread) for spread in scale.spreads],
            gaps=[_of_gap(gap) for gap in scale.gaps],
            sentences=[sentence(gap) for gap in scale.gaps],
            units=[
                (unit, names.get(unit, ""), [_number(values.get(sector)) for sector in scale.sectors])
                for unit, values in scale.values.items()
            ],
        )
        for scale in scales
    ]


def headline(scales: Sequence[Scale]) -> str:
    """The largest difference that is clear, measured by its own spread so that scales of any range can be compared."""
    clear = [gap for scale in scales for gap in scale.gaps if gap.clear]
    if not clear:
        return _("No two groups clearly differ on any scale of this file.")
    return sentence(max(clear, key=lambda gap: abs(gap.difference) / (gap.deviation or 1e-9)))


def sentence(gap: Gap) -> str:
    words = {
        "scale": gap.scale, "one": _sector(gap.one.sector).lower(), "other": _sector(gap.other.sector).lower(),
        "difference": _number(abs(gap.difference)), "n": gap.number,
    }  # fmt: skip
    if gap.clear > 0:
        return _("On “%(scale)s”, %(one)s score %(difference)s higher than %(other)s (%(n)d units).") % words
    if gap.clear < 0:
        return _("On “%(scale)s”, %(one)s score %(difference)s lower than %(other)s (%(n)d units).") % words
    return _("On “%(scale)s”, %(one)s and %(other)s do not clearly differ (%(n)d units).") % words


def picture(scales: Sequence[Scale], title: str, *, rtl: bool) -> str:
    """Every scale's means; "" where there is nothing to draw."""
    if not scales:
        return ""
    lines = tuple((scale.name, tuple((spread.sector, spread.mean) for spread in scale.spreads)) for scale in scales)
    sectors = tuple(sector.value for sector in Sector if any(sector in scale.sectors for scale in scales))
    words = " ".join(
        f"{name}: " + ", ".join(f"{_sector(sector)} {_number(mean)}" for sector, mean in means) + "." for name, means in lines
    )
    chart = MeansChart(
        title=title,
        words=words,
        names=tuple((sector, _sector(sector)) for sector in sectors),
        lines=lines,
        ends=ends_of([mean for _name, means in lines for _sector_, mean in means]),
    )
    return draw(chart, Look(rtl=rtl))


def _of_spread(spread: Spread) -> list[str]:
    return [_sector(spread.sector), str(spread.number), _number(spread.mean), _number(spread.deviation)]


def _of_gap(gap: Gap) -> list[str]:
    """Who, in how many units, in how many not, both means, the difference, its spread and its interval."""
    interval = (
        DASH
        if gap.interval is None
        else _("%(low)s to %(high)s") % dict(zip(("low", "high"), map(_signed, gap.interval), strict=True))
    )
    return [
        f"{_sector(gap.one.sector)} − {_sector(gap.other.sector)}", str(gap.number), str(gap.missing),
        _number(gap.one.mean), _number(gap.other.mean), _signed(gap.difference), _number(gap.deviation), interval,
    ]  # fmt: skip


def _sector(sector: str) -> str:
    return str(Sector(sector).label)


def _number(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
