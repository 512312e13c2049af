"""Workbooks made to take memory: refused before openpyxl sees them, and without taking any ourselves."""

import io
import resource
import zipfile
from collections.abc import Callable

import pytest

from gatepost.people.models import RosterRun
from gatepost.people.roster import sheetcheck
from gatepost.people.roster.package import open_package
from gatepost.people.roster.ports import RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.sheet_file import open_sheet

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
MIB = 1024**2


def workbook(rows: list[list[object]] | None = None) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows or [["Date", "Child"], ["2026-01-05", "Amina Ali"]]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(parts: dict[str, Callable[[bytes], bytes]], *, packed: bool = True, added: dict[str, bytes] | None = None) -> bytes:
    """A workbook with some parts put in place of its own; not packed, so that the ratio alone does not give it away."""
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(out, "w", how) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, parts.get(entry.filename, bytes)(old.read(entry)))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def worksheet(rows: bytes, after: bytes = b"") -> Callable[[bytes], bytes]:
    return lambda _old: b'<worksheet xmlns="' + MAIN + b'"><sheetData>' + rows + b"</sheetData>" + after + b"</worksheet>"


def read(data: bytes) -> list[list[str]]:
    with open_sheet(open_package("list.xlsx", io.BytesIO(data)), Problems(RosterRun())) as table:
        return [table.header, *(row for _number, row in table.rows)]


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        read(data)
    return refused.value.message.split(".", maxsplit=1)[0]


TOO_MUCH = "The sheet would take far more memory than a list needs: a row with far too many cells, or too much beside the rows"
WIDE = b"<row>" + b"<c/>" * 450_000 + b"</row>"


def test_a_row_of_millions_of_empty_cells_is_refused_and_takes_no_memory() -> None:
    bomb = changed({SHEET: worksheet(b"<row>" + b"<c/>" * (49 * MIB // 4) + b"</row>")})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusedError, match="unpacks to a suspicious size"):
        read(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: worksheet(WIDE)},
        {SHEET: worksheet(b"<row><c/></row>", b"<mergeCells>" + b"<mergeCell/>" * 450_000 + b"</mergeCells>")},
        {SHEET: worksheet(b"<row>" + b"<c/>" * 210_000 + b"<row></row>" + b"<c/>" * 210_000 + b"</row>")},
        {SHEET: worksheet(b'<x:row xmlns:x="else"/>' * 450_000)},
        {SHEET: worksheet(b"<row " + b" ".join(b'a%d=""' % n for n in range(20)) + b"/>")},
        {SHEET: worksheet(b'<row><c t="inlineStr"><is><t>' + b"y" * (17 * MIB) + b"</t></is></c></row>")},
        {SHEET: worksheet((b"<row/>" + b" " * 1000) * 17_000)},
        {SHEET: worksheet(b"<row><!--" + b"y" * (17 * MIB) + b"--></row>")},
        {SHEET: lambda _old: worksheet(WIDE)(b"").decode().encode("utf-16")},
        {"xl/styles.xml": lambda _old: b'<styleSheet xmlns="' + MAIN + b'">' + b"<xf/>" * 160_000 + b"</styleSheet>"},
    ],
    ids=["wide", "merged", "nested", "other-row", "attributes", "long", "between", "comment", "utf-16", "styles"],
)
def test_what_openpyxl_would_keep_at_once_is_limited(parts: dict[str, Callable[[bytes], bytes]]) -> None:
    assert refusal(changed(parts, packed=False)) == TOO_MUCH


def test_shared_texts_are_counted_and_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = b'<sst xmlns="' + MAIN + b'">' + b"<si><t>a</t></si>" * 20 + b"</sst>"
    bomb = changed({}, added={TEXTS: texts})
    assert read(bomb)[0] == ["Date", "Child"]
    monkeypatch.setattr(sheetcheck, "_TEXT_LIST", sheetcheck._Kind(sheetcheck._TEXT_LIST.item, depth=2, most_items=19))
    assert refusal(bomb) == TOO_MUCH
    monkeypatch.setattr(
        sheetcheck, "_TEXT_LIST", sheetcheck._Kind(sheetcheck._TEXT_LIST.item, depth=2, most_items=20, most_bytes=100)
    )
    assert refusal(bomb) == TOO_MUCH


def test_rows_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheetcheck, "_SHEET", sheetcheck._Kind(sheetcheck._SHEET.item, depth=3, most_items=10))
    assert refusal(changed({SHEET: worksheet(b"<row/>" * 11)})) == "The sheet has more than 500,000 rows"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", b"relationships/worksheet", b"relationships/chartsheet"),
        ("[Content_Types].xml", b"/xl/workbook.xml", b"/xl/worksheets/sheet1.xml"),
        ("[Content_Types].xml", b"spreadsheetml.worksheet+xml", b"spreadsheetml.sharedStrings+xml"),
    ],
)
def test_a_part_that_is_said_to_be_another_is_not_opened(part: str, old: bytes, new: bytes) -> None:
    def swapped(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    bomb = changed({part: swapped})
    with pytest.raises(RefusedError):
        read(bomb)


def test_more_cells_than_so_small_a_file_can_hold_are_refused() -> None:
    rows = (b"<row>" + b"<c/>" * 300 + b"</row>") * 9_000
    noise = b"".join(
        b"<!--%x-->" % (pow(3, number, 2**61)) for number in range(25_000)
    )  # so that it packs no better than a real sheet
    bomb = changed({SHEET: worksheet(rows, noise)})
    assert len(bomb) < 512 * 1024
    assert refusal(bomb) == TOO_MUCH


def test_a_workbook_with_declarations_is_not_opened() -> None:
    declared = changed({SHEET: lambda content: b'<!DOCTYPE a [<!ENTITY x "y">]>' + content})
    assert refusal(declared) == "The sheet declares things of its own, as no spreadsheet program does"


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_what_still_runs_out_ends_in_a_sentence(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def runs_out(*_given: object) -> None:
        raise error

    monkeypatch.setattr("gatepost.people.roster.sheet_file._open_book", runs_out)
    assert refusal(workbook()).startswith("The sheet ")


def test_an_ordinary_sheet_formatted_to_its_last_column_is_read() -> None:
    wide = worksheet(
        b'<row r="1">' + b'<c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>Child</t></is></c>' + b'<c s="0"/>' * 16_382
        + b"</row><row><c><v>1</v></c></row>"
    )  # fmt: skip
    assert read(changed({SHEET: wide})) == [["Date", "Child"], ["1", ""]]
