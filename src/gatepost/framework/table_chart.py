"""The picture of the table of types by sectors: under each type one line for each sector, told apart by shape and by colour."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.framework import family_texts as say
from gatepost.framework.table import DASH, Cell, TypesBySector, as_words
from gatepost.framework.types import Sector
from gatepost.kernel.charts.design import CARD, INK, LINE, QUIET, TALK, TOLD, Look
from gatepost.kernel.charts.lettering import size_fitting, width_of

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import At, Canvas

# Colour, shape, fill: a full disc, an open square, a full diamond, an open triangle.
MARKS: dict[str, tuple[str, str, str]] = {
    Sector.FAMILIES: (TALK, "circle", TALK),
    Sector.TEACHERS: (INK, "square", TOLD),
    Sector.DIRECTORS: (INK, "diamond", INK),
    Sector.STUDENTS: (QUIET, "triangle-up", CARD),
}
_KEY_ROW, _LINE, _NAME, _GAP, _FOOT = 19, 17, 19, 9, 18
_NUMBERS, _START, _BESIDE = 74, 8, 205
_WIDE_FROM = 480
_SIZE = 12.0


@dataclass(frozen=True)
class TypesChart:
    """`groups`: each type's name with the cell of each sector, in the order of `sectors`."""

    title: str
    words: str
    sectors: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    written: tuple[tuple[str, ...], ...]
    width: int = 340

    @property
    def _is_wide(self) -> bool:
        return self.width >= _WIDE_FROM

    @property
    def _step(self) -> int:
        """From one type to the next."""
        return (0 if self._is_wide else _NAME) + _LINE * len(self.sectors) + _GAP

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        key = self._key()
        top = _KEY_ROW * (1 + max(row for row, _x in key)) + _GAP
        height = top + self._step * len(self.groups) + _FOOT
        start = _BESIDE if self._is_wide else _START
        canvas = Canvas(look, (self.width, height), margins=(start, _NUMBERS))
        self._scale(canvas, top, height)
        for place, (name, cells) in enumerate(self.groups):
            self._group(canvas, top + place * self._step, name, cells, self.written[place])
        self._draw_key(canvas, key, start)
        return canvas.chart()

    def _scale(self, canvas: "Canvas", top: int, height: int) -> None:
        bottom = height - _FOOT
        canvas.rules([{"x": x, "x2": x, "y": top, "y2": bottom} for x in (0, 0.25, 0.5, 0.75, 1)], LINE)
        places: tuple[tuple[float, At], ...] = ((0, "start"), (0.5, "middle"), (1, "middle"))
        for x, at in places:
            words = str(say.SHARE).format(share=round(100 * x))
            canvas.words([{"x": x, "y": height - 4, "t": words}], at, size=11)

    def _group(self, canvas: "Canvas", top: int, name: str, cells: tuple[Cell | None, ...], numbers: tuple[str, ...]) -> None:
        first = top + (0 if self._is_wide else _NAME)
        middles = [first + _LINE * place + _LINE // 2 for place in range(len(cells))]
        if self._is_wide:
            middle = sum(middles) / len(middles) + 4
            size = size_fitting([name], _BESIDE - 16, _SIZE)
            canvas.words([{"x": 0, "y": middle, "t": name}], "end", size=size, colour=INK, shift=-12)
        else:
            size = size_fitting([name], self.width - _START, _SIZE)
            canvas.words([{"x": 0, "y": top + 13, "t": name}], "start", size=size, colour=INK, shift=-_START)
        for sector, cell, middle, number in zip(self.sectors, cells, middles, numbers, strict=True):
            if cell is not None:
                x = cell.number / cell.base if cell.base else 0
                canvas.rules([{"x": 0, "x2": x, "y": middle, "y2": middle}], QUIET, strokeWidth=1)
                canvas.points([{"x": x, "y": middle}], MARKS[sector])
            shown = DASH if cell is None else number
            canvas.words([{"x": 1, "y": middle + 4, "t": shown}], "start", size=11, colour=INK, shift=12)

    def _key(self) -> list[tuple[int, float]]:
        """Where each sector stands in the key: its row, and how far along in units; as many in a row as fit."""
        placed: list[tuple[int, float]] = []
        row, along = 0, 0.0
        for name in self.names:
            needed = 34 + width_of(name, _SIZE)
            if along and along + needed > self.width:
                row, along = row + 1, 0.0
            placed.append((row, along))
            along += needed
        return placed

    def _draw_key(self, canvas: "Canvas", key: list[tuple[int, float]], start: int) -> None:
        room = self.width - start - _NUMBERS
        for sector, name, (row, along) in zip(self.sectors, self.names, key, strict=True):
            x, y = (along + 8 - start) / room, row * _KEY_ROW + 9
            canvas.points([{"x": x, "y": y}], MARKS[sector])
            canvas.words([{"x": x, "y": y + 4, "t": name}], "start", size=_SIZE, colour=INK, shift=11)


def chart_of(table: TypesBySector, *, width: int = 340) -> TypesChart:
    """In the language that is active."""
    return TypesChart(
        title=table.title,
        words=table.spoken,
        sectors=table.sectors,
        names=tuple(str(table.names.sectors[sector]) for sector in table.sectors),
        groups=tuple((str(table.names.types[kind]), tuple(cells)) for kind, cells in table.rows),
        written=tuple(tuple(map(as_words, cells)) for _kind, cells in table.rows),
        width=width,
    )
