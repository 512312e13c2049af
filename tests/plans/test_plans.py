"""The plan from draft to approval and back, and what its page says of it."""

import datetime as dt
from decimal import Decimal

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import Role, SchoolRole
from gatepost.people.school_years import bounds_of
from gatepost.plans.commands import plans as commands
from gatepost.plans.commands.plans import PlanFacts
from gatepost.plans.commands.team import join_team
from gatepost.plans.contents import of_plan
from gatepost.plans.models import Goal, Plan, PlanState
from gatepost.plans.queries.overview import overview_of
from gatepost.plans.queries.plans import actions_of, current_plan
from gatepost.plans.stamps import StaleError, stamp_of
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast, make_staff

TODAY = clock.today()


def proposed(cast: Cast) -> Plan:
    plan = a_plan(cast.school, cast.dov)
    facts = PlanFacts(plan.title, plan.first_year, plan.last_year, approving_body="School council")
    commands.change_plan(plan, facts=facts, by=cast.dov)
    Goal.objects.filter(plan=plan, number=1).update(title="More children read at home")
    return commands.propose(plan, by=cast.dov)


def test_the_first_plan_has_four_goals_to_be_written(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.carla)
    assert [goal.kind for goal in plan.goals.all()] == ["academic", "academic", "behaviour", "climate"]
    assert [goal.title for goal in plan.goals.all()] == ["", "", "", ""]
    assert (plan.state, current_plan(cast.ben)) == (PlanState.DRAFT, plan)


def test_colleagues_write_along_only_in_the_team_and_never_for_another_school(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        a_plan(cast.school, cast.ben)
    plan = a_plan(cast.school, cast.dov)
    for stranger in (cast.ben, cast.eve, make_staff(cast.other_school, Role.PRINCIPAL, "Pia")):
        with pytest.raises(NotAllowedError):
            an_action(plan, stranger)
    member = join_team(plan, side="teachers", person=cast.ben, by=cast.dov)
    assert an_action(plan, cast.ben).plan == plan
    member.left_on = TODAY
    member.save()
    with pytest.raises(NotAllowedError):
        an_action(plan, cast.ben)


def test_a_plan_goes_to_the_body_and_comes_back_approved(cast: Cast) -> None:
    plan = proposed(cast)
    with pytest.raises(NotAllowedError):
        commands.approve(plan, on=TODAY, by=cast.carla)
    approved = commands.approve(plan, on=TODAY, by=cast.dov)
    assert (approved.state, approved.approved_on, approved.approved_by) == (PlanState.APPROVED, TODAY, cast.dov)
    assert [version.number for version in plan.versions.all()] == [2, 1]


def test_nothing_is_put_forward_without_a_body_and_a_goal(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    with pytest.raises(NotReadyError, match="who approves"):
        commands.propose(plan, by=cast.dov)
    Plan.objects.filter(pk=plan.pk).update(approving_body="Council")
    with pytest.raises(NotReadyError, match="at least one goal"):
        commands.propose(plan, by=cast.dov)


def test_an_approval_is_not_written_down_before_its_day(cast: Cast) -> None:
    with pytest.raises(BadInputError):
        commands.approve(proposed(cast), on=TODAY + dt.timedelta(days=1), by=cast.dov)


def test_an_approved_plan_is_changed_for_a_reason_only_and_keeps_what_was_approved(cast: Cast) -> None:
    plan = commands.approve(proposed(cast), on=TODAY, by=cast.dov)
    with pytest.raises(ConflictError, match="approved"):
        an_action(plan, cast.dov)
    with pytest.raises(BadInputError):
        commands.reopen(plan, reason="  ", by=cast.dov)
    reopened = commands.reopen(plan, reason="One more evening", by=cast.carla)
    assert (reopened.state, reopened.approved_on) == (PlanState.DRAFT, TODAY)
    assert plan.versions.first().occasion == "Before a change: One more evening"  # type: ignore[union-attr]
    assert an_action(reopened, cast.dov).title == "Read together"


def test_what_is_over_stays_as_it_is(cast: Cast) -> None:
    plan = commands.close_plan(commands.approve(proposed(cast), on=TODAY, by=cast.dov), by=cast.dov)
    with pytest.raises(ConflictError, match="over"):
        an_action(plan, cast.dov)
    with pytest.raises(ConflictError):
        join_team(plan, side="families", name="Rosa", by=cast.dov)


def test_two_who_write_at_once_lose_no_words(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    seen = stamp_of(of_plan(plan))
    facts = PlanFacts(plan.title, plan.first_year, plan.last_year, vision="What Carla wants")
    commands.change_plan(plan, facts=facts, seen=seen, by=cast.carla)
    with pytest.raises(StaleError):
        commands.change_plan(plan, facts=PlanFacts("Mine", plan.first_year, plan.last_year), seen=seen, by=cast.dov)
    plan.refresh_from_db()
    assert plan.vision == "What Carla wants"


def test_years_in_which_actions_lie_stay_in_the_plan(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov, years=2)
    later = bounds_of(plan.last_year, cast.school.pk)[0] + dt.timedelta(days=40)
    an_action(plan, cast.dov, "Spring market", begins_on=later)
    with pytest.raises(BadInputError, match="Spring market"):
        commands.change_plan(plan, facts=PlanFacts("Shorter", plan.first_year, plan.first_year), by=cast.dov)


def test_the_page_says_how_far_the_plan_is(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, last = bounds_of(plan.first_year, cast.school.pk)
    assert overview_of(plan, cast.dov).sentence == "Nothing is planned yet."
    an_action(plan, cast.dov, "Done", status="done", owner=cast.ben)
    an_action(plan, cast.dov, "Going on", status="under-way", begins_on=first, ends_on=last, owner=cast.ben)
    an_action(plan, cast.dov, "Late", begins_on=first, ends_on=first, owner=cast.ben)
    an_action(plan, cast.dov, "Dropped", status="dropped", owner=cast.ben)
    shown = overview_of(plan, cast.dov)
    late = 1 if clock.today() > first else 0
    assert shown.counts == {"planned": 1, "under-way": 1, "done": 1, "dropped": 1, "late": late}
    assert shown.sentence.startswith("One of three actions is done, ")


def test_an_imbalance_is_said(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    for number in range(4):
        an_action(plan, cast.dov, f"Letter {number}", main_type="communicating", other_types=["parenting"])
    an_action(plan, cast.dov, "Reading", main_type="learning-at-home", cost=Decimal("12.50"))
    shown = overview_of(plan, cast.dov)
    assert shown.imbalance == (
        "Nothing is planned for “Helping parents with parenting”, “Volunteering”, “Decision-making”, and "
        "“Collaborating with the community”. Four of five actions are “Communicating”."
    )
    counts = {part.type.value: (len(part.lines), len(part.besides), part.cost) for part in shown.by_type}
    assert counts["parenting"] == (0, 4, None)
    assert counts["learning-at-home"] == (1, 0, Decimal("12.50"))


def test_six_even_types_need_no_word(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    for kind in ("parenting", "communicating", "volunteering", "learning-at-home", "decision-making", "community"):
        an_action(plan, cast.dov, kind, main_type=kind)
    assert overview_of(plan, cast.dov).imbalance == ""


def test_actions_of_who_has_left_are_without_an_owner(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    action = an_action(plan, cast.dov, owner=cast.ben)
    kept = an_action(plan, cast.dov, "Market", owner=cast.carla)
    assert [part.person for part in overview_of(plan, cast.dov).by_owner] == [cast.ben, cast.carla]
    assert actions_of(cast.ben) == [action]
    SchoolRole.objects.filter(person=cast.ben).update(ended_at=clock.now())
    shown = overview_of(plan, cast.dov)
    assert [(part.person, [line.action for line in part.lines]) for part in shown.by_owner] == [
        (None, [action]), (cast.carla, [kept]),
    ]  # fmt: skip
    assert shown.orphans_sentence == "One action is without an owner."


def test_who_lost_the_staff_door_owns_nothing_either(cast: Cast) -> None:
    from gatepost.accounts.models import User

    plan = a_plan(cast.school, cast.dov)
    an_action(plan, cast.dov, owner=cast.ben)
    user = User.objects.create_user(person=cast.ben, email="ben@example.org", password="x")
    assert overview_of(plan, cast.dov).orphans == []
    user.is_active = False
    user.save()
    assert len(overview_of(plan, cast.dov).orphans) == 1


def test_a_year_of_a_longer_plan_shows_what_takes_place_in_it(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov, years=2)
    first, second = (bounds_of(plan.first_year + ahead, cast.school.pk) for ahead in (0, 1))
    an_action(plan, cast.dov, "First", begins_on=first[0], ends_on=first[1])
    an_action(plan, cast.dov, "Both", begins_on=first[1], ends_on=second[0])
    an_action(plan, cast.dov, "Second", begins_on=second[1])
    an_action(plan, cast.dov, "Whenever")
    titles = {
        year: {line.action.title for line in overview_of(plan, cast.dov, year=year).lines}
        for year in (plan.first_year, plan.last_year)
    }
    assert titles == {plan.first_year: {"First", "Both", "Whenever"}, plan.last_year: {"Both", "Second", "Whenever"}}


def test_months_are_those_of_the_schools_own_year(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, last = bounds_of(plan.first_year, cast.school.pk)
    an_action(plan, cast.dov, "Long", begins_on=first, ends_on=last)
    months = overview_of(plan, cast.dov).by_month
    assert (months[0].first, months[-1].first, len(months)) == (first.replace(day=1), last.replace(day=1), 12)
    assert [len(month.lines) for month in months] == [1, *[0] * 11]
    assert [len(month.going_on) for month in months] == [0, *[1] * 11]


def test_the_current_plan_is_that_of_this_year(cast: Cast) -> None:
    year = this_year(cast.school)
    this = commands.make_plan(cast.school, facts=PlanFacts("This", year, year), by=cast.dov)
    commands.make_plan(cast.school, facts=PlanFacts("Next", year + 1, year + 1), by=cast.dov)
    assert current_plan(cast.ben) == this
    assert current_plan(cast.eve) is None
