"""A report of our own making says on paper what it was given, and never reads it as markup."""

import io

import pypdf
import pytest

from gatepost.kernel.paper.report import Report, bullets, facts, heading, new_page, paragraph, pdf_of, picture, table

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#888"/></svg>'


def words_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_every_kind_of_block_stands_in_order() -> None:
    blocks = [
        heading("Goals"),
        paragraph("Two of four are on the way."),
        facts([("Years", "2026 to 2028")]),
        bullets(["First", "Second"]),
        table(["Goal", "Now"], [["Reading", "78 %"]], widths=[3, 1], numbers=[1]),
        picture(SQUARE, "A square"),
        new_page(),
        paragraph("The end", quiet=True),
    ]
    pages = words_of(pdf_of(Report(title="Our plan", subtitle="Riverside", language="en", blocks=blocks, footer="No names.")))
    assert pages[0].startswith(
        "Our plan Riverside Goals Two of four are on the way. Years 2026 to 2028 • First • Second Goal Now"
    )
    assert pages[1] == "The end No names. 2 / 2"


def test_what_somebody_wrote_is_never_markup() -> None:
    wicked = '#panic("out") *bold* $x$ = heading @who <label> \\'
    page = words_of(pdf_of(Report(title=wicked, language="en", blocks=[paragraph(wicked), table([wicked], [[wicked]])])))[0]
    assert page.count('#panic("out") *bold* $x$ = heading @who <label> \\') == 4


def test_it_is_set_from_right_to_left() -> None:
    report = Report(
        title="خطة الشراكة", language="ar", rtl=True, blocks=[table(["نوع", "عدد"], [["تواصل", "3"]])], landscape=True
    )
    page = pypdf.PdfReader(io.BytesIO(pdf_of(report))).pages[0]
    assert page.mediabox.width > page.mediabox.height


def test_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells as its header"):
        table(["a", "b"], [["only one"]])
