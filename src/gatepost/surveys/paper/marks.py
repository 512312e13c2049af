"""What one page of a sheet says: every box empty, crossed, filled or unclear, every place for words written on or not."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gatepost.surveys.paper import measures
from gatepost.surveys.paper.geometry import Point, Projection, fourth_of, projection, similarity
from gatepost.surveys.paper.raster import Raster

EMPTY, CROSSED, FILLED, UNSURE = "empty", "crossed", "filled", "unsure"
_INSET = 0.7  # of a box's edge, in millimetres: the printed line and what a scan is off by
_DOTS = 13  # in each direction of a box
_CROSS, _STRAY, _THICK, _FULL = 0.07, 0.03, 0.62, 0.82  # shares of a box that is dark
_PALE = 0.10  # share of it that is at least grey
_INK_DOTS = 14  # on the lines for words: fewer are dust
_PICTURE_DOTS = 4.0
_REACH = 8.0  # how far from where the code lets us expect it a corner mark may lie


@dataclass
class Reading:
    """Item key → value or values; and what a person has to look at."""

    marks: dict[str, Any] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A page whose place in the picture is known."""

    raster: Raster
    place: Projection
    black: int


def found_page(raster: Raster, corners: Sequence[Point], *, has_strip: bool) -> Page | None:
    """`corners`: those of the code in the picture. None where fewer than three of the black squares are to be seen."""
    known = list(zip(measures.qr_corners(), corners, strict=True))
    marks: list[Point | None] = []
    wanted = measures.corner_marks(has_strip=has_strip)
    for x, y in wanted:
        # Every mark found makes the next, farther one easier to find.
        fit = similarity(known)
        middle = raster.square_near(fit(x, y), side=measures.MARK * fit.scale, reach=_REACH * fit.scale)
        marks.append(middle)
        if middle is not None:
            known.append(((x, y), middle))
    try:
        place = projection(list(zip(wanted, fourth_of(marks), strict=True)))
    except (ValueError, ZeroDivisionError):
        return None
    blacks = sorted(raster.at(*mark) for mark in marks if mark is not None)
    return Page(raster, place, blacks[len(blacks) // 2])


def read_page(page: Page, number: int, layout: Mapping[str, Any]) -> Reading:
    """All items of this page of the layout."""
    reading = Reading()
    for key, item in layout["items"].items():
        if item["page"] != number:
            continue
        white = _white_of(page, item["row"])
        if item["kind"] == "text":
            _read_words(page, key, item, white, reading)
        else:
            _read_boxes(page, key, item, white, reading)
    return reading


def _read_boxes(page: Page, key: str, item: Mapping[str, Any], white: int, reading: Reading) -> None:
    states = {value: _state(page, (x, y), white) for value, x, y in item["boxes"]}
    crossed = [value for value, state in states.items() if state == CROSSED]
    unsure = [value for value, state in states.items() if state == UNSURE]
    filled = [value for value, state in states.items() if state == FILLED]
    takes_several = item["kind"] == "checklist"
    if filled and not crossed:
        # Some fill a box instead of crossing it; with a cross elsewhere it was meant to be taken back.
        unsure += filled
    if unsure:
        _doubt(page, key, item, "faint", sorted(crossed + unsure), reading)
    elif len(crossed) > 1 and not takes_several:
        _doubt(page, key, item, "two", crossed, reading)
    elif crossed:
        reading.marks[key] = sorted(crossed) if takes_several else crossed[0]


def _state(page: Page, corner: Point, white: int) -> str:
    inner = measures.BOX - 2 * _INSET
    values = page.raster.grid(page.place, (corner[0] + _INSET, corner[1] + _INSET), (inner, inner), (_DOTS, _DOTS))
    span = max(white - page.black, 1)
    dark_below, pale_below = white - 0.35 * span, white - 0.16 * span
    dark = sum(value < dark_below for value in values) / len(values)
    pale = sum(value < pale_below for value in values) / len(values)
    if dark >= _FULL:
        return FILLED
    if dark >= _THICK:
        return UNSURE
    if dark >= _CROSS:
        return CROSSED
    return UNSURE if dark >= _STRAY or pale >= _PALE else EMPTY


def _read_words(page: Page, key: str, item: Mapping[str, Any], white: int, reading: Reading) -> None:
    left, _top, right, _bottom = item["row"]
    span = max(white - page.black, 1)
    ink = 0
    for line in range(3):
        corner = (left + 8.0, item["lines"] + line * measures.LINE + 1.5)
        values = page.raster.grid(page.place, corner, (right - left - 16.0, measures.LINE - 3.0), (380, 11))
        ink += sum(value < white - 0.35 * span for value in values)
    if ink >= _INK_DOTS:
        _doubt(page, key, item, "words", [], reading)


def _white_of(page: Page, row: Sequence[float]) -> int:
    """The paper around here: the brightest fifth of the row, so that a shadow at one edge does no harm."""
    left, top, right, bottom = row
    values = sorted(page.raster.grid(page.place, (left, top), (right - left, max(bottom - top, 1.0)), (50, 8)))
    return values[len(values) * 4 // 5]


def _doubt(page: Page, key: str, item: Mapping[str, Any], kind: str, seen: Sequence[int], reading: Reading) -> None:
    left, top, right, bottom = item["row"]
    size = right - left + 4.0, bottom - top + 4.0
    picture = page.raster.png(page.place, (left - 2.0, top - 2.0), size, dots=_PICTURE_DOTS)
    reading.doubts.append({"item": key, "kind": kind, "seen": list(seen), "picture": base64.b64encode(picture).decode("ascii")})
