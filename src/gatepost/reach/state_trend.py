"""Four states over time: what share of a group's families was in which state, week by week, on the same scale for all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.kernel.charts.design import LINE, QUIET, STATES, Look

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import At, Canvas

_TOP, _FOOT = 6, 16
_SIDES: "tuple[At, At, At]" = ("start", "middle", "end")


@dataclass(frozen=True)
class TrendChart:
    """`weeks`: the day's number since the first one, and the four counts. `ticks`: where which date stands. `scale`: 0, half, all."""

    title: str
    words: str
    weeks: tuple[tuple[int, tuple[int, ...]], ...]
    ticks: tuple[tuple[int, str], ...]
    scale: tuple[str, str, str]
    size: tuple[int, int] = (170, 110)

    @property
    def _bottom(self) -> int:
        return self.size[1] - _FOOT

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        last = max(self.weeks[-1][0], 1)
        canvas = Canvas(look, self.size, far=last, margins=(36, 2))
        for place, colour in enumerate(STATES):
            self._area(canvas, place, colour)
        halves = [(self._bottom, self.scale[0]), ((self._bottom + _TOP) / 2, self.scale[1]), (_TOP, self.scale[2])]
        canvas.rules([{"x": 0, "x2": last, "y": y, "y2": y} for y, _label in halves], LINE, strokeWidth=0.6)
        canvas.words([{"x": 0, "y": y + 4, "t": label} for y, label in halves], "end", size=11.5, shift=-4)
        self._dates(canvas, last)
        return canvas.chart()

    def _area(self, canvas: "Canvas", place: int, colour: str) -> None:
        """One state as a band; the first lies at the bottom."""
        rows = []
        for day, counts in self._drawn_weeks():
            total = sum(counts) or 1
            below, above = sum(counts[:place]) / total, sum(counts[: place + 1]) / total
            rows.append({"x": day, "y": self._height_of(above), "y2": self._height_of(below)})
        canvas.areas(rows, colour)

    def _drawn_weeks(self) -> list[tuple[int, tuple[int, ...]]]:
        """A single week is drawn as wide as all would be."""
        weeks = list(self.weeks)
        return weeks if len(weeks) > 1 else [(0, weeks[0][1]), (max(weeks[0][0], 1), weeks[0][1])]

    def _height_of(self, share: float) -> float:
        return self._bottom - share * (self._bottom - _TOP)

    def _dates(self, canvas: "Canvas", last: int) -> None:
        canvas.rules([{"x": day, "x2": day, "y": self._bottom, "y2": self._bottom + 3} for day, _label in self.ticks], QUIET)
        for at in _SIDES:
            rows = [{"x": day, "y": self.size[1] - 2, "t": label} for day, label in self.ticks if _side(day, last) == at]
            canvas.words(rows, at, size=11.5)


def _side(day: int, last: int) -> "At":
    """Where a date stands to its mark, so that none is cut off."""
    return "start" if day < 0.15 * last else "end" if day > 0.85 * last else "middle"
