"""Who leaves the box together: groups of at least ten that are alike in what is kept of them. Pure; knows no database."""

from collections.abc import Callable, Mapping
from secrets import SystemRandom
from typing import NamedTuple, TypeVar

from gatepost.surveys.models import FEWEST

T = TypeVar("T")


class Cell(NamedTuple):
    """What is kept of a respondent; a blank is not kept."""

    sector: str
    language: str = ""
    grade: str = ""


Groups = dict[Cell, list[T]]


def some_of(cells: Mapping[Cell, list[T]]) -> "Groups[T]":
    """While a survey runs: whole tens of the full cells, drawn by lot, so that at least ten always stay behind.

    Who has just answered may be among them or not: a new answer outside says nothing about whose it is.
    """
    lot = SystemRandom()
    tens = {cell: len(rows) // FEWEST - 1 for cell, rows in cells.items()}
    return {cell: lot.sample(cells[cell], many * FEWEST) for cell, many in tens.items() if many > 0}


def all_of(cells: Mapping[Cell, list[T]]) -> "Groups[T]":
    """At closing: everything, small cells merged into coarser ones; a sector with fewer than ten in all is left out."""
    return {cell: rows for cell, rows in coarse_cells(cells).items() if len(rows) >= FEWEST}


def coarse_cells(cells: Mapping[Cell, list[T]]) -> "Groups[T]":
    """Small cells merged into coarser ones; a sector with fewer than ten in all is one cell without any marks."""
    groups = {cell: list(rows) for cell, rows in cells.items()}
    groups = _coarser(groups, lambda cell: cell._replace(grade=""))
    return _coarser(groups, lambda cell: Cell(cell.sector))


def _coarser(groups: "Groups[T]", blank: Callable[[Cell], Cell]) -> "Groups[T]":
    """Small cells become one with their like; where even these are too few, the smallest large one becomes coarse with them."""
    kept = {cell: rows for cell, rows in groups.items() if len(rows) >= FEWEST}
    small: Groups[T] = {}
    for cell, rows in sorted(groups.items()):
        if len(rows) < FEWEST:
            small.setdefault(blank(cell), []).extend(rows)
    for target, rows in small.items():
        rows.extend(kept.pop(target, []))
        large = [cell for cell in kept if blank(cell) == target]
        if len(rows) < FEWEST and large:
            rows.extend(kept.pop(min(large, key=lambda cell: (len(kept[cell]), cell))))
        kept[target] = rows
    return kept
