"""The means of every sector on every scale as one picture, on the range that the file's numbers need."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.framework.table_chart import MARKS
from gatepost.kernel.charts.design import INK, LINE, QUIET, Look
from gatepost.kernel.charts.lettering import size_fitting, width_of

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import At, Canvas

_KEY, _ROW, _FOOT, _START, _NUMBERS = 22, 40, 18, 10, 10


@dataclass(frozen=True)
class MeansChart:
    """`lines`: scale → (sector, mean); `ends`: where the picture begins and ends."""

    title: str
    words: str
    names: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    ends: tuple[float, float]
    width: int = 340

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        height = _KEY + _ROW * len(self.lines) + _FOOT
        canvas = Canvas(look, (self.width, height), margins=(_START, _NUMBERS))
        self._key(canvas)
        self._scale(canvas, height)
        for place, (name, means) in enumerate(self.lines):
            top = _KEY + place * _ROW
            size = size_fitting([name], self.width - 2 * _START, 12)
            canvas.words([{"x": 0, "y": top + 14, "t": name}], "start", size=size, colour=INK)
            found = [(sector, self._at(mean)) for sector, mean in means]
            xs = [x for _sector, x in found]
            canvas.rules([{"x": min(xs), "x2": max(xs), "y": top + 27, "y2": top + 27}], QUIET, strokeWidth=1.2)
            for sector, x in found:
                canvas.points([{"x": x, "y": top + 27}], MARKS[sector])
        return canvas.chart()

    def _at(self, value: float) -> float:
        low, high = self.ends
        return (value - low) / (high - low)

    def _key(self, canvas: "Canvas") -> None:
        room, along = self.width - _START - _NUMBERS, 0.0
        for sector, name in self.names:
            canvas.points([{"x": along / room, "y": 9}], MARKS[sector])
            canvas.words([{"x": along / room, "y": 13, "t": name}], "start", size=12, colour=INK, shift=11)
            along += 34 + width_of(name, 12)

    def _scale(self, canvas: "Canvas", height: int) -> None:
        low, high = self.ends
        bottom = height - _FOOT
        canvas.rules([{"x": x, "x2": x, "y": _KEY, "y2": bottom} for x in (0, 0.5, 1)], LINE)
        places: tuple[tuple[float, At], ...] = ((0, "start"), (0.5, "middle"), (1, "end"))
        for x, at in places:
            canvas.words([{"x": x, "y": height - 4, "t": f"{low + x * (high - low):g}"}], at, size=11)


def ends_of(means: Sequence[float]) -> tuple[float, float]:
    """Round numbers around all of them, a whole step apart at least."""
    low, high = min(means), max(means)
    step = 10 ** math.floor(math.log10((high - low) or 1))
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    return (first, last) if last > first else (first, first + step)
