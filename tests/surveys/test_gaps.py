"""The same practice from several sides: which gap is named, what is called clear, and what the records hold."""

import pytest
from django.test import Client

from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import drawn
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Counting, Survey
from gatepost.surveys.queries.gaps import gaps_of
from gatepost.surveys.views.gaps import chart_of
from tests.reach.visiting import signed_in
from tests.support.cast import Cast
from tests.surveys.answers import make_item, make_survey, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    survey = make_survey(cast.school, cast.dov)
    for practice, families, teachers, leaders in (
        ("council", 29, 67, 1),
        ("gate", 60, 70, 1),
        ("visit", 50, 50, 0),
    ):
        make_item(
            survey, practice, practice=practice, involvement_type="decision-making" if practice == "council" else "community"
        )
        for sector, yes, number in (("families", families, 100), ("teachers", teachers, 100), ("directors", leaders, 1)):
            say(survey, sector, practice, {5: yes, 1: number - yes})
    tally(survey.pk)
    return survey


def test_the_largest_clear_gap_comes_first_and_is_said_in_words(survey: Survey) -> None:
    said = [practice.in_words for practice in gaps_of(survey).practices]
    assert said[0] == "Teachers report it at 67%, families at 29%."
    assert said[1:] == [
        "Teachers report it at 70%, families at 60%. That may be chance.",
        "Families and teachers report it alike, at 50%.",
    ]


def test_every_pair_of_sides_that_is_compared_counts_as_a_look(survey: Survey) -> None:
    assert gaps_of(survey).looks == 3 * 2


def test_a_side_that_is_too_small_is_not_compared(cast: Cast) -> None:
    survey = make_survey(cast.school, cast.dov)
    make_item(survey, "gate", practice="gate", involvement_type="community")
    say(survey, "families", "gate", {5: 20})
    say(survey, "teachers", "gate", {1: 9})
    tally(survey.pk)
    assert gaps_of(survey).practices == []


def test_sides_may_be_asked_by_items_of_their_own(cast: Cast) -> None:
    survey = make_survey(cast.school, cast.dov)
    for sector, yes in (("families", 2), ("teachers", 18)):
        make_item(survey, f"gate-{sector}", practice="gate", involvement_type="community", sectors=[sector])
        say(survey, sector, f"gate-{sector}", {4: yes, 2: 20 - yes})
    tally(survey.pk)
    assert [practice.in_words for practice in gaps_of(survey).practices] == ["Teachers report it at 90%, families at 10%."]


def test_the_widest_type_opens_the_page_and_the_ledger_stands_beside_it(survey: Survey, cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    Counting.objects.filter(survey=survey).update(ledger={"council": [41, 100]})
    page = signed_in(cast.dov).get(f"/surveys/{survey.pk}/gaps/").content.decode()
    assert page.count("The sides differ most on “decision-making”: teachers find 67% of it happening, families 29%.</h1>") == 1
    assert page.count("<b>41%</b> <small>of all families</small>") == 1


def test_each_side_has_its_own_shape_and_the_leadership_no_interval(survey: Survey) -> None:
    chart = chart_of(gaps_of(survey), "The words.")
    assert [(mark.sector, mark.bounds is None) for mark in chart.rows[0].marks] == [
        ("families", False),
        ("teachers", False),
        ("directors", True),
    ]
    picture = drawn(chart, Look())
    assert [picture.count(colour) > 0 for colour in ("var(--talk)", "var(--sky)", "var(--lost)")] == [True, True, True]
    assert picture.count("<desc>The words.</desc>") == 1
    assert drawn(chart, Look(rtl=True)) != picture


def test_nobody_on_another_side_yet(cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    survey = make_survey(cast.school, cast.dov)
    client: Client = signed_in(cast.dov)
    assert "There are not two sides yet" in client.get(f"/surveys/{survey.pk}/gaps/").content.decode()
