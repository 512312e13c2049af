"""Bars with their names and numbers written out: the funnel, and shares by channel and place."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.kernel.charts.design import CARD, INK, LINE, TALK, Look
from gatepost.kernel.charts.lettering import size_fitting

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import Canvas


@dataclass(frozen=True)
class _Lines:
    """Names above their bars where there is little room, else beside them."""

    row: int
    words_at: int
    bar: tuple[int, int]
    margins: tuple[int, int] = (0, 0)
    second: tuple[int, int] = (36, 44)


_NARROW = _Lines(row=40, words_at=13, bar=(18, 33))
_NARROW_OF_TWO = _Lines(row=70, words_at=13, bar=(18, 33))
_WIDE = _Lines(row=22, words_at=14, bar=(3, 18), margins=(170, 100))
_WIDE_FROM = 480


@dataclass(frozen=True)
class Bar:
    """One line: its name, its share of the whole width, its number in words; the same of a group beside all."""

    label: str
    share: float
    number: str
    group_share: float | None = None
    group_number: str = ""


@dataclass(frozen=True)
class BarChart:
    title: str
    words: str
    bars: tuple[Bar, ...]
    width: int = 340

    @property
    def _lines(self) -> _Lines:
        if self.width >= _WIDE_FROM:
            return _WIDE
        return _NARROW_OF_TWO if any(bar.group_number for bar in self.bars) else _NARROW

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        lines = self._lines
        canvas = Canvas(look, (self.width, lines.row * len(self.bars)), margins=lines.margins)
        tops = [(place * lines.row, bar) for place, bar in enumerate(self.bars)]
        canvas.rects([_stretch(1, top, lines.bar) for top, _bar in tops], LINE, fillOpacity=0.45)
        canvas.rects([_stretch(bar.share, top, lines.bar) for top, bar in tops if bar.share], TALK)
        names = [{"x": 0, "y": top + lines.words_at, "t": bar.label} for top, bar in tops]
        numbers = [{"x": 1, "y": top + lines.words_at, "t": bar.number} for top, bar in tops]
        is_wide = lines is _WIDE
        size = self._letters(lines)
        canvas.words(names, "end" if is_wide else "start", size=size, colour=INK, shift=-6 if is_wide else 0)
        canvas.words(numbers, "start" if is_wide else "end", size=size, colour=INK, shift=6 if is_wide else 0)
        self._beside(canvas, tops)
        return canvas.chart()

    def _letters(self, lines: _Lines) -> float:
        """Their size, so that no name is cut off and none runs into its number."""
        if lines is _WIDE:
            return size_fitting((bar.label for bar in self.bars), lines.margins[0] - 8, 12)
        return size_fitting((f"{bar.label}   {bar.number}" for bar in self.bars), self.width, 12)

    def _beside(self, canvas: "Canvas", tops: "list[tuple[int, Bar]]") -> None:
        """The group: an outline beneath, and its number."""
        second = self._lines.second
        beside = [(top, bar) for top, bar in tops if bar.group_number]
        canvas.rects([_stretch(bar.group_share, top, second) for top, bar in beside if bar.group_share], CARD, stroke=INK)
        canvas.words([{"x": 1, "y": top + second[1] + 13, "t": bar.group_number} for top, bar in beside], "end", size=11)


def _stretch(share: float | None, top: int, bar: tuple[int, int]) -> dict[str, float]:
    return {"x": 0, "x2": share or 0, "y": top + bar[0], "y2": top + bar[1]}
