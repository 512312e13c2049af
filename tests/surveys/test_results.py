"""What a survey comes to: the right numbers, small groups in none of them, the round before beside it."""

import pytest
from django.test import Client
from django.utils import timezone

from gatepost.kernel.shares import Share, Side
from gatepost.people.models import Role
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Item, Survey
from gatepost.surveys.queries.cells import cells_of, groups_of
from gatepost.surveys.queries.result_rows import ItemResult
from gatepost.surveys.queries.results import results_of
from gatepost.surveys.statistics import moments_of, weighted_share
from tests.reach.visiting import signed_in
from tests.support.cast import Cast, make_staff
from tests.surveys.answers import STEPS, answer, ask, make_item, make_survey, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(cast.school, cast.dov)


@pytest.fixture
def dov(cast: Cast, settings: object) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    return signed_in(cast.dov)


def only(survey: Survey) -> ItemResult:
    tally(survey.pk)
    return results_of(survey).parts[0].items[0]


def test_shares_and_steps_are_those_of_the_answers(survey: Survey) -> None:
    make_item(survey, "gate")
    answer(survey, "families", [{"gate": value} for value in (1, 2, 2, 3, 4, 4, 4, 5, 5, 5)] + [{}] * 2)
    line = only(survey).lines[0]
    assert (line.sector, line.answered, line.empty, line.share) == ("families", 10, 2, 0.6)
    assert line.bounds == pytest.approx(Share(6, 10).interval())
    assert [round(segment.share, 6) for segment in line.segments] == [0.1, 0.2, 0.1, 0.3, 0.3]
    assert line.segments[-1].start + line.segments[-1].width == pytest.approx(100)


def test_of_a_reversed_item_the_low_steps_are_the_good_ones(survey: Survey) -> None:
    make_item(survey, "fear", scale="climate", is_reversed=True)
    say(survey, "families", "fear", {1: 7, 2: 1, 5: 2})
    assert only(survey).lines[0].share == 0.8


def test_whoever_does_not_know_is_no_answer_to_a_scale(survey: Survey) -> None:
    make_item(survey, "gate", options=[*STEPS, {"value": 9, "words": {"en": "I do not know"}}])
    say(survey, "families", "gate", {5: 9, 1: 3, 9: 8})
    line = only(survey).lines[0]
    assert (line.answered, line.empty, line.share) == (12, 8, 0.75)


def test_fewer_than_ten_are_not_shown_and_the_leadership_is(survey: Survey) -> None:
    make_item(survey, "gate")
    say(survey, "families", "gate", {5: 12})
    say(survey, "teachers", "gate", {1: 9})
    say(survey, "directors", "gate", {4: 1})
    assert [line.sector for line in only(survey).lines] == ["families", "directors"]
    assert results_of(survey).people == {"families": 12, "directors": 1}


def test_a_question_that_few_of_many_answered_is_not_shown(survey: Survey) -> None:
    make_item(survey, "gate")
    answer(survey, "families", [{"gate": 5}] * 9 + [{}] * 30)
    one = only(survey)
    assert (one.lines, one.too_few) == ([], "Families")


def test_a_named_survey_hides_nothing_from_those_whom_its_promise_names(cast: Cast, dov: Client) -> None:
    survey = make_survey(cast.school, cast.dov, privacy="named")
    make_item(survey, "gate")
    say(survey, "families", "gate", {5: 1}, language="so")
    say(survey, "families", "gate", {1: 11}, language="es")
    tally(survey.pk)
    shown = results_of(survey, "language", "so", reads_all=True).parts[0].items[0]
    assert [line.answered for line in shown.lines] == [1]
    assert dov.get(f"/surveys/{survey.pk}/results/?group=language:so").status_code == 200
    office = signed_in(make_staff(cast.school, Role.OFFICE, "Olga"))
    assert "<small>12</small>" in office.get(f"/surveys/{survey.pk}/results/").content.decode()
    for group in ("language:so", "language:es"):
        assert office.get(f"/surveys/{survey.pk}/results/?group={group}").status_code == 404


def test_of_a_named_survey_the_office_sees_no_fewer_than_ten(cast: Cast, dov: Client) -> None:
    survey = make_survey(cast.school, cast.dov, privacy="named")
    make_item(survey, "gate")
    say(survey, "families", "gate", {5: 1})
    tally(survey.pk)
    office = signed_in(make_staff(cast.school, Role.OFFICE, "Olga"))
    address = f"/surveys/{survey.pk}/results/"
    shown = [client.get(address).content.decode().count("<small>1</small>") > 0 for client in (dov, office)]
    assert shown == [True, False]


def test_weighted_stands_beside_unweighted(survey: Survey) -> None:
    make_item(survey, "gate", scale="climate", involvement_type="community", practice="gate")
    for language, asked, answered, yes in (("es", 60, 40, 30), ("ar", 60, 20, 5)):
        ask(survey, "families", asked, answered, language=language)
        say(survey, "families", "gate", {5: yes, 1: answered - yes}, language=language)
    line = only(survey).lines[0]
    expected = weighted_share(30 * 0.75 + 5 * 1.5, 60, 40 * 0.75**2 + 20 * 1.5**2, 60)
    assert (line.plain, line.share, line.bounds) == (35 / 60, pytest.approx(0.5), pytest.approx(expected.interval()))
    scale = results_of(survey).scales[0].marks[0]
    assert scale.plain is not None
    assert scale.plain.mean == pytest.approx(moments_of({5: 35, 1: 25}).mean)
    assert scale.mean == pytest.approx((5 * (30 * 0.75 + 5 * 1.5) + (10 * 0.75 + 15 * 1.5)) / 60)


def test_a_checklist_is_read_option_by_option(survey: Survey) -> None:
    make_item(survey, "help", kind="checklist")
    answer(survey, "families", [{"help": [1, 2]}] * 6 + [{"help": [2]}] * 6 + [{}] * 8)
    one = only(survey)
    assert [(option.words, option.chosen[0].share) for option in one.options][:2] == [("never", 0.5), ("rarely", 1.0)]
    assert (one.lines, one.options[0].chosen[0].answered, results_of(survey).scales) == ((), 12, [])


def test_a_change_is_called_clear_only_beyond_chance(cast: Cast, survey: Survey) -> None:
    earlier = make_survey(cast.school, cast.dov, state="closed", closed_at=timezone.now())
    for one, gate, home in ((earlier, 20, 30), (survey, 80, 33)):
        make_item(one, "gate")
        make_item(one, "home")
        rows = [{"gate": 5 if place < gate else 1, "home": 5 if place < home else 1} for place in range(100)]
        answer(one, "families", rows)
        tally(one.pk)
    survey.follows = earlier
    changes = [item.lines[0].change for item in results_of(survey).parts[0].items]
    assert [(change.points, change.side) for change in changes if change] == [("+60", Side.MORE), ("+3", Side.NEITHER)]


def many(survey: Survey, numbers: dict[str, int], value: int = 4) -> None:
    for language, number in numbers.items():
        say(survey, "families", "gate", {value: number}, language=language)
    tally(survey.pk)


def test_only_groups_that_give_no_other_away_may_be_looked_at(survey: Survey) -> None:
    make_item(survey, "gate")
    many(survey, {"es": 40, "ar": 12, "so": 4, "fr": 11})
    assert groups_of(survey)["language"] == {"families": {"es", "ar"}}
    assert cells_of(survey, "language", "es").people == {"families": 40}
    assert cells_of(survey, "language", "fr").people == {}


def test_a_group_s_question_is_hidden_where_it_would_tell_another_s_answers(survey: Survey) -> None:
    """All answered "home", but of the Arabic readers only four did, so the Spanish readers' share is left out, too."""
    gate, home = make_item(survey, "gate"), make_item(survey, "home")
    answer(survey, "families", [{"gate": 4, "home": 4}] * 40, language="es")
    answer(survey, "families", [{"gate": 4, "home": 1}] * 4 + [{"gate": 4}] * 20, language="ar")
    tally(survey.pk)
    shown = cells_of(survey, "language", "es")
    assert (shown.of(gate, "families") is None, shown.of(home, "families") is None) == (False, True)
    assert cells_of(survey).of(home, "families") is not None


def test_while_confidential_answers_come_in_nothing_is_shown_but_how_many(cast: Cast, dov: Client) -> None:
    survey = make_survey(cast.school, cast.dov, privacy="confidential")
    make_item(survey, "gate")
    many(survey, {"es": 40, "ar": 20})
    answer(survey, "directors", [{"gate": 3}])
    for page in ("results", "gaps"):
        shown = dov.get(f"/surveys/{survey.pk}/{page}/").content.decode()
        assert shown.count("<h1>Shown after closing: 61 people have answered so far.</h1>") == 1
    assert (groups_of(survey), cells_of(survey).people) == ({}, {})
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=timezone.now())
    survey.refresh_from_db()
    assert (groups_of(survey), cells_of(survey).people) == ({}, {})  # closed, and not counted yet
    tally(survey.pk)
    survey.refresh_from_db()
    assert groups_of(survey)["language"] == {"families": {"es", "ar"}}
    assert cells_of(survey).people == {"families": 60, "directors": 1}


def test_the_page_opens_with_one_sentence_and_says_when_voices_are_missing(survey: Survey, dov: Client) -> None:
    make_item(survey, "gate", involvement_type="community", practice="gate")
    ask(survey, "families", 40, 12, language="es")
    say(survey, "families", "gate", {5: 9, 1: 3}, language="es")
    tally(survey.pk)
    page = dov.get(f"/surveys/{survey.pk}/results/").content.decode()
    assert page.count("<h1>Families find that 75% of what was asked happens.</h1>") == 1
    assert page.count('<span class="stamp">Not enough voices</span>') == 1
    assert page.count("12 of 40 asked have answered (30%)") == 1


def test_a_page_drawn_before_is_drawn_anew_when_more_have_answered(survey: Survey, dov: Client) -> None:
    make_item(survey, "gate")
    address = f"/surveys/{survey.pk}/results/"
    assert "There is nothing to show yet" in dov.get(address).content.decode()
    for number, shown in ((10, "100%"), (10, "50%")):
        say(survey, "families", "gate", {5 if shown == "100%" else 1: number})
        tally(survey.pk)
        assert f"<b>{shown}</b>" in dov.get(address).content.decode()


def test_a_group_that_is_hidden_has_no_address(survey: Survey, dov: Client) -> None:
    make_item(survey, "gate")
    many(survey, {"es": 40, "ar": 12, "so": 4, "fr": 11})
    statuses = [dov.get(f"/surveys/{survey.pk}/results/?group=language:{one}").status_code for one in ("es", "so", "fr", "x")]
    assert statuses == [200, 404, 404, 404]


def test_the_number_of_statements_does_not_grow_with_questions_and_groups(
    survey: Survey, dov: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_item(survey, f"q{number}", scale=f"s{number % 4}", involvement_type="community")
    for language in ("es", "ar", "so", "fr", "ro"):
        answer(survey, "families", [{f"q{number}": 4 for number in range(30)}] * 12, language=language)
    tally(survey.pk)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        dov.get(f"/surveys/{survey.pk}/results/")
    assert Item.objects.filter(survey=survey).count() == 30
