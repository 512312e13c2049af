"""Typing sheets in: two hundred, some twice, some differently; each counted exactly once, whatever is pressed when."""

import datetime as dt
import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection

from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.surveys.commands import entering
from gatepost.surveys.commands.accepting import accept_answer
from gatepost.surveys.commands.entering import Answers, Outcome, count_sheets, enter_sheet, find_sheet, settle_conflict
from gatepost.surveys.commands.paper_evening import count_on_last_evening, forget_uncounted
from gatepost.surveys.commands.sheets import Wanted, print_sheets
from gatepost.surveys.models import Response, Sealed, Sheet, SheetState, Survey
from gatepost.surveys.queries.paper import progress_of
from gatepost.surveys.sealing import open_sealed
from tests.reach.picturing import signed_in
from tests.support.cast import Cast
from tests.surveys.filled_sheets import codes_of, make_paper_survey, print_blank, random_answers
from tests.surveys.sitting_down import invite_parents

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_paper_survey(cast.school, cast.dov)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


def print_codes(survey: Survey, cast: Cast, number: int) -> list[str]:
    return codes_of(print_blank(survey, cast.carla, number))[:number]


def enter(survey: Survey, cast: Cast, code: str, marks: dict[str, Any], **remarks: str) -> Outcome:
    sheet = find_sheet(survey, code)
    assert sheet is not None
    return enter_sheet(sheet, Answers(marks, remarks), by=cast.carla)


def boxed(survey: Survey) -> list[str]:
    opened = [open_sealed(bytes(one.blob), survey_id=survey.pk)["marks"] for one in Sealed.objects.filter(survey=survey)]
    return sorted(repr(sorted(marks.items())) for marks in opened)


def test_two_hundred_sheets_are_entered_each_once_with_repeats_and_conflicts(survey: Survey, cast: Cast) -> None:
    draw = random.Random(4)
    codes = print_codes(survey, cast, 200)
    given = {code: random_answers(draw, survey) for code in codes}
    assert {enter(survey, cast, code, given[code]) for code in draw.sample(codes, 200)} == {Outcome.ENTERED}
    assert {enter(survey, cast, code.lower(), given[code]) for code in codes[:20]} == {Outcome.SAME}
    others = {code: {**given[code], "s1": given[code]["s1"] % 5 + 1} for code in codes[20:30]}
    assert {enter(survey, cast, f"{code}-7-1", marks) for code, marks in others.items()} == {Outcome.CONFLICT}
    progress = progress_of(survey)
    assert (progress.printed, progress.entered, progress.conflicts, progress.counted) == (200, 190, 10, 0)
    assert count_sheets(survey, by=cast.carla).number == 190
    for place, sheet in enumerate(Sheet.objects.filter(state=SheetState.CONFLICT).order_by("number")):
        settle_conflict(sheet, {"s1"} if place % 2 else set(), by=cast.carla)
    assert count_sheets(survey, by=cast.carla).number == 10
    right = {**given, **{code: others[code] for code in codes[21:30:2]}}
    assert boxed(survey) == sorted(repr(sorted(marks.items())) for marks in right.values())
    assert Sheet.objects.filter(entered__isnull=True, entered_again__isnull=True, state=SheetState.COUNTED).count() == 200


def test_a_counted_sheet_says_whether_it_is_the_same_and_changes_nothing(survey: Survey, cast: Cast) -> None:
    code = print_codes(survey, cast, 1)[0]
    marks = {"s1": 4, "ways": [1, 2]}
    enter(survey, cast, code, marks, more="More time.")
    count_sheets(survey, by=cast.carla)
    assert enter(survey, cast, code, {"s1": 4, "ways": [2, 1]}, more=" More time. ") == Outcome.COUNTED_SAME
    assert enter(survey, cast, code, marks, more="Less time.") == Outcome.COUNTED_OTHER
    assert count_sheets(survey, by=cast.carla).number == 0
    assert Sealed.objects.count() == 1


def test_counting_that_breaks_off_goes_on_where_it_was(survey: Survey, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, code in enumerate(print_codes(survey, cast, 6)):
        enter(survey, cast, code, {"s1": number % 5 + 1})
    calls = []

    def killed_at_the_third(*args: Any, **fields: Any) -> bool:
        calls.append(1)
        taken = accept_answer(*args, **fields)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return taken

    monkeypatch.setattr(entering, "accept_answer", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        count_sheets(survey, by=cast.carla)
    assert (Sealed.objects.count(), Sheet.objects.filter(state=SheetState.COUNTED).count()) == (2, 2)
    assert count_sheets(survey, by=cast.carla).number == 4
    assert Sealed.objects.count() == 6


def test_a_family_that_answered_online_is_left_out_with_the_reason(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy="named")
    first, second = invite_parents(survey, cast.section, 2, language="en", grade="4")
    run = print_sheets(survey, Wanted(sector="families", language="en"), by=cast.carla)
    for code in codes_of(run):
        enter(survey, cast, code, {"s1": 5})
    accept_answer(survey, sector="families", marks={"s1": 1}, remarks={}, language="en", invitation=first, by=None)
    result = count_sheets(survey, by=cast.carla)
    assert (result.number, [sheet.invitation for sheet, _why in result.left_out]) == (1, [first])
    assert {row.invitation: row.marks for row in Response.objects.all()} == {first: {"s1": 1}, second: {"s1": 5}}


def test_an_empty_sheet_an_unknown_answer_and_a_stranger_are_refused(survey: Survey, cast: Cast) -> None:
    code = print_codes(survey, cast, 1)[0]
    with pytest.raises(BadInputError, match="Nothing is crossed"):
        enter(survey, cast, code, {})
    with pytest.raises(BadInputError):
        enter(survey, cast, code, {"s1": 9})
    with pytest.raises(NotAllowedError):
        enter_sheet(Sheet.objects.get(number=1), Answers({"s1": 1}), by=cast.ben)
    Survey.objects.update(state="closed", closed_at="2026-11-20T10:00Z")
    with pytest.raises(ConflictError, match="closed"):
        enter(survey, cast, code, {"s1": 1})
    assert set(Sheet.objects.values_list("state", flat=True)) == {SheetState.PRINTED}


def test_a_code_of_another_survey_is_unknown(survey: Survey, cast: Cast) -> None:
    code = print_codes(survey, cast, 1)[0]
    assert find_sheet(make_paper_survey(cast.school, cast.dov), code) is None


def test_the_pages_take_one_from_the_code_to_the_next_sheet(survey: Survey, cast: Cast) -> None:
    client = signed_in(cast.carla)
    code, _other = print_codes(survey, cast, 2)
    assert client.post(f"/surveys/{survey.pk}/type/", {"code": "BBBBBBBB"}).status_code == 422
    sheet = client.post(f"/surveys/{survey.pk}/type/", {"code": f"{code[:4]} {code[4:]}".lower()})
    page = client.get(sheet.url)
    assert re.findall(r'name="(item-s\d+)" value="5"', page.content.decode()) == [f"item-s{n}" for n in range(1, 13)]
    for answers in ({"item-s1": "4"}, {"item-s1": "4"}, {"item-s1": "2"}):
        assert client.post(sheet.url, answers).url == f"/surveys/{survey.pk}/type/"
    said = client.get(f"/surveys/{survey.pk}/type/").content.decode()
    assert "1 of 10 entered" in said
    for words in ("is entered.", "with the same answers. Nothing changed.", "with other answers. Settle"):
        assert words in said
    entered = Sheet.objects.get(state=SheetState.CONFLICT)
    settled = client.post(f"/surveys/{survey.pk}/conflicts/{entered.pk}/", {"right-s1": "second"})
    assert settled.status_code == 302
    client.post(f"/surveys/{survey.pk}/count/")
    client.post(f"/surveys/{survey.pk}/count/")
    assert boxed(survey) == [repr([("s1", 2)])]


def test_on_the_last_evening_what_is_entered_is_counted_and_after_closing_the_rest_is_forgotten(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, closes_on=dt.date(2026, 11, 20))
    cast.school.timezone = "Europe/Madrid"
    cast.school.save()
    with time_machine.travel("2026-11-20T18:30:00+00:00", tick=False):
        first, second, _third = print_codes(survey, cast, 3)
        enter(survey, cast, first, {"s1": 1})
        for value in (2, 3):
            enter(survey, cast, second, {"s1": value}, more="Only once.")
        assert count_on_last_evening() == 0
    with time_machine.travel("2026-11-20T19:37:00+00:00", tick=False):
        assert count_on_last_evening() == 1
        assert forget_uncounted() == 0
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at="2026-11-21T10:00Z")
    assert (forget_uncounted(), forget_uncounted()) == (1, 0)
    assert list(Sheet.objects.values_list("state", "entered", "entered_again").order_by("number")) == [
        ("counted", None, None), *[("printed", None, None)] * 9,
    ]  # fmt: skip
    assert [bytes(run.pdf) for run in survey.sheet_runs.all()] == [b""]


@pytest.mark.django_db(transaction=True)
def test_counting_pressed_twice_at_the_same_moment_counts_each_sheet_once(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    for number, code in enumerate(print_codes(survey, cast, 12)):
        enter(survey, cast, code, {"s1": number % 5 + 1})
    together = threading.Barrier(3)

    def press(_hand: int) -> int:
        together.wait()
        try:
            return count_sheets(survey, by=cast.carla).number
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as hands:
        counted = list(hands.map(press, range(3)))
    assert (sum(counted), Sealed.objects.filter(survey=survey).count()) == (12, 12)
