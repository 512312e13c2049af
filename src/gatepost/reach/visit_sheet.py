"""Rows as a sheet for the pay office: CSV or XLSX, in which no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from gatepost.kernel import sheets

Rows = Iterable[Sequence[str | int]]


def harmless(value: str | int) -> str | int:
    """A text that a spreadsheet program would take for a formula gets an apostrophe before it."""
    return sheets.harmless(value) if isinstance(value, str) else value


def as_csv(rows: Rows) -> bytes:
    """With the mark by which spreadsheet programs recognise UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows) -> bytes:
    """Texts are written as texts, numbers as numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, harmless(value))
            if isinstance(value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
