"""The pages of the plan, pressed as a person presses them: what was typed is kept, what was written meanwhile is shown."""

import pytest
from django.test import Client

from gatepost.accounts.models import User
from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.plans.commands.actions import ActionFacts, change_action
from gatepost.plans.commands.team import join_team
from gatepost.plans.models import Action, Goal, Plan
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast, make_guardian, make_section, make_student


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def stamp_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_a_plan_is_begun_with_one_press(cast: Cast) -> None:
    client, year = signed_in(cast.carla), this_year(cast.school)
    page = client.get("/plan/").content.decode()
    assert "Make your first plan" in page
    response = client.post("/plan/new/", {"title": "Our plan", "first_year": year, "last_year": year})
    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/plan/{plan.pk}/")
    assert client.get("/plan/")["Location"] == f"/plan/{plan.pk}/"
    assert "The goals are still to be written." in client.get(f"/plan/{plan.pk}/").content.decode()


def test_who_cannot_begin_a_plan_is_told_who_can(cast: Cast) -> None:
    page = signed_in(cast.ben).get("/plan/").content.decode()
    assert "Principal, counsellor or family liaison begin it." in page
    assert "Begin the plan" not in page


def test_an_action_is_written_and_found_in_every_view(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    client = signed_in(cast.dov)
    goal = Goal.objects.filter(plan=plan).first()
    assert goal is not None
    typed = {
        "title": "Reading evenings", "main_type": "learning-at-home", "other_types": ["communicating"], "goal": goal.pk,
        "owner": cast.ben.pk, "sections": [cast.section.pk], "steps": "Ask\nInvite", "cost": "450", "status": "planned",
    }  # fmt: skip
    response = client.post(f"/plan/{plan.pk}/actions/new/", typed)
    action = Action.objects.get()
    assert response["Location"] == f"/plan/actions/{action.pk}/"
    page = client.get(response["Location"]).content.decode()
    assert "meant for 1 family." in page
    for by in ("goal", "type", "month", "owner"):
        assert "Reading evenings" in client.get(f"/plan/{plan.pk}/?by={by}").content.decode(), by


def test_days_outside_the_plan_come_back_with_all_that_was_typed(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    typed = {"title": "Too early", "main_type": "community", "status": "planned", "begins_on": "2001-01-01", "steps": "One step"}
    response = signed_in(cast.dov).post(f"/plan/{plan.pk}/actions/new/", typed)
    page = response.content.decode()
    assert (response.status_code, Action.objects.count()) == (422, 0)
    assert "Please choose days within it." in page
    assert ("Too early" in page, "One step" in page, "2001-01-01" in page) == (True, True, True)


def test_who_was_slower_keeps_the_words_and_sees_what_was_written_meanwhile(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, "Market", steps="Old steps")
    client = signed_in(cast.dov)
    stamp = stamp_in(client.get(f"/plan/actions/{action.pk}/edit/").content.decode())
    change_action(action, facts=ActionFacts("Market", "learning-at-home", steps="What Carla wrote"), by=cast.carla)
    typed = {"title": "Market", "main_type": "learning-at-home", "status": "planned", "steps": "What Dov wrote", "seen": stamp}
    refused = client.post(f"/plan/actions/{action.pk}/edit/", typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert ("What Carla wrote" in page, "What Dov wrote" in page) == (True, True)
    action.refresh_from_db()
    assert action.steps == "What Carla wrote"
    again = client.post(f"/plan/actions/{action.pk}/edit/", {**typed, "seen": stamp_in(page)})
    action.refresh_from_db()
    assert (again.status_code, action.steps) == (302, "What Dov wrote")


def test_a_mistake_does_not_count_as_having_seen_what_was_written_meanwhile(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov, "Market")
    client = signed_in(cast.dov)
    stamp = stamp_in(client.get(f"/plan/actions/{action.pk}/edit/").content.decode())
    change_action(action, facts=ActionFacts("Market day", "learning-at-home"), by=cast.carla)
    mistaken = client.post(f"/plan/actions/{action.pk}/edit/", {"title": "", "seen": stamp})
    assert (mistaken.status_code, stamp_in(mistaken.content.decode())) == (422, stamp)


def test_a_plan_is_put_forward_approved_and_opened_again(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    Plan.objects.filter(pk=plan.pk).update(approving_body="School council")
    Goal.objects.filter(plan=plan, number=1).update(title="More read at home")
    client = signed_in(cast.dov)
    client.post(f"/plan/{plan.pk}/propose/")
    assert "It lies before School council." in client.get(f"/plan/{plan.pk}/").content.decode()
    client.post(f"/plan/{plan.pk}/approve/", {"on": "2025-10-01"})
    assert "Approved by School council: 1 October 2025." in client.get(f"/plan/{plan.pk}/").content.decode()
    action, first = an_action_of(plan, cast), Goal.objects.get(plan=plan, number=1)
    for place in ("words/", "goals/new/", f"goals/{first.pk}/edit/", "actions/new/", f"../actions/{action.pk}/edit/"):
        led = client.get(f"/plan/{plan.pk}/{place}".replace(f"{plan.pk}/../", ""))
        assert (led.status_code, led["Location"]) == (302, f"/plan/{plan.pk}/?change=1#state"), place
    page = client.get(f"/plan/{plan.pk}/?change=1").content.decode()
    assert ("press “Change the plan” first" in page, '<details open><summary class="btn">Change the plan' in page) == (True, True)
    typed = client.post(f"/plan/{plan.pk}/actions/new/", {"title": "Kept words", "main_type": "community", "status": "planned"})
    assert (typed.status_code, "Kept words" in typed.content.decode()) == (409, True)
    assert client.post(f"/plan/{plan.pk}/reopen/", {"reason": ""}).status_code == 422
    client.post(f"/plan/{plan.pk}/reopen/", {"reason": "One more evening"})
    page = client.get(f"/plan/{plan.pk}/versions/").content.decode()
    assert "3 versions are kept" in page
    assert "Before a change: One more evening" in page
    assert client.get(f"/plan/{plan.pk}/versions/2/").status_code == 200


def an_action_of(plan: Plan, cast: Cast) -> Action:
    """One that came into the plan before it was approved."""
    made = Action.objects.create(plan=plan, title="Market", main_type="community", created_at=clock.now())
    made.owner = cast.ben
    made.save()
    return made


def test_an_audience_made_small_does_not_tell_how_many_it_is(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov, "Somali evening", sections=[cast.section])
    for person, words in ((cast.dov, "meant for 1 family."), (cast.ben, "meant for fewer than ten families.")):
        assert words in signed_in(person).get(f"/plan/actions/{action.pk}/").content.decode(), person


def test_what_was_dropped_is_told_apart_and_listed_last(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    an_action(plan, cast.dov, "Given up", status="dropped")
    an_action(plan, cast.dov, "Market", status="done")
    page = signed_in(cast.dov).get(f"/plan/{plan.pk}/").content.decode()
    assert "The one action is done." in page
    assert "One more was given up and is listed as not done." in page
    assert page.index("Market") < page.index("Given up")


def test_a_wrong_number_is_taken_out_on_its_page(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, second = plan.goals.all()[:2]
    Goal.objects.filter(plan=plan).update(title="More read", unit="%")
    client = signed_in(cast.dov)
    here = f"/plan/{plan.pk}/goals/{first.pk}/"
    wrong = client.post(f"{here}reading/", {"value": "-5000", "on": "1999-01-01"})
    assert (wrong.status_code, "The plan begins on" in wrong.content.decode()) == (422, True)
    client.post(f"{here}reading/", {"value": "50", "on": clock.today().isoformat()})
    row = first.readings.get()
    assert f"{here}reading/{row.pk}/remove/" in client.get(here).content.decode()
    assert "Take out" not in signed_in(cast.ben).get(here).content.decode()
    assert client.post(f"/plan/{plan.pk}/goals/{second.pk}/reading/{row.pk}/remove/").status_code == 404
    assert client.post(f"{here}reading/{row.pk}/remove/")["Location"] == here
    assert not first.readings.exists()


def test_the_page_of_a_copy_says_which_of_both_happens(cast: Cast) -> None:
    year = this_year(cast.school)
    two, client = a_plan(cast.school, cast.dov, years=2), signed_in(cast.dov)
    page = client.get(f"/plan/{two.pk}/copy/").content.decode()
    assert ("so it goes on" in page, "What is the next plan called?" in page, "No terms are entered for" in page) == (
        True,
        False,
        True,
    )
    assert "so a new one follows" in client.get(f"/plan/{two.pk}/copy/?year={year + 1}").content.decode()
    assert client.post(f"/plan/{two.pk}/copy/", {"year": year})["Location"] == f"/plan/{two.pk}/"
    made = client.post(f"/plan/{two.pk}/copy/", {"year": year + 1, "title": "And then"})
    assert made["Location"] == f"/plan/{Plan.objects.get(title='And then', first_year=year + 2, last_year=year + 3).pk}/"


def test_the_number_of_statements_does_not_grow_with_the_actions(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plan = a_plan(cast.school, cast.dov)
    client = signed_in(cast.dov)

    def statements(by: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/plan/{plan.pk}/?by={by}")
        return len(seen)

    an_action(plan, cast.dov, "First", owner=cast.ben, sections=[cast.section])
    before = {by: statements(by) for by in ("goal", "type", "month", "owner")}
    for number in range(5):
        an_action(plan, cast.dov, f"More {number}", owner=cast.carla, sections=[cast.section])
    assert {by: statements(by) for by in before} == before


def test_a_smuggled_person_neither_joins_nor_owns(cast: Cast) -> None:
    """Somebody of another school, and a guardian whose child a colleague in the team does not teach."""
    plan = a_plan(cast.school, cast.dov)
    join_team(plan, side="teachers", person=cast.ben, by=cast.dov)
    hodan = make_student(make_section(cast.school, "5A"), "Hodan")
    stranger = make_guardian(hodan, "Sami")
    client = signed_in(cast.ben)
    for person in (cast.eve, stranger):
        assert client.post(f"/plan/{plan.pk}/team/join/", {"person": person.pk, "side": "families"}).status_code == 404
    action = an_action(plan, cast.dov, owner=cast.carla)
    assert client.post(f"/plan/actions/{action.pk}/owner/", {"owner": cast.eve.pk}).status_code == 422
    action.refresh_from_db()
    assert (action.owner, plan.members.count()) == (cast.carla, 1)


def test_grades_are_called_grades(cast: Cast) -> None:
    action = an_action(a_plan(cast.school, cast.dov), cast.dov, grades=["4"], languages=["so"])
    assert "Grade 4 · Somali" in signed_in(cast.ben).get(f"/plan/actions/{action.pk}/").content.decode()


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ED%A0%80", "%E2%80%AE", "9" * 40, "-1", "%C2%B2", "x" * 3000])
def test_odd_words_and_numbers_break_nothing(cast: Cast, odd: str) -> None:
    plan = a_plan(cast.school, cast.dov)
    client = signed_in(cast.dov)
    places = ("team/?q=", "?year=", "?by=", "difference/?before=", "actions/new/?goal=", "actions/new/?type=")
    statuses = {place: client.get(f"/plan/{plan.pk}/{place}{odd}").status_code for place in places}
    assert {place: status for place, status in statuses.items() if status not in {200, 404}} == {}
    assert client.post(f"/plan/{plan.pk}/team/join/", {"person": "9" * 40, "side": "families"}).status_code == 404
