"""What a copy of the database tells of paper; piles without those who may not be asked; files that mean harm; ticking on purpose."""

import datetime as dt
import io
import random
import re
import zlib
from importlib import import_module
from typing import Any

import pypdfium2
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.surveys.commands import scanning
from gatepost.surveys.commands.entering import Answers, enter_sheet
from gatepost.surveys.commands.scanning import read_scan, receive_scan, receive_scans
from gatepost.surveys.commands.sending import close_survey
from gatepost.surveys.commands.sheets import Wanted, note_handed_in, print_sheets
from gatepost.surveys.models import Doubt, Invitation, Scan, ScannedPage, Sheet, SheetRun, SheetState
from gatepost.surveys.paper import limits
from gatepost.surveys.paper.keeping import keep, told
from gatepost.surveys.paper.problems import SENTENCES
from gatepost.surveys.queries.paper import ticked_of
from tests.reach.picturing import signed_in
from tests.support.cast import Cast, restrict
from tests.surveys.attacker import Dump
from tests.surveys.filled_sheets import Filled, entered_of, make_paper_survey, print_blank, scanned
from tests.surveys.sitting_down import invite, invite_parents

pytestmark = pytest.mark.django_db
SAID = "The lift is broken again."


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


def told_by(table: str) -> list[str]:
    """Every value of every column of a table as it lies in the database, bytes as they are."""
    rows = Dump.take().tables[table]
    return [
        bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
        for row in rows
        for value in row.values()
    ]


@pytest.mark.parametrize("privacy", ["anonymous", "confidential"])
def test_a_dump_tells_nothing_of_what_stands_on_an_anonymous_sheet(cast: Cast, privacy: str) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy=privacy)
    invite_parents(survey, cast.section, 1, language="en", grade="4")
    run = print_sheets(
        survey,
        Wanted(sector="families", language="en", section_name="4B" if privacy == "anonymous" else "", blank=10),
        by=cast.carla,
    )
    sheet = run.sheets.get(number=1)
    for value in (1, 2):
        enter_sheet(sheet, Answers({"s1": value, "s2": 5}, {"more": SAID}), by=cast.carla)
    sheet.refresh_from_db()
    found = [value for value in told_by("surveys_sheet") if '"s1"' in value or SAID in value]
    marks = (run.section_name, sheet.entered_by, sheet.entered_on, found)
    if privacy == "anonymous":
        assert marks == ("", None, None, [])
    else:
        assert (sheet.entered_by, len(found)) == (cast.carla, 2)  # so the dump is read as it should be
    assert entered_of(sheet) == {"marks": {"s1": 1, "s2": 5}, "remarks": {"more": SAID}}


@pytest.mark.parametrize("privacy", ["anonymous", "confidential"])
def test_a_dump_tells_nothing_of_a_scan_its_marks_and_its_pictures(cast: Cast, privacy: str) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy=privacy)
    invite_parents(survey, cast.section, 1, language="en", grade="4")
    run = print_sheets(survey, Wanted(sector="families", language="en", blank=10), by=cast.carla)
    data = scanned(run, [(1, Filled({"s1": 4, "s2": [1, 3]}))], random.Random(3), pages=[1])
    scan = receive_scan(survey, "pile.pdf", data, by=cast.carla)
    found = ["%PDF" in "".join(told_by("surveys_scan"))]
    read_scan(scan.pk)
    found += ['"s1"' in "".join(told_by("surveys_scannedpage")), "\x89PNG" in "".join(told_by("surveys_doubt"))]
    found.append("[1, 3]" in "".join(told_by("surveys_doubt")))
    assert found == [privacy == "confidential"] * 4
    assert told(survey, ScannedPage.objects.get().marks) == {"s1": 4}
    assert told(survey, Doubt.objects.get().seen) == [1, 3]


def test_sheets_of_ten_answers_and_of_none_but_a_cross_take_the_same_room(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    sizes = {len(str(keep(survey, {"marks": {f"s{n}": 1 for n in range(number)}, "remarks": {}}))) for number in (1, 60)}
    assert len(sizes) == 1


def test_a_pile_in_which_a_sheet_would_stand_out_is_not_printed(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    with pytest.raises(BadInputError, match="at least 10 sheets"):
        print_sheets(survey, Wanted(sector="families", language="en", blank=9), by=cast.carla)
    invite_parents(survey, cast.section, 9, language="ar", grade="4")
    in_arabic = Wanted(sector="families", language="ar", blank=10)
    with pytest.raises(NotReadyError, match="Print them in English together with the others"):
        print_sheets(survey, in_arabic, by=cast.carla)
    invite_parents(survey, cast.section, 1, language="ar", grade="5")
    assert print_sheets(survey, in_arabic, by=cast.carla).language == "ar"


def test_the_leadership_whose_answers_are_not_hidden_gets_as_many_sheets_as_it_needs(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, sectors=["directors"])
    assert print_sheets(survey, Wanted(sector="directors", language="en", blank=1), by=cast.carla).sheets_count == 1


def pile_of(client: Client, run: SheetRun) -> tuple[int, int, str]:
    """Status, number of sides, all words of what is downloaded."""
    answer = client.get(f"/surveys/{run.survey_id}/sheets/{run.pk}/")
    if answer.status_code != 200:
        return answer.status_code, 0, answer.content.decode()
    document = pypdfium2.PdfDocument(answer.content)
    return 200, len(document), " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_pile_leaves_out_who_was_barred_has_answered_or_declined_since_it_was_printed(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy="confidential", scales=3)
    people = invite_parents(survey, cast.section, 4, language="en", grade="4")
    run = print_sheets(survey, Wanted(sector="families", language="en"), by=cast.carla)
    client = signed_in(cast.carla)
    whole = pile_of(client, run)
    assert [f"Parent en{n}" in whole[2] for n in range(4)] == [True] * 4
    restrict(people[0].person, people[0].families.get().student, by=cast.dov)
    Invitation.objects.filter(pk=people[1].pk).update(answered_on="2026-11-20")
    Invitation.objects.filter(pk=people[2].pk).update(declined_on="2026-11-20")
    status, sides, words = pile_of(client, run)
    assert (status, sides) == (200, whole[1] // 4)
    assert [f"Parent en{n}" in words for n in range(4)] == [False, False, False, True]
    restrict(people[3].person, people[3].families.get().student, by=cast.dov)
    status, _sides, words = pile_of(client, run)
    assert (status, "print anew" in words, "Parent en" in words) == (409, True, False)


def test_at_closing_the_piles_are_emptied(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    run = print_blank(survey, cast.carla, 10)
    close_survey(survey, by=cast.dov)
    run.refresh_from_db()
    assert (bytes(run.pdf), pile_of(signed_in(cast.carla), run)[0]) == (b"", 409)


def heavy_beside(good: bytes, segments: int) -> bytes:
    """A file of three pages: one good, two that share a stream of very many lines."""
    lines = b"0 0 m " + b"".join(b"%d %d l " % (n * 37 % 600, n * 91 % 840) for n in range(segments)) + b"S"
    packed = zlib.compress(lines, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents 5 0 R>>"] * 2,
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream",
    ]  # fmt: skip
    raw = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, start=1))
    document = pypdfium2.PdfDocument(raw + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF")
    document.import_pages(pypdfium2.PdfDocument(good), [0], index=1)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_page_that_takes_too_long_is_given_up_and_the_others_are_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGE_SECONDS", 2.0)
    survey = make_paper_survey(cast.school, cast.dov)
    run = print_blank(survey, cast.carla, 10)
    good = scanned(run, [(1, Filled({"s1": 4}))], random.Random(3), pages=[1])
    scan = read_scan(receive_scan(survey, "pile.pdf", heavy_beside(good, 1_500_000), by=cast.carla).pk)
    assert scan is not None
    slow = str(SENTENCES["slow"])
    assert [(one["page"], one["sentence"]) for one in scan.problems] == [(1, slow), (3, slow)]
    assert (scan.state, scan.pages_seen, scan.pages_read) == ("read", 3, 1)


def test_scans_have_a_queue_of_their_own_and_few_of_a_school_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    queues = []
    monkeypatch.setattr(scanning, "defer", lambda name, *, queue, **_ids: queues.append(queue))
    survey = make_paper_survey(cast.school, cast.dov)
    receive_scans(survey, [("pile.pdf", b"%PDF-1.7")] * 9, by=cast.carla)
    with pytest.raises(NotReadyError, match="10 scans of your school wait"):
        receive_scans(survey, [("pile.pdf", b"%PDF-1.7")] * 2, by=cast.carla)
    assert (Scan.objects.count(), set(queues)) == (9, {"scans"})
    files = [SimpleUploadedFile(f"{place}.pdf", b"%PDF-1.7") for place in range(2)]
    answer = signed_in(cast.carla).post(f"/surveys/{survey.pk}/scan/bring-in/", {"files": files})
    assert (answer.status_code, Scan.objects.count()) == (409, 9)
    Scan.objects.update(made_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    receive_scan(survey, "pile.pdf", b"%PDF-1.7", by=cast.carla)


def test_ticking_is_confirmed_with_the_names_before_anything_is_noted(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    amina = invite(survey, cast.amina, section_name="4B")
    other = invite_parents(survey, cast.section, 1, language="en", grade="4")[0]
    Invitation.objects.filter(pk=other.pk).update(section_name="4B")
    client, at = signed_in(cast.carla), f"/surveys/{survey.pk}/handed-in/"
    ticked = {"sector": "families", "section_name": "4B", "invitation": [amina.pk]}
    asked = client.post(at, ticked).content.decode()
    assert "This person is then not asked any more." in asked
    assert re.findall(r'name="invitation" value="(\d+)"', asked) == [str(amina.pk)]
    assert (other.person.full_name in asked, Invitation.objects.exclude(answered_on=None).count()) == (False, 0)
    assert client.post(at, {**ticked, "sure": "yes"}).status_code == 302
    assert list(Invitation.objects.exclude(answered_on=None)) == [amina]
    noted = Event.objects.get(action="surveys.note_handed_in")
    assert (noted.by_person_id, noted.details) == (cast.carla.pk, {"sheets": 1, "invitations": [amina.pk]})
    page = client.get(at, {"sector": "families", "section_name": "4B"}).content.decode()
    assert (ticked_of(survey), "<dd>1 person</dd><dt>Sheets counted</dt><dd>0</dd>" in page) == (1, True)


def test_nobody_is_ticked_after_the_last_day(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, closes_on=dt.date(2026, 1, 1))
    amina = invite(survey, cast.amina)
    with pytest.raises(ConflictError, match="closed"):
        note_handed_in(survey, [amina.pk], sector="families", section_name="", by=cast.carla)
    assert Sheet.objects.filter(state=SheetState.COUNTED).count() == 0
    assert Invitation.objects.exclude(answered_on=None).count() == 0


def test_what_lay_open_before_is_sealed_when_the_database_is_brought_up_to_date(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    run = print_blank(survey, cast.carla, 10)
    SheetRun.objects.update(section_name="4B")
    said = {"marks": {"s1": 2}, "remarks": {"more": SAID}}
    run.sheets.filter(number=1).update(state="entered", entered=said, entered_by=cast.carla, entered_on="2026-11-20")
    page = ScannedPage.objects.create(sheet=run.sheets.get(number=2), number=1, marks={"s1": 3})
    Doubt.objects.create(page=page, item_key="s2", kind="two", seen=[1, 3], picture=b"\x89PNG")
    seal_paper = import_module("gatepost.surveys.migrations.0009_paper_sealed").seal_paper
    for _time in range(2):
        seal_paper(apps, None)
    lying = "".join(told_by("surveys_sheet") + told_by("surveys_scannedpage") + told_by("surveys_doubt"))
    assert [word for word in ('"s1"', SAID, "[1, 3]", "\x89PNG") if word in lying] == []
    sheet = run.sheets.get(number=1)
    assert (entered_of(sheet), sheet.entered_by, sheet.entered_on, sheet.run.section_name) == (said, None, None, "")
    assert told(survey, ScannedPage.objects.get().marks) == {"s1": 3}
