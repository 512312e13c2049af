"""A file of scores as a header and numbered lines; a line that is cut or has too much in it is known as such."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from gatepost.people.models import RosterRun
from gatepost.people.roster.decoding import Table
from gatepost.people.roster.package import open_package
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.sheet_file import open_sheet

# A city's published survey of years ago: 1,800 schools, 1,900 columns, 12 MB.
MOST_BYTES = 40 * 1024**2
MOST_COLUMNS = 5_000
_WHOLE, _SHORT, _LONG, _BROKEN = "", "short", "long", "broken"
_FAULTS = {"row_short": _SHORT, "row_long": _LONG, "row_comma": _WHOLE}


class _Remarks(Problems):
    """Of each line the last oddity that was said of it; the encoding of the file."""

    def __init__(self) -> None:
        super().__init__(RosterRun())
        self.faults: dict[int, str] = {}
        self.encoding = ""

    def add(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        if code == "encoding":
            self.encoding = value
        if row is not None and code in _FAULTS:
            self.faults[row] = _FAULTS[code]

    def once(self, file: str, row: int | None, code: str, *, field: str = "", value: str = "") -> None:
        self.add(file, row, code, field=field, value=value)


@dataclass(frozen=True)
class Line:
    """`fault`: short (cells are missing at its end), long (it has too many), broken (it and all after it cannot be read)."""

    number: int
    cells: list[str]
    fault: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Sheet:
    header: list[str]
    lines: Iterator[Line]
    remarks: _Remarks

    @property
    def encoding(self) -> str:
        return self.remarks.encoding


@contextmanager
def open_scores(name: str, stream: BinaryIO) -> Iterator[Sheet]:
    """CSV, tabs or XLSX, in whatever encoding it was written."""
    remarks = _Remarks()
    package = open_package(name, stream)
    if package.shape == "files":
        raise RefusedError(_("This is a zip file. Unpack it and upload the one table in it, as CSV, TSV, TXT or XLSX."))
    with open_sheet(package, remarks, most_columns=MOST_COLUMNS) as table:
        yield Sheet(_distinct(table.header), _lines(table, remarks), remarks)


def _lines(table: Table, remarks: _Remarks) -> Iterator[Line]:
    number, rows = 1, table.rows
    while True:
        try:
            found = next(rows, None)
        except RefusedError as refusal:
            yield Line(number + 1, [], _BROKEN, str(refusal))
            return
        if found is None:
            return
        number, cells = found
        yield Line(number, cells, remarks.faults.pop(number, _WHOLE))


def _distinct(header: list[str]) -> list[str]:
    """Every column with a name of its own: blank ones get their number, a second one of the same name, too."""
    found: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = cell or _("column %(n)d") % {"n": place}
        found.append(name if name not in found else f"{name} ({place})")
    return found
