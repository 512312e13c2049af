"""One sheet, CSV or XLSX, as a header and numbered rows of text."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO, Any

from django.utils.translation import gettext as _

from gatepost.people.roster.decoding import MOST_COLUMNS, TOP_ROWS, HeaderAmong, Table, open_table
from gatepost.people.roster.package import Package
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.sheetcheck import MOST_ROWS, is_list_of_texts, may_be_read_as

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    IndexError,
    SyntaxError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    RecursionError,
)


@contextmanager
def open_sheet(
    package: Package,
    problems: Problems,
    *,
    keep_times: bool = False,
    header_among: HeaderAmong | None = None,
    most_columns: int = MOST_COLUMNS,
) -> Iterator[Table]:
    """The rows of the only sheet there is, or of the first one. `keep_times`: a date cell keeps its time of day.

    `header_among`: which of the first rows holds the names of the columns; without it, the first one does.
    """
    member = package.members[0]
    if package.shape == "csv":
        with open_table(member, problems, expect_comma=False, header_among=header_among, most_columns=most_columns) as table:
            yield _checked(table)
        return
    with member.open() as stream:
        try:
            book = _open_book(stream)
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(values_only=True, max_col=most_columns)
            top = list(islice(rows, TOP_ROWS if header_among else 1)) or [()]
            texts = [[_as_text(value, keep_times=keep_times) for value in row] for row in top]
            above = header_among(texts) if header_among else 0
            header = _trimmed(texts[above])
        except _DAMAGED:
            raise RefusedError(
                _("The sheet is damaged. Open it in your spreadsheet program, save it anew and upload it again.")
            ) from None
        except MemoryError:
            raise _too_large() from None
        rest = _rows(chain(top[above + 1 :], rows), len(header), above + 1, keep_times=keep_times)
        yield _checked(Table(member.name, header, rest, above=above))
        book.close()


def _open_book(stream: IO[bytes]) -> Any:
    """As openpyxl.load_workbook does, with a look in between: what it holds whole in memory must be what we took it for."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader, _find_workbook_part

    reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    texts, workbook = reader.package.find(SHARED_STRINGS), _find_workbook_part(reader.package).PartName[1:]
    links = get_dependents(reader.archive, get_rels_path(workbook))
    parts = [(workbook, "workbook"), *((link.target, link.Type) for link in links if link.target)]
    if (texts is not None and not is_list_of_texts(texts.PartName[1:])) or not all(may_be_read_as(*part) for part in parts):
        raise RefusedError(_("The parts of the sheet are not what they are said to be. We do not open it."))
    reader.read()
    return reader.wb


def _too_large() -> RefusedError:
    return RefusedError(_("The sheet takes more memory than this machine has for it. Split it and upload the parts one by one."))


def _checked(table: Table) -> Table:
    if len([cell for cell in table.header if cell]) < 2:
        raise RefusedError(
            _("“%(file)s” has no first row with the names of the columns. Add one and upload it again.") % {"file": table.file}
        )
    return table


def _rows(rows: Iterator[tuple[Any, ...]], width: int, number: int, *, keep_times: bool) -> Iterator[tuple[int, list[str]]]:
    """`number`: that of the header."""
    while True:
        number += 1
        try:
            values = next(rows, None)
        except _DAMAGED:
            raise RefusedError(
                _("The sheet is damaged at row %(row)d. Save it anew and upload it again.") % {"row": number}
            ) from None
        except MemoryError:
            raise _too_large() from None
        if values is None:
            return
        if number > MOST_ROWS:
            raise RefusedError(_("The sheet has more than %(n)s rows.") % {"n": f"{MOST_ROWS:,}"})
        row = [_as_text(value, keep_times=keep_times) for value in values[:width]]
        if any(row):
            yield number, row + [""] * (width - len(row))


def _as_text(value: Any, *, keep_times: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_midnight = not (value.hour or value.minute)
        return value.date().isoformat() if is_midnight or not keep_times else f"{value:%Y-%m-%d %H:%M}"
    return str(value)[:10_000]


def _trimmed(header: list[str]) -> list[str]:
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    return header
