"""From year to year: a plan of several years goes on, one that ends is followed by a new one, and nothing is planned twice."""

from decimal import Decimal

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Term
from gatepost.plans.commands import plans as commands
from gatepost.plans.commands.goals import GoalFacts, add_goal, add_reading
from gatepost.plans.commands.next_year import carry_into_next_year, next_draft
from gatepost.plans.commands.plans import PlanFacts, make_plan
from gatepost.plans.models import Action, Goal, Plan, PlanState
from tests.plans.planning import an_action, day
from tests.support.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """2024/25 to 2026/27, approved, with a goal that was measured."""
    for first, last in (("2024-09-09", "2025-06-20"), ("2025-09-08", "2026-06-19"), ("2026-09-01", "2027-06-18")):
        Term.objects.create(school=cast.school, name=first, begins_on=day(first), ends_on=day(last))
    facts = PlanFacts("Three years", 2024, 2026, approving_body="Council")
    plan = make_plan(cast.school, facts=facts, by=cast.dov, goals=())
    goal = add_goal(plan, facts=GoalFacts("Reading", "academic", unit="%", baseline=Decimal(71), target=Decimal(85)), by=cast.dov)
    add_reading(goal, value=Decimal(78), on=day("2025-05-05"), by=cast.dov)
    add_goal(plan, facts=GoalFacts("Welcome", "climate"), by=cast.dov)
    return plan


def approved(plan: Plan, cast: Cast) -> Plan:
    commands.propose(plan, by=cast.dov)
    return commands.approve(plan, on=clock.today(), by=cast.dov)


def goal(plan: Plan, title: str = "Reading") -> Goal:
    return plan.goals.get(title=title)


def beginning(plan: Plan) -> list[tuple[str, str]]:
    rows = plan.actions.order_by("begins_on", "pk")
    return [(action.title, action.begins_on.isoformat() if action.begins_on else "") for action in rows]


def test_a_plan_that_runs_on_is_opened_for_the_next_year(cast: Cast, plan: Plan) -> None:
    done = an_action(
        plan, cast.dov, "Evenings", goal=goal(plan), status="done", spent=Decimal(90), cost=Decimal(100),
        begins_on=day("2024-09-19"), ends_on=day("2024-10-14"), owner=cast.ben, sections=[cast.section],
    )  # fmt: skip
    an_action(plan, cast.dov, "Market", begins_on=day("2024-11-04"))
    went = next_draft(approved(plan, cast), year=2024, by=cast.dov)
    assert (went, went.state, Plan.objects.count()) == (plan, PlanState.DRAFT, 1)
    assert plan.versions.all()[0].occasion == "Before a change: next year, 2025/26"
    assert beginning(plan) == [
        ("Evenings", "2024-09-19"),
        ("Market", "2024-11-04"),
        ("Evenings", "2025-09-18"),
        ("Market", "2025-11-03"),
    ]
    again = plan.actions.get(title="Evenings", begins_on=day("2025-09-18"))
    assert (again.status, again.spent, again.cost, again.goal, again.owner) == (
        "planned",
        None,
        Decimal(100),
        goal(plan),
        cast.ben,
    )
    assert again.activity is not None
    assert again.activity_id != done.activity_id
    assert (goal(plan).baseline, goal(plan).readings.count()) == (Decimal(71), 1)


def test_nothing_is_planned_twice(cast: Cast, plan: Plan) -> None:
    an_action(plan, cast.dov, "Evenings", begins_on=day("2024-09-19"))
    next_draft(plan, year=2024, by=cast.dov)
    Action.objects.filter(plan=plan, begins_on__year=2025).update(begins_on=day("2025-10-02"), status="dropped")
    next_draft(plan, year=2024, by=cast.dov)
    assert beginning(plan) == [("Evenings", "2024-09-19"), ("Evenings", "2025-10-02")]
    approved(plan, cast)
    assert next_draft(plan, year=2024, by=cast.dov).state == PlanState.APPROVED


def test_only_what_is_chosen_and_ends_with_the_year_is_planned_again(cast: Cast, plan: Plan) -> None:
    autumn = day("2024-09-19")
    an_action(plan, cast.dov, "Chosen", goal=goal(plan), begins_on=autumn)
    an_action(plan, cast.dov, "Other goal", goal=goal(plan, "Welcome"), begins_on=autumn)
    an_action(plan, cast.dov, "Of no goal", begins_on=autumn)
    an_action(plan, cast.dov, "Given up", goal=goal(plan), begins_on=autumn, status="dropped")
    an_action(plan, cast.dov, "Goes on", goal=goal(plan), begins_on=autumn, ends_on=day("2026-03-02"))
    an_action(plan, cast.dov, "Any time", goal=goal(plan))
    an_action(plan, cast.dov, "Next year's own", goal=goal(plan), begins_on=day("2025-10-06"))
    before = set(plan.actions.values_list("pk", flat=True))
    carry_into_next_year(plan, year=2024, goals=[goal(plan).pk], with_other_actions=False, by=cast.dov)
    assert [action.title for action in plan.actions.exclude(pk__in=before)] == ["Chosen"]


def test_at_its_end_a_new_plan_follows(cast: Cast, plan: Plan) -> None:
    an_action(plan, cast.dov, "Evenings", begins_on=day("2024-09-19"))
    made = next_draft(approved(plan, cast), year=2026, by=cast.dov)
    assert (made.first_year, made.last_year, made.title, made.copied_from) == (
        2027,
        2029,
        "Partnership plan 2027/28 – 2029/30",
        plan,
    )
    assert goal(made).baseline == 78
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_a_plan_closed_early_is_followed_by_a_new_one(cast: Cast, plan: Plan) -> None:
    commands.close_plan(approved(plan, cast), by=cast.dov)
    made = next_draft(plan, year=2024, by=cast.dov)
    assert (made == plan, made.first_year, made.last_year) == (False, 2025, 2027)


def test_what_lies_before_the_body_is_taken_back_first(cast: Cast, plan: Plan) -> None:
    commands.propose(plan, by=cast.dov)
    with pytest.raises(ConflictError, match="take it back first"):
        next_draft(plan, year=2024, by=cast.dov)


def test_only_writers_go_on_and_only_with_their_own(cast: Cast, plan: Plan) -> None:
    for somebody in (cast.ben, cast.eve):
        with pytest.raises(NotAllowedError):
            next_draft(plan, year=2024, by=somebody)
    with pytest.raises(BadInputError):
        next_draft(plan, year=2027, by=cast.dov)
    other = make_plan(cast.school, facts=PlanFacts("Other", 2025, 2025), by=cast.dov)
    with pytest.raises(BadInputError, match="Nothing was copied"):
        carry_into_next_year(plan, year=2024, goals=[other.goals.all()[0].pk], by=cast.dov)
