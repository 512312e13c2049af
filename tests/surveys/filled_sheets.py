"""Sheets filled in by hand and put through a copier: crosses drawn onto the printed pages, the paper turned, shrunk and dirty."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from gatepost.people.models import Person, School
from gatepost.surveys.commands.sheets import Wanted, print_sheets
from gatepost.surveys.models import FEWEST, Item, Part, Sheet, SheetRun, Survey
from gatepost.surveys.paper import measures
from gatepost.surveys.paper.keeping import told
from gatepost.surveys.paper.raster import Raster
from tests.surveys.asked import NOW, STEPS

CODE = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{8}\b")
_TEMPLATE = b"""
#let data = json(bytes(sys.inputs.at("data")))
#let pile = bytes(data.pile)
#set page(width: 210mm, height: 297mm, margin: 0mm)
#for one in data.pages { page(fill: luma(one.paper * 1%), {
  place(top + left, dx: one.dx * 1mm, dy: one.dy * 1mm, rotate(one.turned * 1deg, origin: center, scale(one.size * 1%, box(width: 210mm, height: 297mm, {
    place(top + left, image(pile, format: "pdf", page: one.number, width: 210mm))
    for stroke in one.strokes {
      place(top + left, line(start: (stroke.at(0) * 1mm, stroke.at(1) * 1mm), end: (stroke.at(2) * 1mm, stroke.at(3) * 1mm), stroke: stroke.at(4) * 1mm + luma(stroke.at(5) * 1%)))
    }
    for full in one.filled { place(top + left, dx: full.at(0) * 1mm, dy: full.at(1) * 1mm, rect(width: 4mm, height: 4mm, fill: luma(10%))) }
    if one.torn { place(top + left, dy: 272mm, rect(width: 210mm, height: 25mm, fill: white)) }
  }))))
  for dust in one.dust { place(top + left, dx: dust.at(0) * 1mm, dy: dust.at(1) * 1mm, circle(radius: 0.14mm, fill: luma(20%))) }
}) }
"""


@dataclass
class Filled:
    """What somebody drew on one sheet: item → crossed values; boxes filled to take them back; faint ones; words."""

    marks: Mapping[str, Any]
    taken_back: Mapping[str, int] = field(default_factory=dict)
    faint: Mapping[str, int] = field(default_factory=dict)
    written: Sequence[str] = ()


def make_paper_survey(school: School, by: Person, *, scales: int = 12, **fields: Any) -> Survey:
    """Open and anonymous unless said otherwise: scales s1…, a choice `way`, a checklist `ways`, own words `more`."""
    given = {
        "title": {"en": "How we work together"}, "intro": {"en": "What you say decides what we do next."}, "state": "open",
        "privacy": "anonymous", "sectors": ["families"], "languages": ["en", "ar", "zh-hans"], "opened_at": NOW, "created_at": NOW, "created_by": by,
    }  # fmt: skip
    survey = Survey.objects.create(school=school, **(given | fields))
    part = Part.objects.create(survey=survey, number=1, title={"en": "School and home"})
    keys = [(f"s{number}", "scale", STEPS) for number in range(1, scales + 1)]
    plans = [*keys, ("way", "choice", STEPS[:3]), ("ways", "checklist", STEPS[:4]), ("more", "text", [])]
    for number, (key, kind, options) in enumerate(plans, start=1):
        words = {"": {"en": f"How often does the school tell you something good about your child ({key})?"}}
        Item.objects.create(
            survey=survey, part=part, number=number, key=key, kind=kind, options=options, wordings=words, sectors=survey.sectors
        )
    return survey


def print_blank(survey: Survey, by: Person, number: int) -> SheetRun:
    """A pile that belongs to nobody, in English; at least ten, of which the first are used."""
    return print_sheets(survey, Wanted(sector="families", language="en", blank=max(number, FEWEST)), by=by)


def entered_of(sheet: Sheet) -> Any:
    """What was entered, opened."""
    return told(sheet.run.survey, sheet.entered)


def codes_of(run: SheetRun) -> list[str]:
    """The codes as printed, in the order of the pile."""
    document = pypdfium2.PdfDocument(bytes(run.pdf))
    step = _leaves(run)
    found = []
    for first in range(0, len(document), step):
        match = CODE.search(document[first].get_textpage().get_text_range())
        assert match is not None
        found.append(match[0])
    return found


def random_answers(draw: random.Random, survey: Survey) -> dict[str, Any]:
    """Some questions left out, as people do; at least one answered."""
    marks: dict[str, Any] = {"s1": draw.randint(1, 5)}
    for item in survey.items.exclude(kind="text").exclude(key="s1"):
        values = [option["value"] for option in item.options]
        if item.kind == "checklist":
            chosen = sorted(draw.sample(values, draw.randint(0, 3)))
            marks |= {item.key: chosen} if chosen else {}
        elif draw.random() > 0.1:
            marks[item.key] = draw.choice(values)
    return marks


def scanned(run: SheetRun, sheets: Sequence[tuple[int, Filled]], draw: random.Random, *, pages: Sequence[int] = ()) -> bytes:
    """A PDF of these sheets (number of the sheet, what is on it), every page lying a little differently, some upside down."""
    import typst

    shown = pages or range(1, run.layout["pages"] + 1)
    wanted = [_page(run, number, page, filled, draw) for number, filled in sheets for page in shown]
    data = json.dumps({"pile": list(bytes(run.pdf)), "pages": wanted})
    return bytes(typst.compile(_TEMPLATE, sys_inputs={"data": data}, pdf_tags=False))


def grainy(pdf: bytes, draw: random.Random, *, turned: bool = False) -> bytes:
    """The first page as a PNG of 120 dots to the inch in which no two points of the paper are quite alike."""
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=120 / 72, grayscale=True)
    values = bytes(bitmap.buffer)
    grain = draw.randbytes(len(values))
    noisy = bytes(max(0, min(255, value + grit % 41 - 25)) for value, grit in zip(values, grain, strict=True))
    raster = Raster(noisy[::-1] if turned else noisy, bitmap.width, bitmap.height, bitmap.stride)
    return raster.png(lambda x, y: (x, y), (0, 0), (bitmap.width, bitmap.height), dots=1)


def _leaves(run: SheetRun) -> int:
    return int(run.layout["pages"]) + int(run.layout["pages"]) % 2


def _page(run: SheetRun, number: int, page: int, filled: Filled, draw: random.Random) -> dict[str, Any]:
    items = {key: item for key, item in run.layout["items"].items() if item["page"] == page}
    strokes, full = [], []
    for key, item in items.items():
        places = {value: (x, y) for value, x, y in item["boxes"]}
        mark = filled.marks.get(key, [])
        for value in mark if isinstance(mark, list) else [mark]:
            strokes += _cross(places[value], draw, grey=draw.uniform(0, 30))
        if key in filled.taken_back:
            full.append(places[filled.taken_back[key]])
        if key in filled.faint:
            strokes += _cross(places[filled.faint[key]], draw, grey=74)
        if key in filled.written:
            strokes += [[30 + step, item["lines"] + 6, 31 + step, item["lines"] + 3, 0.4, 10] for step in range(0, 60, 2)]
    return {
        "number": (number - 1) * _leaves(run) + page,
        "strokes": strokes,
        "filled": full,
        "paper": draw.uniform(90, 100),
        "dx": draw.uniform(-2, 2),
        "dy": draw.uniform(-2, 2),
        "turned": draw.uniform(-1.5, 1.5) + draw.choice([0, 180]),
        "size": draw.uniform(95, 101),
        "torn": run.layout["has_strip"],
        "dust": [[draw.uniform(0, 210), draw.uniform(0, 297)] for _speck in range(12)],
    }


def _cross(box: Sequence[float], draw: random.Random, *, grey: float) -> list[list[float]]:
    """Two strokes, not quite straight and not quite within the box."""
    x, y, side, pen = box[0], box[1], measures.BOX, draw.uniform(0.3, 0.7)

    def off() -> float:
        return draw.uniform(-0.3, 0.6)

    return [
        [x + off(), y + off(), x + side - off(), y + side - off(), pen, grey],
        [x + side - off(), y + off(), x + off(), y + side - off(), pen, grey],
    ]
