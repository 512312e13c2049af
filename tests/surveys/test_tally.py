"""Counting a survey: what is in the sums is exactly what was answered."""

import pytest
from django.db.models import Sum

from gatepost.people.models import Family
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Counting, ScaleTally, StratumTally, Survey, Tally
from tests.support.cast import Cast
from tests.surveys.answers import STEPS, answer, ask, make_item, make_survey, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(cast.school, cast.dov)


def counted(survey: Survey, key: str) -> dict[tuple[str, int], int]:
    rows = Tally.objects.filter(survey=survey, item__key=key).values_list("stratum__sector", "value", "number")
    return {(sector, value): number for sector, value, number in rows}


def test_each_value_is_counted_by_group_and_whoever_left_it_out_too(survey: Survey) -> None:
    make_item(survey, "gate")
    make_item(survey, "home", sectors=["teachers"])
    answer(survey, "families", [{"gate": 4}, {"gate": 4}, {"gate": 1}, {}])
    answer(survey, "teachers", [{"gate": 5, "home": 2}, {"home": 3}])
    assert tally(survey.pk) == 6
    assert counted(survey, "gate") == {
        ("families", 4): 2,
        ("families", 1): 1,
        ("families", -1): 1,
        ("teachers", 5): 1,
        ("teachers", -1): 1,
    }
    assert counted(survey, "home") == {("teachers", 2): 1, ("teachers", 3): 1}


def test_a_checklist_counts_each_tick_and_once_whoever_ticked_nothing(survey: Survey) -> None:
    item = make_item(survey, "help", kind="checklist")
    answer(survey, "families", [{"help": [1, 3]}, {"help": [3]}, {"help": [3, 3]}, {"help": []}, {}])
    tally(survey.pk)
    assert counted(survey, "help") == {("families", 1): 1, ("families", 3): 3, ("families", -1): 2}
    assert ScaleTally.objects.get(scale=f"ticked:{item.pk}").number == 3


def test_only_who_could_see_a_branch_has_left_it_out(survey: Survey) -> None:
    make_item(survey, "gate")
    make_item(survey, "why", kind="choice", shown_if={"item": "gate", "values": [1, 2]})
    make_item(survey, "help", kind="checklist")
    make_item(survey, "when", kind="choice", shown_if={"item": "help", "values": [7]})
    rows = [{"gate": 1, "why": 2}, {"gate": 2}, {"gate": 2}, {"gate": 5}, {"help": [1, 7]}, {"help": [1]}]
    answer(survey, "families", rows)
    tally(survey.pk)
    assert counted(survey, "why") == {("families", 2): 1, ("families", -1): 2}
    assert counted(survey, "when") == {("families", -1): 1}


def test_own_words_are_no_numbers(survey: Survey) -> None:
    make_item(survey, "words", kind="text", options=[])
    answer(survey, "families", [{}, {"words": "not a mark"}])
    tally(survey.pk)
    assert counted(survey, "words") == {}


def test_reversed_items_stay_raw_in_the_tally_and_are_turned_in_the_scale(survey: Survey) -> None:
    make_item(survey, "trust", scale="climate")
    make_item(survey, "fear", scale="climate", is_reversed=True)
    rows = [{"trust": 5, "fear": 1}, {"trust": 4, "fear": 4}, {"fear": 5}, {}]
    stratum = answer(survey, "families", rows)
    tally(survey.pk)
    assert counted(survey, "fear")[("families", 1)] == 1
    scale = ScaleTally.objects.get(stratum=stratum, scale="climate")
    means = [(5 + 5) / 2, (4 + 2) / 2, 1.0]
    assert (scale.number, scale.total, scale.squares) == (3, sum(means), sum(mean**2 for mean in means))


def test_a_type_is_the_share_of_its_practices_that_a_respondent_finds_to_happen(survey: Survey) -> None:
    make_item(survey, "c-1", involvement_type="community", practice="c-1")
    make_item(survey, "c-2", involvement_type="community", practice="c-2", favourable_from=3)
    make_item(survey, "c-other", involvement_type="community", scale="climate")
    answer(survey, "families", [{"c-1": 4, "c-2": 3}, {"c-1": 3, "c-2": 3}, {"c-1": 1}, {"c-1": 5, "c-2": 2, "c-other": 1}])
    tally(survey.pk)
    scale = ScaleTally.objects.get(survey=survey, scale="type:community")
    assert (scale.number, scale.total, scale.squares) == (4, 1 + 0.5 + 0 + 0.5, 1 + 0.25 + 0.25)


def test_a_step_beyond_the_scale_is_counted_and_not_averaged(survey: Survey) -> None:
    make_item(survey, "gate", scale="climate", options=[*STEPS, {"value": 9, "words": {"en": "I do not know"}}])
    say(survey, "families", "gate", {9: 3, 4: 2})
    tally(survey.pk)
    assert counted(survey, "gate") == {("families", 9): 3, ("families", 4): 2}
    assert ScaleTally.objects.get(scale="climate").number == 2


def test_counting_again_changes_nothing_and_forgets_what_is_gone(survey: Survey) -> None:
    make_item(survey, "gate")
    say(survey, "families", "gate", {4: 3}, language="es")
    gone = say(survey, "families", "gate", {2: 2}, language="ar")
    tally(survey.pk)
    before = counted(survey, "gate")
    tally(survey.pk)
    assert counted(survey, "gate") == before
    gone.responses.all().delete()
    assert tally(survey.pk) == 3
    assert counted(survey, "gate") == {("families", 4): 3}


def test_another_survey_s_answers_stay_out(survey: Survey, cast: Cast) -> None:
    other = make_survey(cast.school, cast.dov)
    for one in (survey, other):
        make_item(one, "gate")
        say(one, "families", "gate", {4: 3 if one == other else 1})
    tally(survey.pk)
    assert Tally.objects.aggregate(all=Sum("number"))["all"] == 1


def test_nobody_has_answered_yet(survey: Survey) -> None:
    make_item(survey, "gate")
    assert (tally(survey.pk), Tally.objects.count(), Counting.objects.count()) == (0, 0, 1)
    assert tally(survey.pk + 1000) == 0


def test_languages_count_as_many_as_were_asked(survey: Survey) -> None:
    make_item(survey, "gate")
    ask(survey, "families", 60, 40, language="es")
    ask(survey, "families", 60, 20, language="ar")
    ask(survey, "families", 12, 0, language="so")
    for language, number in (("es", 40), ("ar", 20)):
        say(survey, "families", "gate", {4: number}, language=language)
    tally(survey.pk)
    weights = dict(StratumTally.objects.values_list("stratum__language", "weight"))
    assert weights == pytest.approx({"es": 0.75, "ar": 1.5})
    weighing = survey.counting.weighing["families"]
    assert (weighing["is_met"], weighing["missed"]) == (True, [["language", "so", 12.0]])


def close(survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)


def test_a_confidential_survey_is_counted_once_it_is_closed_and_not_before(cast: Cast) -> None:
    survey = make_survey(cast.school, cast.dov, privacy="confidential")
    make_item(survey, "gate")
    say(survey, "families", "gate", {4: 30})
    say(survey, "directors", "gate", {5: 1})
    assert (tally(survey.pk), counted(survey, "gate")) == (0, {})
    close(survey)
    assert tally(survey.pk) == 31
    assert counted(survey, "gate") == {("families", 4): 30, ("directors", 5): 1}


def groups(survey: Survey) -> dict[tuple[str, ...], int]:
    rows = survey.strata.values_list("sector", "language", "grade", "section_name", "tally__number")
    return {(sector, *places): number for sector, *places, number in rows}


def test_groups_of_a_confidential_survey_are_settled_once_at_closing(cast: Cast) -> None:
    survey = make_survey(cast.school, cast.dov, privacy="confidential")
    make_item(survey, "gate")
    for language, grade, section, number in (
        ("es", "4", "4A", 6), ("es", "4", "4B", 6), ("es", "5", "5A", 12), ("so", "4", "4A", 3), ("so", "5", "5A", 8), ("fr", "5", "5A", 1),
    ):  # fmt: skip
        say(survey, "families", "gate", {4: number}, language=language, grade=grade, section_name=section)
    say(survey, "teachers", "gate", {4: 4}, language="es", grade="5")
    say(survey, "directors", "gate", {4: 1}, language="es", grade="", section_name="")
    close(survey)
    tally(survey.pk)
    expected = {
        ("families", "es", "4", ""): 12,
        ("families", "es", "5", ""): 12,
        ("families", "", "", ""): 12,
        ("teachers", "", "", ""): 4,
        ("directors", "", "", ""): 1,
    }
    # Eleven read Somali; the one who reads French needs company, and theirs is the smallest group.
    assert groups(survey) == expected
    settled = Survey.objects.get(pk=survey.pk).settled_at
    tally(survey.pk)
    assert (groups(survey), Survey.objects.get(pk=survey.pk).settled_at) == (expected, settled)


def test_the_ledger_stands_beside_the_practices_it_shows(survey: Survey, cast: Cast) -> None:
    from django.utils import timezone

    from gatepost.touchpoints.models import Touchpoint

    make_item(survey, "communicating-1", practice="communicating-1", involvement_type="communicating")
    make_item(survey, "nothing-like-it", practice="nothing-like-it", involvement_type="communicating")
    base = {"school": cast.school, "direction": "out", "means": "email", "recorded_at": timezone.now()}
    rows = [("praise", "sent"), ("praise", "sent"), ("neutral", "sent"), ("praise", "failed")]
    for place, (tone, outcome) in enumerate(rows):
        Touchpoint.objects.create(
            at=timezone.now(), family=cast.family, tone=tone, outcome=outcome, source=f"test.row:{place}", **base
        )
    Survey.objects.filter(pk=survey.pk).update(opened_at=timezone.now())
    tally(survey.pk)
    assert Counting.objects.get(survey=survey).ledger == {"communicating-1": [1, Family.objects.count()]}
