"""The 15 measures: decided for a year with a reason, shown over three years, made into actions with the school's own days."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from gatepost.accounts.models import User
from gatepost.framework.types import InvolvementType
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.models import Person, Term
from gatepost.plans.catalogue.due import days_of
from gatepost.plans.catalogue.measures import MEASURES, Window
from gatepost.plans.commands.measures import Decided, decide_measure, take_into_plan
from gatepost.plans.models import MeasureDecision
from gatepost.plans.queries.measures import measure_table
from tests.plans.planning import a_plan, this_year
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
ADOPTED = Decided(verdict="adopt", reason="New families know nobody.", decided_by="The plan’s team")


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def decide(cast: Cast, number: int, decided: Decided = ADOPTED, *, ahead: int = 0, by: Person | None = None) -> MeasureDecision:
    return decide_measure(cast.school, number, decided, year=this_year(cast.school) + ahead, by=by or cast.dov)


def enter_terms(cast: Cast) -> int:
    for name, first, last in (
        ("1", "2026-09-07", "2026-12-18"),
        ("2", "2027-01-11", "2027-03-26"),
        ("3", "2027-04-12", "2027-06-22"),
    ):
        Term.objects.create(
            school=cast.school, name=name, begins_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(last)
        )
    return cast.school.pk


def test_there_are_fifteen_and_each_is_told_whole() -> None:
    assert sorted(MEASURES) == list(range(1, 16))
    for measure in MEASURES.values():
        assert set(measure.types) <= set(InvolvementType.values)
        assert len(measure.types) == len(set(measure.types)) >= 1
        assert len(measure.steps) >= 3
        assert all(str(text) for text in (measure.title, measure.what, measure.effort, measure.evidence, measure.action))


def test_days_follow_the_schools_terms(cast: Cast) -> None:
    school = enter_terms(cast)
    days = {window: days_of(window, year=2026, school_id=school) for window in Window}
    assert days[Window.FIRST_DAY] == (dt.date(2026, 9, 7), dt.date(2026, 9, 7))
    assert days[Window.FIRST_TERM] == (dt.date(2026, 9, 7), dt.date(2026, 12, 18))
    assert days[Window.AFTER_MARKS] == (dt.date(2026, 12, 18), dt.date(2027, 1, 15))
    assert days[Window.LAST_TERM] == (dt.date(2027, 4, 12), dt.date(2027, 6, 22))
    assert days[Window.YEAR] == (dt.date(2026, 9, 7), dt.date(2027, 6, 22))


def test_without_terms_days_lie_within_the_year_all_the_same(cast: Cast) -> None:
    for window in Window:
        first, last = days_of(window, year=2026, school_id=cast.school.pk)
        assert dt.date(2026, 8, 1) <= first <= last <= dt.date(2027, 7, 31)


def test_a_decision_needs_a_reason_and_somebody_who_decided(cast: Cast) -> None:
    for broken in (
        Decided(verdict="adopt", reason=" ", decided_by="The team"),
        Decided(verdict="adopt", reason="Good.", decided_by=" "),
        Decided(verdict="adapt", reason="Good.", decided_by="The team"),
        Decided(verdict="perhaps", reason="Good.", decided_by="The team"),
    ):
        with pytest.raises(BadInputError):
            decide(cast, 3, broken)
    with pytest.raises(BadInputError):
        decide(cast, 16)
    assert MeasureDecision.objects.count() == 0


def test_a_teacher_and_another_school_decide_nothing(cast: Cast) -> None:
    for stranger in (cast.ben, cast.eve):
        with pytest.raises(NotAllowedError):
            decide(cast, 3, by=stranger)


def test_what_is_taken_up_becomes_an_action_once_with_days_of_the_calendar(cast: Cast) -> None:
    enter_terms(cast)
    with time_machine.travel(dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC), tick=False):
        plan = a_plan(cast.school, cast.dov)
        action = take_into_plan(decide(cast, 3), by=cast.dov)
        assert action is not None
        assert (action.plan, action.measure, action.main_type, action.other_types) == (plan, 3, "communicating", ["parenting"])
        assert (action.begins_on, action.ends_on) == (dt.date(2026, 9, 7), dt.date(2026, 12, 18))
        assert len(action.steps.splitlines()) == 4
        assert take_into_plan(decide(cast, 3), by=cast.dov) is None
        own_way = Decided(verdict="adapt", reason="Hours.", decided_by="The team", our_way="By phone,\nin the evening.")
        adapted = take_into_plan(decide(cast, 8, own_way), by=cast.dov)
        assert adapted is not None
        assert adapted.steps.splitlines()[0] == "By phone, in the evening."


def test_what_is_declined_or_has_no_plan_makes_no_action(cast: Cast) -> None:
    assert take_into_plan(decide(cast, 3), by=cast.dov) is None
    plan = a_plan(cast.school, cast.dov)
    declined = Decided(verdict="decline", reason="We have no room.", decided_by="The board")
    assert take_into_plan(decide(cast, 9, declined), by=cast.dov) is None
    assert plan.actions.count() == 0


def test_a_decision_holds_until_a_newer_one_over_three_years(cast: Cast) -> None:
    declined = Decided(verdict="decline", reason="Not now.", decided_by="The team")
    decide(cast, 4, ahead=-5)
    decide(cast, 5, ahead=-2)
    decide(cast, 5, declined, ahead=0)
    decide(cast, 6, ahead=-1)
    decide(cast, 7, ahead=1)
    table = measure_table(cast.school, cast.dov, year=this_year(cast.school))
    told = {
        line.measure.number: [decision.verdict if decision else None for _label, decision in line.decisions]
        for line in table.lines
    }
    assert told[4] == ["adopt", "adopt", "adopt"]
    assert told[5] == ["adopt", "adopt", "decline"]
    assert told[6] == [None, "adopt", "adopt"]
    assert told[7] == [None, None, None]
    assert (table.taken_up, table.open) == (2, 12)


def test_on_the_page_a_measure_is_decided_and_leads_to_its_action(cast: Cast) -> None:
    a_plan(cast.school, cast.dov)
    user = User.objects.create_user(person=cast.dov, email="dov@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    refused = client.post("/plan/measures/2/", {"verdict": "adapt", "reason": "Good.", "decided_by": "We"})
    assert (refused.status_code, refused.context["form"].errors["our_way"]) == (422, ["Please say how you do it."])
    answer = client.post("/plan/measures/2/", {"verdict": "adopt", "reason": "Good.", "decided_by": "We"})
    assert (answer.status_code, answer.url.startswith("/plan/actions/")) == (302, True)
    page = client.get("/plan/measures/")
    assert page.context["table"].taken_up == 1
    assert client.get("/plan/measures/16/").status_code == 404
