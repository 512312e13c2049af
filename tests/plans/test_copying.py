"""Next year's draft: chosen goals, days shifted by the school's own calendar, and what was reached as the new start."""

import datetime as dt
from decimal import Decimal

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.models import SchoolRole, Term
from gatepost.plans.commands.copying import a_year_later, copy_to_next_year
from gatepost.plans.commands.goals import GoalFacts, add_goal, add_reading
from gatepost.plans.commands.plans import PlanFacts, make_plan
from gatepost.plans.commands.team import join_team, leave_team
from gatepost.plans.models import Plan
from tests.plans.planning import an_action, day
from tests.support.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """2025/26, in a school whose years begin on 8 September 2025 and on 1 September 2026."""
    for first, last in (("2024-09-09", "2025-06-20"), ("2025-09-08", "2026-06-19"), ("2026-09-01", "2027-06-18")):
        Term.objects.create(school=cast.school, name=first, begins_on=day(first), ends_on=day(last))
    return make_plan(cast.school, facts=PlanFacts("2025/26", 2025, 2025, vision="Together"), by=cast.dov, goals=())


def reading_goal(plan: Plan, cast: Cast) -> int:
    facts = GoalFacts("Reading", "academic", unit="%", baseline=Decimal(71), target=Decimal(85), asked_families=True)
    goal = add_goal(plan, facts=facts, by=cast.dov)
    add_reading(goal, value=Decimal(78), on=day("2026-05-04"), by=cast.dov)
    return goal.pk


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025-09-08", "2026-09-01"),  # the first day stays the first day, though it is no Monday
        ("2025-09-18", "2026-09-10"),  # a Thursday stays a Thursday
        ("2025-10-13", "2026-10-05"),
        ("2026-06-19", "2027-06-11"),
    ],
)
def test_days_keep_their_place_in_the_schools_year(cast: Cast, plan: Plan, before: str, after: str) -> None:
    assert a_year_later(day(before), cast.school.pk, 1) == day(after)


def test_chosen_goals_go_on_from_where_they_came(cast: Cast, plan: Plan) -> None:
    chosen = reading_goal(plan, cast)
    left = add_goal(plan, facts=GoalFacts("Market", "climate"), by=cast.dov)
    kept = an_action(
        plan, cast.dov, "Evenings", goal=plan.goals.get(pk=chosen), status="done", spent=Decimal(90), cost=Decimal(100),
        begins_on=day("2025-09-18"), ends_on=day("2025-10-13"), owner=cast.ben, sections=[cast.section], measure=3,
    )  # fmt: skip
    an_action(plan, cast.dov, "Of the other goal", goal=left)
    an_action(plan, cast.dov, "Given up", goal=plan.goals.get(pk=chosen), status="dropped")
    an_action(plan, cast.dov, "Of no goal")
    made = copy_to_next_year(plan, goals=[chosen], by=cast.carla, title="2026/27")
    assert (made.first_year, made.last_year, made.state, made.copied_from, made.vision) == (2026, 2026, "draft", plan, "Together")
    goal = made.goals.get()
    assert (goal.number, goal.title, goal.baseline, goal.target, goal.asked_families) == (1, "Reading", 78, 85, False)
    assert not goal.readings.exists()
    assert {action.title for action in made.actions.all()} == {"Evenings", "Of no goal"}
    copied = made.actions.get(title="Evenings")
    assert (copied.goal, copied.status, copied.spent, copied.cost, copied.measure) == (goal, "planned", None, 100, 3)
    assert (copied.begins_on, copied.ends_on) == (day("2026-09-10"), day("2026-10-05"))
    assert (copied.owner, [section.pk for section in copied.sections.all()]) == (cast.ben, [cast.section.pk])
    assert copied.activity is not None
    assert copied.activity_id != kept.activity_id
    kept.refresh_from_db()
    assert kept.status == "done"


def test_who_has_left_does_not_go_on(cast: Cast, plan: Plan) -> None:
    an_action(plan, cast.dov, "Evenings", owner=cast.ben)
    join_team(plan, side="teachers", person=cast.carla, task="chair", by=cast.dov)
    leave_team(join_team(plan, side="community", name="Marta", by=cast.dov), by=cast.dov)
    SchoolRole.objects.filter(person=cast.ben).update(ended_at=clock.now())
    made = copy_to_next_year(plan, goals=[], by=cast.dov, title="2026/27")
    assert made.actions.get().owner is None
    assert [(member.name, member.task) for member in made.members.all()] == [("Carla Rossi", "chair")]


def test_a_plan_of_two_years_is_followed_by_two_years(cast: Cast, plan: Plan) -> None:
    two = make_plan(cast.school, facts=PlanFacts("Two", 2024, 2025), by=cast.dov)
    action = an_action(two, cast.dov, begins_on=day("2025-01-16"))
    made = copy_to_next_year(two, goals=[], by=cast.dov, title="Next two")
    assert (made.first_year, made.last_year) == (2026, 2027)
    later = made.actions.get().begins_on
    assert later is not None
    assert (later - (action.begins_on or later)).days // 364 == 2 - (later < day("2027-01-14"))
    assert later.weekday() == 3


def test_only_writers_copy_and_only_goals_of_the_plan(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotAllowedError):
        copy_to_next_year(plan, goals=[], by=cast.ben, title="x")
    other = make_plan(cast.school, facts=PlanFacts("Other", 2025, 2025), by=cast.dov)
    with pytest.raises(BadInputError, match="Nothing was copied"):
        copy_to_next_year(plan, goals=[other.goals.first().pk], by=cast.dov, title="x")  # type: ignore[union-attr]
    assert Plan.objects.count() == 2


def test_no_day_falls_out_of_its_year(cast: Cast, plan: Plan) -> None:
    last = day("2026-08-31")
    later = a_year_later(last, cast.school.pk, 1)
    assert later is not None
    assert later <= day("2027-08-31") + dt.timedelta(days=10)
    assert later.year == 2027


def test_a_year_without_terms_does_not_move_the_days(cast: Cast, plan: Plan) -> None:
    assert a_year_later(day("2026-09-10"), cast.school.pk, 1) == day("2027-09-09")
    assert a_year_later(day("2026-09-10"), cast.school.pk, 3) == day("2029-09-13")
