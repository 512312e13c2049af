"""Shares with their intervals, one line for each group, beside the share of the whole: what could be chance is seen to be."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.kernel.charts.design import CARD, INK, LINE, LOST, QUIET, TALK, Look
from gatepost.kernel.charts.lettering import size_fitting

if TYPE_CHECKING:
    import altair as alt

    from gatepost.kernel.charts.parts import At, Canvas

_HEAD, _FOOT = 20, 18


@dataclass(frozen=True)
class _Lines:
    """Names above their lines where there is little room, else beside them."""

    row: int
    words_at: int
    line_at: int
    margins: tuple[int, int]


_NARROW = _Lines(row=34, words_at=14, line_at=24, margins=(6, 6))
_WIDE = _Lines(row=21, words_at=15, line_at=11, margins=(225, 135))
_WIDE_FROM = 480


@dataclass(frozen=True)
class Dot:
    """One group: its share between two bounds. `clear`: -1 clearly less than the others, 1 clearly more, 0 neither."""

    label: str
    share: float
    low: float
    high: float
    number: str
    clear: int = 0


@dataclass(frozen=True)
class DotChart:
    """`whole`: the share of all families, and its label; `scale`: what stands at nothing, half and all."""

    title: str
    words: str
    dots: tuple[Dot, ...]
    whole: tuple[float, str]
    scale: tuple[str, str, str]
    width: int = 340

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        lines = _WIDE if self.width >= _WIDE_FROM else _NARROW
        height = _HEAD + lines.row * len(self.dots) + _FOOT
        canvas = Canvas(look, (self.width, height), margins=lines.margins)
        self._scale(canvas, height)
        placed = [(_HEAD + place * lines.row, dot) for place, dot in enumerate(self.dots)]
        levels = [(top + lines.line_at, dot) for top, dot in placed]
        canvas.rules([{"x": dot.low, "x2": dot.high, "y": y, "y2": y} for y, dot in levels], INK, strokeWidth=1.6)
        for clear, marked in _MARKS.items():
            canvas.points([{"x": dot.share, "y": y} for y, dot in levels if dot.clear == clear], marked)
        out = 6 if lines is _WIDE else 0
        names = [{"x": 0, "y": top + lines.words_at, "t": dot.label} for top, dot in placed]
        numbers = [{"x": 1, "y": top + lines.words_at, "t": dot.number} for top, dot in placed]
        sizes = self._sizes(lines)
        canvas.words(names, "end" if out else "start", size=sizes[0], colour=INK, shift=-out)
        canvas.words(numbers, "start" if out else "end", size=sizes[1], shift=out)
        return canvas.chart()

    def _sizes(self, lines: _Lines) -> tuple[float, float]:
        """Of names and numbers, so that none is cut off and none runs into another."""
        if lines is _WIDE:
            before, after = lines.margins
            return size_fitting((dot.label for dot in self.dots), before - 8, 12), size_fitting(
                (dot.number for dot in self.dots), after - 8, 11
            )
        both = size_fitting((f"{dot.label}   {dot.number}" for dot in self.dots), self.width - 12, 12)
        return both, min(both, 11)

    def _scale(self, canvas: "Canvas", height: int) -> None:
        """Nothing, half and all, and the share of the whole."""
        bottom = height - _FOOT
        canvas.rules([{"x": x, "x2": x, "y": _HEAD, "y2": bottom} for x in (0, 0.5, 1)], LINE)
        share, label = self.whole
        canvas.rules([{"x": share, "x2": share, "y": _HEAD - 4, "y2": bottom}], QUIET, strokeDash=[3, 3])
        canvas.words([{"x": share, "y": _HEAD - 7, "t": label}], _side_of(share), size=11)
        for x, at, text in zip((0, 0.5, 1), _SCALE_AT, self.scale, strict=True):
            canvas.words([{"x": x, "y": height - 4, "t": text}], at, size=11)


def _side_of(share: float) -> "At":
    return "start" if share < 0.2 else "end" if share > 0.8 else "middle"


# A full square for less, a full disc for more, a ring where it may be chance: colour, shape, fill.
_SCALE_AT: "tuple[At, At, At]" = ("start", "middle", "end")
_MARKS: dict[int, tuple[str, str, str]] = {-1: (LOST, "square", LOST), 0: (INK, "circle", CARD), 1: (TALK, "circle", TALK)}
