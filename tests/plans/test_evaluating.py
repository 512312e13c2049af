"""Looking back at an action: who is asked, once each; and the families' two questions."""

import datetime as dt

import pytest
from django.test import Client

from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Person, Role
from gatepost.plans.commands import evaluating
from gatepost.plans.models import Action, ActionStatus, Evaluation
from gatepost.plans.queries.evaluations import evaluations_due, families_said
from gatepost.surveys.models import Remark, Stratum, Survey, Tally
from tests.conversations.test_pages import signed_in
from tests.plans.test_evidence import DAY, came, make_action, make_plan
from tests.support.cast import Cast, make_section, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def over(cast: Cast, **fields: object) -> Action:
    return make_action(cast, **{"owner": cast.ben, "status": ActionStatus.DONE, **fields})


def say(action: Action, by: Person, went: int = 4, helped: str = "Cake", change: str = "") -> Evaluation:
    return evaluating.evaluate(action, went=went, helped=helped, change=change, by=by)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_each_person_says_it_once_and_may_change_it(cast: Cast) -> None:
    action = over(cast)
    say(action, cast.ben)
    say(action, cast.dov, went=2)
    say(action, cast.ben, went=5, helped=" Tea \x00", change="More chairs")
    told = Evaluation.objects.order_by("pk").values_list("by", "went", "helped", "change")
    assert list(told) == [(cast.ben.pk, 5, "Tea", "More chairs"), (cast.dov.pk, 2, "Cake", "")]
    assert Event.objects.filter(action="plans.evaluate").count() == 3


def test_only_who_was_part_of_it_says_how_it_went(cast: Cast) -> None:
    nora = make_staff(cast.school, Role.TEACHER, "Nora", "Lind")
    action = over(cast)
    for stranger in (nora, cast.eve, cast.amina):
        with pytest.raises(NotAllowedError):
            say(action, stranger)
    action.helpers = "the reading mothers, nora lind"
    action.save()
    assert say(action, nora).by == nora
    olga = make_staff(cast.school, Role.TEACHER, "Olga", "Berg")
    row = came(action, [cast.family])[0]
    type(row).objects.create(
        **{name: getattr(row, name) for name in ("at", "school", "family", "direction", "means", "outcome", "recorded_at")},
        source="test:olga", staff=olga, activity=action.activity,
    )  # fmt: skip
    assert say(action, olga).by == olga


def test_what_is_not_over_or_no_step_is_refused(cast: Cast) -> None:
    running = make_action(cast, owner=cast.ben, ends_on=clock.today())
    with pytest.raises(ConflictError):
        say(running, cast.ben)
    action = over(cast, plan=running.plan)
    for wrong in (0, 6):
        with pytest.raises(BadInputError):
            say(action, cast.ben, went=wrong)
    dropped = over(cast, plan=running.plan, status=ActionStatus.DROPPED, ends_on=clock.today() - 3 * DAY)
    with pytest.raises(ConflictError):
        say(dropped, cast.ben)
    assert not Evaluation.objects.exists()


def test_it_is_asked_for_after_the_last_day_until_it_is_said_or_six_weeks_have_passed(cast: Cast) -> None:
    plan, today = make_plan(cast), clock.today()

    def made(title: str, **fields: object) -> Action:
        return make_action(cast, plan, title=title, **{"owner": cast.ben, **fields})

    made("Done before its end", status=ActionStatus.DONE, ends_on=today + 5 * DAY)
    passed = made("Its day has passed", ends_on=today - 2 * DAY)
    made("Long ago", ends_on=today - 60 * DAY, status=ActionStatus.DONE)
    made("Not over", ends_on=today + DAY)
    made("Dropped", ends_on=today - DAY, status=ActionStatus.DROPPED)
    made("Of a colleague", owner=cast.dov, status=ActionStatus.DONE)
    made("As a helper", owner=cast.dov, helpers="Ben Ortiz and Carla", status=ActionStatus.DONE, ends_on=today)
    titles = ["Done before its end", "As a helper", "Its day has passed"]
    assert [one.title for one in evaluations_due(cast.ben)] == titles
    say(passed, cast.ben)
    assert [one.title for one in evaluations_due(cast.ben)] == titles[:2]
    assert evaluations_due(cast.eve) == []


def test_the_page_keeps_what_was_said_and_shows_it_to_colleagues(cast: Cast) -> None:
    action = over(cast)
    client = signed_in(cast.ben)
    path = f"/plan/actions/{action.pk}/evaluate/"
    assert client.post(path, {"helped": "Long words"}).status_code == 422
    response = client.post(path, {"went": "5", "helped": "Tea", "change": "More chairs"})
    assert response.status_code == 302
    assert "More chairs" in page(client, path)
    assert signed_in(cast.eve).get(path).status_code == 404
    assert signed_in(make_staff(cast.school, Role.TEACHER, "Nora", "Lind")).get(path).status_code == 403


def test_families_are_asked_two_questions_once_in_the_classes_it_was_meant_for(cast: Cast) -> None:
    fifth = make_section(cast.school, "5A", grade="5")
    make_section(cast.school, "6A", grade="6")
    action = over(cast, grades=["5"])
    action.sections.add(cast.section)
    with pytest.raises(NotAllowedError):
        evaluating.ask_families(action, by=cast.ben)
    survey = evaluating.ask_families(action, by=cast.carla)
    assert evaluating.ask_families(action, by=cast.dov) == survey
    assert (survey.kind, survey.reference, survey.state, survey.school) == ("evaluation", action.reference, "draft", cast.school)
    assert set(survey.sections.all()) == {cast.section, fifth}
    assert list(survey.items.values_list("key", flat=True)) == ["helped", "change"]
    assert Survey.objects.count() == 1


def test_families_are_not_asked_before_it_is_over_nor_where_no_class_is_left(cast: Cast) -> None:
    running = make_action(cast, owner=cast.ben)
    with pytest.raises(ConflictError):
        evaluating.ask_families(running, by=cast.dov)
    with pytest.raises(ConflictError):
        evaluating.ask_families(over(cast, plan=running.plan, grades=["11"]), by=cast.dov)
    assert not Survey.objects.exists()


def test_what_families_say_is_told_from_ten_answers_on(cast: Cast) -> None:
    action = over(cast)
    assert families_said(action) is None
    survey = evaluating.ask_families(action, by=cast.dov)
    helped, change = survey.items.order_by("number")
    strata = [Stratum.objects.create(survey=survey, sector="families", language=tag) for tag in ("ar", "en")]

    def count(stratum: Stratum, value: int, number: int) -> None:
        Tally.objects.create(survey=survey, stratum=stratum, item=helped, value=value, number=number)

    count(strata[0], 5, 6), count(strata[1], 2, 3), count(strata[1], -1, 7)
    Remark.objects.create(item=change, sector="families", words="Later in the day")
    few = families_said(action)
    assert few is not None
    assert (few.helped, few.remarks) == (None, 0)
    count(strata[1], 4, 2)
    said = families_said(action)
    assert said is not None
    assert said.helped is not None
    assert (said.answered, said.helped.hits, said.helped.total, said.remarks) == (11, 8, 11, 1)


def test_evaluations_are_found_with_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    plan = make_plan(cast)
    for number in range(6):
        make_action(cast, plan, title=f"A{number}", owner=cast.ben, ends_on=clock.today() - dt.timedelta(days=1))
    ben = Person.objects.get(pk=cast.ben.pk)
    assert (len(ben.taught_section_ids), len(ben.schools_as({Role.TEACHER}))) == (1, 1)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(evaluations_due(ben)) == 6
