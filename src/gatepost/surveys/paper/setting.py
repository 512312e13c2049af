"""A pile of sheets as PDF, and where every box lies on them: the body is set once, then put under each code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.utils import translation
from django.utils.formats import date_format

from gatepost.kernel.paper.typesetting import labelled, pages_of, typeset
from gatepost.kernel.text import clean_line
from gatepost.languages.tags import is_rtl, ui_language
from gatepost.surveys.models import Privacy, Survey
from gatepost.surveys.paper import family_texts as say
from gatepost.surveys.paper import measures
from gatepost.surveys.paper.questions import parts_for_paper, questions_of
from gatepost.surveys.promise import promise_of
from gatepost.surveys.wording import spoken

_HERE = Path(__file__).parent
_MEASURES = {
    "width": measures.PAGE_WIDTH, "height": measures.PAGE_HEIGHT, "box": measures.BOX, "mark": measures.MARK,
    "edge": measures.EDGE, "qr_left": measures.QR_LEFT, "qr_top": measures.QR_TOP, "qr_side": measures.QR_SIDE,
    "strip": measures.STRIP, "line": measures.LINE,
}  # fmt: skip


@dataclass(frozen=True)
class SheetPlan:
    """One sheet to print: its code, and for whom it is where it has a strip with the name."""

    code: str
    name: str = ""
    where: str = ""


@dataclass(frozen=True)
class Pile:
    pdf: bytes
    layout: dict[str, Any]


def set_pile(survey: Survey, *, sector: str, language: str, run_id: int, sheets: Sequence[SheetPlan]) -> Pile:
    """All sheets of one run. The run's number stands in each code, so that a scan finds the layout it was printed with."""
    has_strip = any(sheet.name for sheet in sheets)
    frame = _frame(survey, sector, language)
    data = {"measures": _MEASURES, "has_strip": has_strip, "frame": frame}
    body = typeset(data, _HERE / "body.typ")
    pages = pages_of(body)
    layout = _layout(labelled(data, _HERE / "body.typ", "place"), frame, pages=pages, has_strip=has_strip)
    with translation.override(ui_language(language) or "en"):
        frame["pages"] = [str(say.PAGE_OF) % {"page": number, "pages": pages} for number in range(1, pages + 1)]
    pile = {
        **data,
        "pages": pages,
        "body": list(body),
        "sheets": [_sheet(sheet, run_id, pages, number) for number, sheet in enumerate(sheets, start=1)],
    }
    return Pile(typeset(pile, _HERE / "sheet.typ"), layout)


def page_code(code: str, run_id: int, page: int) -> str:
    """What the QR code of a page says: whose sheet, which layout, which page. Short, so that its dots are large."""
    return f"{code}-{run_id}-{page}"


def _sheet(sheet: SheetPlan, run_id: int, pages: int, number: int) -> dict[str, Any]:
    codes = [_qr(page_code(sheet.code, run_id, page)) for page in range(1, pages + 1)]
    return {
        "code": sheet.code,
        "number": str(number),
        "codes": codes,
        "name": clean_line(sheet.name),
        "where": clean_line(sheet.where),
    }


def _qr(text: str) -> str:
    buffer = io.BytesIO()
    code = segno.make_qr(text, version=1, error="l", boost_error=True, mask=3)
    code.save(buffer, kind="svg", xmldecl=False, border=measures.QR_BORDER)
    return buffer.getvalue().decode()


def _frame(survey: Survey, sector: str, language: str) -> dict[str, Any]:
    """What is the same on every sheet, in the reader's language."""
    original = survey.languages[0] if survey.languages else ""
    with translation.override(ui_language(language) or "en"):
        is_anonymous = survey.privacy == Privacy.ANONYMOUS
        promise = promise_of(survey, sector)
        kept = " ".join(str(words) for words in (*promise.kept, *([say.COUNTED_ONCE] if is_anonymous else [])))
        day = date_format(survey.closes_on, "DATE_FORMAT") if survey.closes_on else ""
        return {
            "lang": language.split("-", maxsplit=1)[0].lower(),
            "rtl": is_rtl(language),
            "school": clean_line(survey.school.name),
            "title": clean_line(spoken(survey.title, language, original=original)),
            "intro": spoken(survey.intro, language, original=original),
            "promise": str(promise.headline),
            "kept": kept,
            "how_to": [str(words) for words in (say.HOW_TO, say.MENDING, say.MAY_SKIP)],
            "give_back": str(say.GIVE_BACK_BY) % {"day": day} if day else str(say.GIVE_BACK),
            "strip_words": str(say.STRIP_STAYS if survey.privacy == Privacy.NAMED else say.TEAR_OFF),
            "parts": parts_for_paper(survey, questions_of(survey, sector, language), language),
        }


def _layout(places: list[Any], frame: dict[str, Any], *, pages: int, has_strip: bool) -> dict[str, Any]:
    """{"pages", "has_strip", "items": {key: {"page", "kind", "row": [left, top, right, bottom], "boxes": [[value, x, y]]}}}"""
    items: dict[str, dict[str, Any]] = {}
    kinds = {item["key"]: item["kind"] for part in frame["parts"] for item in part["items"]}
    for place in places:
        key, at = place["item"], (round(place["x"], 3), round(place["y"], 3))
        if place["what"] == "row":
            right = measures.PAGE_WIDTH - measures.SIDE
            items[key] = {"page": place["page"], "kind": kinds[key], "row": [measures.SIDE, at[1], right, at[1]], "boxes": []}
        elif place["what"] == "box":
            items[key]["boxes"].append([place["value"], *at])
        elif place["what"] == "lines":
            items[key]["lines"] = at[1]
        elif place["what"] == "end":
            items[key]["row"][3] = at[1]
    return {"pages": pages, "has_strip": has_strip, "items": items}
