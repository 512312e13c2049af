"""The few parts all our charts are made of, on one pair of scales: along from the start of a line to its end, down in units."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt  # noqa: TID253 -- this module is itself imported only where something is drawn

from gatepost.kernel.charts.design import CARD, QUIET, Look

Rows = Sequence[dict[str, Any]]
At = Literal["start", "middle", "end"]
Align = Literal["left", "center", "right"]
_ALIGN: dict[At, Align] = {"start": "left", "middle": "center", "end": "right"}
_RTL_ALIGN: dict[At, Align] = {"start": "right", "middle": "center", "end": "left"}


class Canvas:
    """Room of a size, with margins. Along runs from 0 to `far`, leftwards where the language does; down in units."""

    def __init__(self, look: Look, size: tuple[int, int], *, far: float = 1, margins: tuple[int, int] = (0, 0)) -> None:
        self.look, (self.width, self.height) = look, size
        start, end = margins[0], self.width - margins[1]
        pixels = [self.width - start, self.width - end] if look.rtl else [start, end]
        self._along = alt.Scale(domain=[0, far], range=pixels, nice=False, zero=False, clamp=False)
        self._down = alt.Scale(domain=[0, self.height], range=[0, self.height], nice=False, zero=False)
        self._layers: list[alt.Chart] = []

    def along(self, field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=self._along, axis=None)

    def down(self, field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=self._down, axis=None)

    def add(self, layer: alt.Chart) -> None:
        self._layers.append(layer)

    def rects(self, rows: Rows, colour: str, **mark: Any) -> None:
        """Rectangles from (x, y) to (x2, y2)."""
        if rows:
            chart = _of(rows).mark_rect(fill=colour, **mark)
            self.add(chart.encode(x=self.along("x"), x2=alt.X2("x2:Q"), y=self.down("y"), y2=alt.Y2("y2:Q")))

    def rules(self, rows: Rows, colour: str, **mark: Any) -> None:
        """Lines from (x, y) to (x2, y2)."""
        if rows:
            chart = _of(rows).mark_rule(stroke=colour, **mark)
            self.add(chart.encode(x=self.along("x"), x2=alt.X2("x2:Q"), y=self.down("y"), y2=alt.Y2("y2:Q")))

    def points(self, rows: Rows, look: tuple[str, str, str]) -> None:
        """Marks at (x, y), of a colour, a shape and a fill."""
        if rows:
            colour, shape, fill = look
            mark = _of(rows).mark_point(shape=shape, size=70, fill=fill, stroke=colour, strokeWidth=1.8, opacity=1)
            self.add(mark.encode(x=self.along("x"), y=self.down("y")))

    def areas(self, rows: Rows, colour: str) -> None:
        """A band between y and y2, set off from its neighbours by a thin line."""
        mark = _of(rows).mark_area(fill=colour, stroke=CARD, strokeWidth=0.6, line=False)
        self.add(mark.encode(x=self.along("x"), y=self.down("y"), y2=alt.Y2("y2:Q")))

    def words(self, rows: Rows, at: At = "start", *, size: float = 12, colour: str = QUIET, shift: float = 0) -> None:
        """Texts `t` that begin, stand or end at (x, y), as the language is read; `shift` moves them on, as it is read, too."""
        align: Align = _RTL_ALIGN[at] if self.look.rtl else _ALIGN[at]
        if rows:
            aside = -shift if self.look.rtl else shift
            chart = _of(rows).mark_text(align=align, baseline="alphabetic", fontSize=size, fill=colour, dx=aside)
            self.add(chart.encode(x=self.along("x"), y=self.down("y"), text=alt.Text("t:N")))

    def chart(self) -> alt.LayerChart:
        return alt.LayerChart(layer=self._layers).properties(
            width=self.width, height=self.height, padding=0, autosize=alt.AutoSizeParams(type="none")
        )


def _of(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))
