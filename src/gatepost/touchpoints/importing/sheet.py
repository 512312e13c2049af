"""One sheet as labelled columns and numbered rows, with a first look at what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from gatepost.kernel.sheets import could_be_formula
from gatepost.people.models import RosterRun
from gatepost.people.roster.decoding import Table
from gatepost.people.roster.package import open_package
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.sheet_file import open_sheet
from gatepost.people.roster.sheetcheck import MOST_ROWS
from gatepost.touchpoints.importing.dates import Evidence, evidence_of, looks_like_date
from gatepost.touchpoints.importing.fields import guess_columns

# A log of ten years has a few megabytes.
MOST_BYTES = 100 * 1024**2
MOST_REMARKS = 100
_WHO = frozenset({"child_id", "child_name", "child_given"})


class Remarks(Problems):
    """What is odd about the file as such, kept with the import; what is wrong with a row is kept with the row."""

    def __init__(self) -> None:
        super().__init__(RosterRun())
        self.found: list[dict[str, Any]] = []
        self._told: set[tuple[str, str]] = set()

    def add(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        if code != "row_long" and len(self.found) < MOST_REMARKS:
            self.found.append({"row": row, "code": code, "field": field, "value": value[:300]})

    def once(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        if (code, field) not in self._told:
            self._told.add((code, field))
            self.add(file, row, code, field=field, value=value)


@dataclass
class Line:
    """One row: its number in the file, its cells, and whether it has more of them than there are columns."""

    number: int
    cells: list[str]
    is_torn: bool = False


@dataclass
class Sheet:
    labels: list[str]
    has_header: bool
    lines: Iterator[Line]
    # The row that holds the names of the columns, as a spreadsheet numbers it.
    header_row: int = 1


@dataclass
class Look:
    """The first look: what the mapping page shows, and what all the dates together say about day and month."""

    labels: list[str]
    has_header: bool
    samples: list[list[str]] = field(default_factory=list)
    evidence: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    rows: int = 0
    header_row: int = 1

    def as_json(self) -> dict[str, Any]:
        return {
            "labels": self.labels,
            "has_header": self.has_header,
            "samples": self.samples,
            "evidence": self.evidence,
            "rows": self.rows,
            "header_row": self.header_row,
        }


@contextmanager
def open_log(name: str, stream: BinaryIO, remarks: Remarks, *, has_header: bool | None = None) -> Iterator[Sheet]:
    """`has_header` None: the first row is an entry where one of its cells is a date."""
    package = open_package(name, stream)
    if package.shape == "files":
        raise RefusedError(_("A call log is one sheet, CSV or XLSX, not a zip file. Unpack it and upload the sheet."))
    among = first_row_among if has_header is False else header_among
    with open_sheet(package, remarks, keep_times=True, header_among=among) as table:
        has_names = not any(map(looks_like_date, table.header)) if has_header is None else has_header
        labels = _labels(table.header, has_names=has_names)
        yield Sheet(labels, has_names, _lines(table, has_names=has_names), table.above + 1)


def first_row_among(rows: list[list[str]]) -> int:
    """The first row with two cells that say something; what stands above is a title or blank."""
    return next((place for place, row in enumerate(rows) if _filled(row) >= 2), 0)


def header_among(rows: list[list[str]]) -> int:
    """Of the first rows of a sheet the one whose cells are best known as names of columns, where they stand below a title.

    A row further down is taken only where it names a date and a child and is better than the first one. Nothing below the first
    entry is looked at, so that no entry is lost.
    """
    first = first_row_among(rows)
    best, most = first, len(guess_columns(rows[first])) if rows else 0
    for place, row in enumerate(rows):
        if _filled(row) >= 3 and any(map(looks_like_date, row)):
            break
        guess = guess_columns(row)
        if place > first and len(guess) > most and "date" in guess and _WHO & guess.keys():
            best, most = place, len(guess)
    return best


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def look_at(sheet: Sheet) -> Look:
    """Read every row once."""
    look = Look(sheet.labels, sheet.has_header, header_row=sheet.header_row)
    sums = [[0, 0, 0] for _label in sheet.labels]
    for line in sheet.lines:
        look.rows += 1
        if look.rows <= 3:
            look.samples.append([cell[:80] for cell in line.cells])
        for column, cell in zip(sums, line.cells, strict=False):
            if "0" <= cell[:1] <= "9" or not cell.isascii():
                for place, number in enumerate(evidence_of(cell)):
                    column[place] += number
    look.evidence = {
        label: (one, two, three) for label, (one, two, three) in zip(sheet.labels, sums, strict=True) if one or two or three
    }
    return look


def order_of(evidence: dict[str, Any], label: str | None) -> str:
    """Whether the dates of this column are written day first or month first, as far as they show it."""
    return Evidence(*evidence.get(label or "", (0, 0, 0))).order


def _as_written(cell: str) -> str:
    """Without the apostrophe of our own download."""
    return cell[1:] if cell[:1] == "'" and could_be_formula(cell[1:]) else cell


def _lines(table: Table, *, has_names: bool) -> Iterator[Line]:
    if not has_names:
        yield Line(table.above + 1, [_as_written(cell) for cell in table.header])
    for number, row in table.rows:
        if number > MOST_ROWS:
            raise RefusedError(_("The sheet has more than %(n)s rows.") % {"n": f"{MOST_ROWS:,}"})
        cells = [_as_written(cell.replace("\0", "")) for cell in row]
        if any(cell.strip() for cell in cells):
            yield Line(number, cells, table.is_torn)


def _labels(header: list[str], *, has_names: bool) -> list[str]:
    """A name of its own for every column."""
    labels: list[str] = []
    for place, cell in enumerate(header):
        label = cell.replace("\0", "")[:120] if has_names and cell else _("Column %(letter)s") % {"letter": _letter(place)}
        labels.append(label if label not in labels else f"{label} ({_letter(place)})")
    return labels


def _letter(place: int) -> str:
    """A, B, … Z, AA: as a spreadsheet calls it."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
