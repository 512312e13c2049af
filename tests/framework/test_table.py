"""The table of types by sectors: the published case exactly, halves to even, hidden cells, sheets and pictures in every language."""

import csv
import io
import zipfile
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from gatepost.framework import family_texts as say
from gatepost.framework.table import DASH, Cell, TypesBySector, share_of, types_by_sector
from gatepost.framework.table_chart import MARKS, chart_of
from gatepost.framework.table_sheets import as_csv, as_workbook, paper_of, rows_of
from gatepost.framework.types import InvolvementType, Sector
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import drawn
from gatepost.kernel.paper.report import Report, pdf_of

# As published: number of 24 schools, and the share as printed there.
PUBLISHED = {
    "parenting": ((6, 25), (12, 50), (11, 46)),
    "communicating": ((24, 100), (24, 100), (24, 100)),
    "volunteering": ((15, 62), (22, 92), (24, 100)),
    "learning-at-home": ((3, 12), (6, 25), (5, 21)),
    "decision-making": ((7, 29), (16, 67), (19, 79)),
    "community": ((12, 50), (19, 79), (22, 92)),
}
SECTORS = ("families", "teachers", "directors")


def published() -> TypesBySector:
    cells = {
        (kind, sector): Cell(number, 24)
        for kind, row in PUBLISHED.items()
        for sector, (number, _share) in zip(SECTORS, row, strict=True)
    }
    return types_by_sector("24 schools", cells)


def with_hidden() -> TypesBySector:
    """Teachers too few; of one type no family was asked; students asked, too."""
    cells = dict(published().cells)
    cells |= {(kind, "teachers"): None for kind in PUBLISHED}
    cells |= {(kind, "students"): Cell(17, 31) for kind in PUBLISHED}
    del cells["community", "families"]
    cells["parenting", "directors"] = Cell(1, 2)
    return types_by_sector('=1+1 "title" <b>', cells)


def test_the_published_table_comes_out_exactly() -> None:
    table = published()
    assert [kind for kind, _cells in table.rows] == list(PUBLISHED)
    assert {kind: tuple((cell.number, cell.share) for cell in cells if cell) for kind, cells in table.rows} == PUBLISHED
    assert table.written[2][1] == ["15 (62\u00a0%)", "22 (92\u00a0%)", "24 (100\u00a0%)"]
    assert table.notes == ["Out of: Families 24, Teachers 24, School leadership 24."]


def test_shares_are_exact_with_halves_to_even() -> None:
    for base in range(1, 241):
        for number in range(base + 1):
            assert share_of(number, base) == round(Fraction(100 * number, base))  # of fractions, round() is exact, halves to even
    assert (share_of(5, 8), share_of(1, 8), share_of(3, 8), share_of(0, 0)) == (62, 12, 38, 0)


def test_a_hidden_cell_is_a_dash_everywhere_and_its_number_nowhere() -> None:
    table = with_hidden()
    assert table.sectors == ("families", "teachers", "directors", "students")
    assert table.written[5][1] == [DASH, DASH, "22 (92\u00a0%)", "17 (55\u00a0%)"]
    assert rows_of(table)[6][1:7] == [DASH] * 6
    assert "Teachers not shown" in table.spoken
    assert table.notes == [
        "Out of: Families 24, School leadership 2 to 24, Students 31.",
        "A dash stands where too few were asked, so that nobody can be found out.",
    ]


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="so many of so many"):
        types_by_sector("", {("parenting", "families"): Cell(25, 24)})


def test_the_csv_says_number_base_and_share() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(rows_of(published())).decode("utf-8-sig"))))
    assert rows[0][:4] == ["Kind of working together", "Families: number", "Families: out of", "Families: share in %"]
    assert rows[3] == ["Families helping at school", "15", "24", "62", "22", "24", "92", "24", "24", "100"]
    assert len(rows) == 7


def test_the_workbook_holds_numbers_and_no_formula() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(as_workbook([("a/b" * 20, rows_of(published())), ("x", [["=1+1", 2]])])))
    assert book.sheetnames == ["a b" * 10 + "a", "x"]
    assert [cell.value for cell in book.worksheets[0][4]][1:4] == [15, 24, 62]
    assert (book["x"]["A1"].value, book["x"]["A1"].data_type, book["x"]["B1"].value) == ("'=1+1", "s", 2)


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_page_picture_and_paper_in_every_language(code: str) -> None:
    is_rtl = code in settings.LANGUAGES_BIDI
    with translation.override(code):
        table = with_hidden()
        html = render_to_string("framework/_table.html", {"table": table})
        chart = chart_of(table)
        on_page = drawn(chart, Look(rtl=is_rtl))
        on_paper = drawn(chart_of(table, width=600), Look(rtl=is_rtl, on_paper=True))
        pdf = pdf_of(Report(title=table.title, language=code, rtl=is_rtl, blocks=paper_of(table, on_paper)))
    assert "=1+1 &quot;title&quot; &lt;b&gt;" in html
    assert (html.count('scope="row"'), html.count('scope="col"'), html.count("<caption>")) == (6, 5, 1)
    root = ElementTree.fromstring(on_page)  # noqa: S314 -- our own drawing
    texts = [element.text for element in root.iter() if element.tag == "text"]
    assert (root.get("role"), root.find("desc") is not None) == ("img", True)
    assert sum(DASH in (text or "") for text in texts) == 7  # six of teachers, one of families
    assert "var(--" not in on_paper
    assert pdf.startswith(b"%PDF")


def test_each_sector_has_a_shape_of_its_own() -> None:
    assert set(MARKS) == set(Sector)
    assert len({shape for _colour, shape, _fill in MARKS.values()}) == len(Sector)


def test_each_type_and_sector_has_words() -> None:
    assert (set(say.TYPES), set(say.SECTORS)) == (set(InvolvementType), set(Sector))


def test_the_description_of_the_picture_fits_the_schema() -> None:
    chart_of(with_hidden()).describe(Look(rtl=True)).to_dict(validate=True)


def test_a_workbook_is_a_zip_without_links() -> None:
    names = zipfile.ZipFile(io.BytesIO(as_workbook([("x", [["https://example.org"]])]))).namelist()
    assert [name for name in names if "rels" in name and "sheet" in name] == []
