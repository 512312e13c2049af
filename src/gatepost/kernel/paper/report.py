"""A report as PDF: headings, sentences, facts, tables, pictures, in any of our languages; the rooms bring the words.

pdf_of(Report(title="…", language="ar", rtl=True, blocks=[heading("…"), table(["…"], [["…"]])]))
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatepost.kernel.paper.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("report.typ")
Block = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What stands on it, from top to end. `footer` stands on every page, beside its number."""

    title: str
    language: str
    blocks: Sequence[Block]
    subtitle: str = ""
    footer: str = ""
    rtl: bool = False
    landscape: bool = False


def pdf_of(report: Report) -> bytes:
    """The PDF, with its structure for screen readers."""
    data = {
        "title": report.title,
        "subtitle": report.subtitle,
        "footer": report.footer,
        "lang": report.language.split("-", maxsplit=1)[0],
        "rtl": report.rtl,
        "landscape": report.landscape,
        "blocks": list(report.blocks),
    }
    return typeset(data, _TEMPLATE, tagged=True)


def heading(text: str, level: int = 2) -> Block:
    """Level 2 begins a part, level 3 a piece of it; the title is level 1."""
    return {"kind": "heading", "text": str(text), "level": level}


def paragraph(text: str, *, quiet: bool = False) -> Block:
    return {"kind": "paragraph", "text": str(text), "quiet": quiet}


def bullets(items: Sequence[str]) -> Block:
    return {"kind": "bullets", "items": [str(item) for item in items]}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names and what they are, in two columns."""
    return {"kind": "facts", "rows": [[str(name), str(value)] for name, value in rows]}


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float] | None = None, numbers: Collection[int] = ()
) -> Block:
    """`widths`: shares of the page's width, one for each column; `numbers`: columns set at the end of the line.

    Raises ValueError where a row has not as many cells as the header: it would shift all that follows.
    """
    cells = [[str(cell) for cell in row] for row in rows]
    if any(len(row) != len(header) for row in cells) or (widths is not None and len(widths) != len(header)):
        raise ValueError("every row of a table has as many cells as its header")
    return {
        "kind": "table",
        "header": [str(cell) for cell in header],
        "rows": cells,
        "widths": list(widths) if widths is not None else None,
        "numbers": sorted(numbers),
    }


def picture(svg: str, words: str) -> Block:
    """A drawn chart, and the words that say the same."""
    return {"kind": "picture", "svg": svg, "words": words}


def new_page() -> Block:
    return {"kind": "new_page"}
