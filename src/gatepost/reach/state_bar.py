"""One bar of the four states with their numbers in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.kernel.charts.design import CARD, STATES, Look

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True)
class StateBar:
    title: str
    words: str
    counts: tuple[int, int, int, int]
    size: tuple[int, int] = (480, 24)

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        canvas = Canvas(look, self.size, far=max(sum(self.counts), 1))
        begun = 0
        for count, colour in zip(self.counts, STATES, strict=True):
            if count:
                rows = [{"x": begun, "x2": begun + count, "y": 0, "y2": self.size[1]}]
                canvas.rects(rows, colour, stroke=CARD, strokeWidth=1)
            begun += count
        return canvas.chart()
