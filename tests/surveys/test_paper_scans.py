"""Scans of filled sheets: every cross right, each sheet once, what is unclear shown to a person."""

import os
import random
import re
import struct
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gatepost.surveys.commands.entering import Answers, count_sheets, enter_sheet, find_sheet
from gatepost.surveys.commands.scanning import enter_without_missing, read_scan, receive_scan, settle_doubts
from gatepost.surveys.commands.sheets import Wanted, print_sheets
from gatepost.surveys.models import Doubt, Scan, ScannedPage, Sealed, Sheet, SheetState, Survey
from gatepost.surveys.paper.keeping import told, told_bytes
from gatepost.surveys.queries.paper import progress_of, sheets_with_missing_pages
from gatepost.surveys.sealing import open_sealed
from tests.reach.picturing import signed_in
from tests.support.cast import Cast
from tests.surveys.filled_sheets import (
    Filled,
    codes_of,
    entered_of,
    grainy,
    make_paper_survey,
    print_blank,
    random_answers,
    scanned,
)
from tests.surveys.sitting_down import invite_parents

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("GATEPOST_FULL"))


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_paper_survey(cast.school, cast.dov)


def read(survey: Survey, cast: Cast, data: bytes, name: str = "pile.pdf") -> Scan:
    scan = read_scan(receive_scan(survey, name, data, by=cast.carla).pk)
    assert scan is not None
    return scan


def boxed(survey: Survey) -> list[dict[str, object]]:
    return [open_sealed(bytes(one.blob), survey_id=survey.pk)["marks"] for one in Sealed.objects.filter(survey=survey)]


def as_set(rows: list[dict[str, object]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def test_a_pile_of_scanned_sheets_is_read_each_once_and_every_cross_right(survey: Survey, cast: Cast) -> None:
    number = 200 if FULL else 30
    run, draw = print_blank(survey, cast.carla, number), random.Random(7)
    given = {place: random_answers(draw, survey) for place in range(1, number + 1)}
    order = [(place, Filled(marks)) for place, marks in given.items()]
    draw.shuffle(order)
    again, other = order[:4], (order[5][0], Filled({"s1": given[order[5][0]]["s1"] % 5 + 1}))
    begun = time.perf_counter()
    scan = read(survey, cast, scanned(run, [*order, *again], draw))
    print(f"{scan.pages_seen} pages in {time.perf_counter() - begun:.1f} s")  # noqa: T201
    assert [one["sentence"] for one in scan.problems] == []
    assert {sheet.number: entered_of(sheet)["marks"] for sheet in Sheet.objects.filter(run=run) if sheet.entered} == given
    read(survey, cast, scanned(run, [other], draw, pages=[1]), "again.pdf")
    progress = progress_of(survey)
    assert (progress.entered, progress.conflicts) == (number - 1, 1)
    assert Sheet.objects.get(state=SheetState.CONFLICT).number == other[0]
    assert count_sheets(survey, by=cast.carla).number == number - 1
    assert count_sheets(survey, by=cast.carla).number == 0
    assert as_set(boxed(survey)) == as_set([marks for place, marks in given.items() if place != other[0]])


def test_two_crosses_faint_ones_and_own_words_are_asked_with_a_picture(survey: Survey, cast: Cast) -> None:
    run, draw = print_blank(survey, cast.carla, 1), random.Random(3)
    filled = Filled(
        {"s1": 4, "s2": [1, 3], "s4": 2, "ways": [1, 4]}, taken_back={"s4": 5, "s6": 2}, faint={"s3": 2}, written=["more"]
    )
    read(survey, cast, scanned(run, [(1, filled)], draw))
    asked = {doubt.item_key: (doubt.kind, told(survey, doubt.seen)) for doubt in Doubt.objects.all()}
    assert asked == {"s2": ("two", [1, 3]), "s3": ("faint", [2]), "s6": ("faint", [2]), "more": ("words", [])}
    assert all(told_bytes(survey, doubt.picture).startswith(b"\x89PNG") for doubt in Doubt.objects.all())
    sheet = Sheet.objects.get(number=1)
    assert sheet.state == SheetState.PRINTED
    assert settle_doubts(sheet, Answers({"s2": 3, "s3": 2}, {"more": "More time to talk."}), by=cast.carla) == ""
    sheet.refresh_from_db()
    assert entered_of(sheet) == {
        "marks": {"s1": 4, "s2": 3, "s3": 2, "s4": 2, "ways": [1, 4]}, "remarks": {"more": "More time to talk."},
    }  # fmt: skip
    count_sheets(survey, by=cast.carla)
    assert (Doubt.objects.count(), ScannedPage.objects.count()) == (0, 0)


def test_a_sheet_waits_for_its_other_page_or_is_taken_as_it_is(survey: Survey, cast: Cast) -> None:
    run, draw = print_blank(survey, cast.carla, 2), random.Random(5)
    first, second = Filled({"s1": 1, "ways": [2]}), Filled({"s1": 5, "ways": [3]})
    read(survey, cast, scanned(run, [(1, first), (2, second)], draw, pages=[1]))
    assert [(sheet.number, pages) for sheet, pages in sheets_with_missing_pages(survey)] == [(1, [2]), (2, [2])]
    read(survey, cast, scanned(run, [(1, first)], draw, pages=[2]))
    assert enter_without_missing(Sheet.objects.get(number=2), by=cast.carla) == ""
    assert [entered_of(sheet)["marks"] for sheet in Sheet.objects.all() if sheet.entered] == [{"s1": 1, "ways": [2]}, {"s1": 5}]


def test_a_page_scanned_twice_with_another_cross_is_asked(survey: Survey, cast: Cast) -> None:
    run, draw = print_blank(survey, cast.carla, 1), random.Random(9)
    for value in (2, 4):
        read(survey, cast, scanned(run, [(1, Filled({"s1": value, "s2": 3}))], draw, pages=[1]))
    doubt = Doubt.objects.get()
    assert (doubt.item_key, doubt.kind, told(survey, doubt.seen), told(survey, doubt.page.marks)) == (
        "s1",
        "differs",
        [2, 4],
        {"s2": 3},
    )


def test_a_scan_that_says_the_same_as_the_typed_sheet_changes_nothing(survey: Survey, cast: Cast) -> None:
    run, draw = print_blank(survey, cast.carla, 2), random.Random(11)
    codes = codes_of(run)
    for code, value in zip(codes[:2], (2, 4), strict=True):
        sheet = find_sheet(survey, code)
        assert sheet is not None
        enter_sheet(sheet, Answers({"s1": 2, "s2": 1, "ways": [value]}), by=cast.carla)
    read(survey, cast, scanned(run, [(place, Filled({"s1": 2, "s2": 1, "ways": [2]})) for place in (1, 2)], draw))
    assert [sheet.state for sheet in Sheet.objects.all()[:2]] == [SheetState.ENTERED, SheetState.CONFLICT]
    settled = Sheet.objects.get(number=1)
    assert not settled.was_scanned
    count_sheets(survey, by=cast.carla)
    scan = read(survey, cast, scanned(run, [(1, Filled({"s1": 5}))], draw, pages=[1]))
    assert [one["sentence"] for one in scan.problems] == ["This sheet was counted before; nothing changed."]


def test_named_sheets_are_read_with_their_strip_torn_off(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy="confidential")
    invite_parents(survey, cast.section, 2, language="en", grade="4")
    run = print_sheets(survey, Wanted(sector="families", language="en"), by=cast.carla)
    given = {1: {"s1": 3, "s9": 5, "way": 2}, 2: {"s2": 1, "ways": [1, 2, 3]}}
    read(survey, cast, scanned(run, [(place, Filled(marks)) for place, marks in given.items()], random.Random(2)))
    assert {sheet.number: entered_of(sheet)["marks"] for sheet in Sheet.objects.all() if sheet.entered} == given


def test_a_file_that_is_none_is_refused_and_what_could_be_read_of_another_stays(survey: Survey, cast: Cast) -> None:
    run, draw = print_blank(survey, cast.carla, 1), random.Random(1)
    good = scanned(run, [(1, Filled({"s1": 3}))], draw)
    refused = {name: read(survey, cast, data, name) for name, data in {"a.doc": b"PK\x03\x04" * 50, "b.pdf": good[:900]}.items()}
    assert [(scan.state, bytes(scan.data)) for scan in refused.values()] == [("refused", b"")] * 2
    assert refused["a.doc"].problems[0]["sentence"].startswith("This is no PDF, JPEG or PNG.")
    assert Sheet.objects.get(number=1).state == SheetState.PRINTED
    scan = read(survey, cast, good)
    assert (scan.state, Sheet.objects.get(number=1).state) == ("read", SheetState.ENTERED)


def test_sheets_of_another_survey_and_pages_without_a_code_are_named_and_left_alone(survey: Survey, cast: Cast) -> None:
    elsewhere = make_paper_survey(cast.school, cast.dov)
    run = print_blank(elsewhere, cast.carla, 1)
    scan = read(survey, cast, scanned(run, [(1, Filled({"s1": 3}))], random.Random(1), pages=[1]))
    assert [one["sentence"] for one in scan.problems] == ["This page belongs to another survey. Bring it in there."]
    assert Sheet.objects.get(number=1).state == SheetState.PRINTED


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "upside down"])
def test_a_grainy_picture_is_read_like_a_pdf(survey: Survey, cast: Cast, turned: bool) -> None:
    run, draw = print_blank(survey, cast.carla, 1), random.Random(6)
    marks = {"s1": 5, "s2": 1, "s3": 3, "s7": 2}
    picture = grainy(scanned(run, [(1, Filled(marks))], draw, pages=[1]), draw, turned=turned)
    scan = read(survey, cast, picture, "page.png")
    assert (scan.problems, scan.pages_read) == ([], 1)
    assert (told(survey, ScannedPage.objects.get().marks), Doubt.objects.count()) == (marks, 0)


def test_a_picture_that_would_unpack_to_far_too_much_is_refused(survey: Survey, cast: Cast) -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + b"\0" * 4
    assert read(survey, cast, bomb, "page.png").problems[0]["sentence"].startswith("This picture has far more points")


def test_a_scan_goes_through_the_pages_from_the_file_to_the_last_open_question(survey: Survey, cast: Cast, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client, at = signed_in(cast.carla), f"/surveys/{survey.pk}/scan/"
    data = scanned(print_blank(survey, cast.carla, 1), [(1, Filled({"s1": [2, 5], "s2": 4}, written=["more"]))], random.Random(8))
    taken = client.post(at + "bring-in/", {"files": [SimpleUploadedFile("pile.pdf", data)]})
    assert (taken.status_code, Scan.objects.get().state) == (302, "waiting")
    assert "The scan is being read." in client.get(at).content.decode()
    read_scan(Scan.objects.get().pk)
    assert "2 questions wait for your eyes." in client.get(at).content.decode()
    page = client.get(at + "questions/").content.decode()
    pictures = [client.get(url) for url in re.findall(r'src="(/surveys/[^"]+)"', page)]
    assert [(one.status_code, one["Content-Type"]) for one in pictures] == [(200, "image/png")] * 2
    sheet = Sheet.objects.get(number=1)
    assert client.post(f"{at}sheets/{sheet.pk}/", {"item-s1": "2", "item-more": "Thank you."}).status_code == 302
    sheet.refresh_from_db()
    assert entered_of(sheet) == {"marks": {"s1": 2, "s2": 4}, "remarks": {"more": "Thank you."}}
    assert "Everything that was read is clear." in client.get(at + "questions/").content.decode()


def test_a_form_without_a_token_brings_no_file_in(survey: Survey, cast: Cast, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client = signed_in(cast.carla)
    client.handler.enforce_csrf_checks = True
    sent = client.post(f"/surveys/{survey.pk}/scan/bring-in/", {"files": [SimpleUploadedFile("pile.pdf", b"%PDF-1.7")]})
    assert (sent.status_code, Scan.objects.count()) == (403, 0)
