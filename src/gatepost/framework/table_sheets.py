"""The table of types by sectors taken along: as CSV, as a sheet of a workbook, as blocks of a report on paper."""

import csv
import io
from collections.abc import Iterable, Sequence

from gatepost.framework import family_texts as say
from gatepost.framework.table import DASH, Cell, TypesBySector
from gatepost.kernel.paper import report
from gatepost.kernel.sheets import harmless

Value = str | int | float
Rows = Iterable[Sequence[Value]]


def rows_of(table: TypesBySector) -> list[list[Value]]:
    """One line for each type: its name, then number, base and share of each sector, as numbers; hidden ones as dashes."""
    head: list[Value] = [str(table.names.over_types)]
    for sector in table.sectors:
        head += [str(words).format(sector=table.names.sectors[sector]) for words in (say.NUMBER_OF, say.BASE_OF, say.SHARE_OF)]
    lines = [[str(table.names.types[kind]), *(value for cell in cells for value in _values(cell))] for kind, cells in table.rows]
    return [head, *lines]


def _values(cell: Cell | None) -> tuple[Value, ...]:
    return (DASH,) * 3 if cell is None else (cell.number, cell.base, cell.share)


def as_csv(rows: Rows) -> bytes:
    """With the mark by which spreadsheet programs recognise UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """Several sheets by name: texts are written as texts, numbers as numbers, the first row stays in sight."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(_sheet_name(name))
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 40
        for place, row in enumerate(rows):
            cells = [openpyxl.cell.WriteOnlyCell(sheet, _harmless(value)) for value in row]
            for cell, value in zip(cells, row, strict=True):
                if isinstance(value, str):
                    cell.data_type = "s"
                if place == 0:
                    cell.font = Font(bold=True)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def paper_of(table: TypesBySector, svg: str) -> list[report.Block]:
    """Title, table, notes and picture, for a report of any room."""
    rows = [[name, *cells] for name, cells in table.written]
    return [
        report.heading(table.title),
        report.table(table.head, rows, numbers=range(1, len(table.head))),
        *(report.paragraph(note, quiet=True) for note in table.notes),
        report.picture(svg, table.spoken),
    ]


def _harmless(value: Value) -> Value:
    return harmless(value) if isinstance(value, str) else value


def _sheet_name(name: str) -> str:
    """At most 31 signs, and none that a spreadsheet program forbids there."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31].strip() or "Sheet"
