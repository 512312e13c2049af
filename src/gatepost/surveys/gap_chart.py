"""The six types, and on each a mark for every side with its interval: shapes and colours tell the sides apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.framework.types import Sector
from gatepost.kernel.charts.design import CARD, INK, LINE, LOST, QUIET, SKY, TALK, Look
from gatepost.kernel.charts.lettering import size_fitting

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import Canvas

_HEAD, _NAME, _LANE, _GAP = 20, 18, 13, 8
_AFTER = 46
# Colour, shape, fill.
MARKS: dict[str, tuple[str, str, str]] = {
    Sector.FAMILIES: (TALK, "circle", TALK),
    Sector.TEACHERS: (SKY, "square", SKY),
    Sector.DIRECTORS: (LOST, "diamond", CARD),
    Sector.STUDENTS: (INK, "triangle-up", CARD),
}


@dataclass(frozen=True)
class SideMark:
    sector: str
    share: float
    bounds: tuple[float, float] | None
    number: str


@dataclass(frozen=True)
class GapRow:
    label: str
    marks: tuple[SideMark, ...]


@dataclass(frozen=True)
class GapChart:
    """`scale`: what stands at nothing, half and all."""

    title: str
    words: str
    rows: tuple[GapRow, ...]
    scale: tuple[str, str, str]
    width: int = 340

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        tops = self._tops()
        height = tops[-1]
        canvas = Canvas(look, (self.width, height), margins=(7, _AFTER))
        lines = [{"x": share, "x2": share, "y": _HEAD - 4, "y2": height} for share in (0, 0.5, 1)]
        canvas.rules(lines, LINE, strokeWidth=1)
        canvas.words([{"x": 0, "y": 12, "t": self.scale[0]}], "start", size=11, shift=-5)
        canvas.words([{"x": 0.5, "y": 12, "t": self.scale[1]}], "middle", size=11)
        canvas.words([{"x": 1, "y": 12, "t": self.scale[2]}], "middle", size=11)
        names = [{"x": 0, "y": top + 12, "t": row.label} for top, row in zip(tops, self.rows, strict=False)]
        size = size_fitting((row.label for row in self.rows), self.width - _AFTER, 12)
        canvas.words(names, "start", size=size, colour=INK, shift=-5)
        for sector, mark in MARKS.items():
            self._side(canvas, tops, sector, mark)
        return canvas.chart()

    def _tops(self) -> list[int]:
        tops = [_HEAD]
        for row in self.rows:
            tops.append(tops[-1] + _NAME + _LANE * len(row.marks) + _GAP)
        return tops

    def _side(self, canvas: "Canvas", tops: Sequence[int], sector: str, mark: tuple[str, str, str]) -> None:
        placed = [
            (top + _NAME + _LANE * place + _LANE // 2, one)
            for top, row in zip(tops, self.rows, strict=False)
            for place, one in enumerate(row.marks)
            if one.sector == sector
        ]
        lines = [{"x": one.bounds[0], "x2": one.bounds[1], "y": y, "y2": y} for y, one in placed if one.bounds]
        canvas.rules(lines, mark[0], strokeWidth=1.8)
        canvas.points([{"x": one.share, "y": y} for y, one in placed], mark)
        canvas.words([{"x": 1, "y": y + 4, "t": one.number} for y, one in placed], "start", size=11, colour=QUIET, shift=8)
