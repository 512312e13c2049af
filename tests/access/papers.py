"""A survey on paper at Riverside: blank sheets, one entered twice, one scanned with a question open; one sheet at Hillside."""

import io
from typing import TYPE_CHECKING

from pypdf import PdfWriter

from gatepost.surveys.models import Doubt, ScannedPage, Sheet, SheetRun, Survey
from tests.access.canaries import mark
from tests.surveys.asked import NOW, make_asked

if TYPE_CHECKING:
    from tests.access.world import World


def print_papers(world: "World") -> None:
    survey = _survey(world, "riverside", "dov")
    run = _run(world, survey, "carla")
    said = {"marks": {"c1": 2}, "remarks": {"more": mark("paperriverside")}}
    again = {"marks": {"c1": 4}, "remarks": {}}
    world.things["paper-run"] = run
    world.things["paper-sheet"] = _sheet(run, 1)
    world.things["paper-conflict"] = _sheet(run, 2, state="conflict", entered=said, entered_again=again)
    scanned = _sheet(run, 3)
    page = ScannedPage.objects.create(sheet=scanned, number=1, marks={"c1": 3})
    world.things["paper-scanned"] = scanned
    world.things["paper-doubt"] = Doubt.objects.create(page=page, item_key="c2", kind="two", seen=[1, 2], picture=b"\x89PNG")
    elsewhere = _survey(world, "hillside", "pia")
    world.things["paper-hillside"] = elsewhere
    _sheet(_run(world, elsewhere, "pia"), 1)


def _survey(world: "World", school: str, by: str) -> Survey:
    survey = make_asked(
        world.schools[school], world.people[by], state="open", closed_at=None, title={"en": mark(f"asked{school}")}
    )
    world.things[f"paper-{school}"] = survey
    return survey


def _run(world: "World", survey: Survey, by: str) -> SheetRun:
    items = {key: {"page": 1, "kind": "frequency", "row": [18, 40, 192, 50], "boxes": []} for key in ("c1", "c2")}
    layout = {"pages": 1, "has_strip": False, "items": items}
    return SheetRun.objects.create(
        survey=survey, sector="families", language="en", sheets_count=3, pdf=_empty_page(), layout=layout,
        made_by=world.people[by], made_at=NOW,
    )  # fmt: skip


def _empty_page() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(file)
    return file.getvalue()


def _sheet(run: SheetRun, number: int, **fields: object) -> Sheet:
    return Sheet.objects.create(run=run, number=number, code_digest=f"{run.pk}-{number}", **fields)
