"""Goals: their words, their number over time, and whether it moves."""

import datetime as dt
from decimal import Decimal

import pytest

from gatepost.history.models import Event
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.school_years import bounds_of
from gatepost.plans.commands.goals import GoalFacts, add_goal, add_reading, change_goal, remove_goal, remove_reading
from gatepost.plans.commands.plans import PlanFacts, change_plan, make_plan
from gatepost.plans.contents import of_goal
from gatepost.plans.goal_chart import chart_of
from gatepost.plans.goal_words import Progress, Way
from gatepost.plans.models import Goal, Reading
from gatepost.plans.queries.overview import progress_of
from gatepost.plans.stamps import StaleError, stamp_of
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast


def reading(due_on: dt.date | None = None) -> GoalFacts:
    return GoalFacts("More children read at home", "academic", unit="%", baseline=Decimal(71), target=Decimal(85), due_on=due_on)


def progress(start: int | None, target: int | None, *values: int, title: str = "A goal") -> Progress:
    goal = Goal(title=title, baseline=start, target=target, unit="%")
    return Progress(goal, tuple(Reading(value=Decimal(value), read_on=dt.date(2026, 9, 1)) for value in values))


@pytest.mark.parametrize(
    ("shown", "way"),
    [
        (progress(71, 85, 78), Way.ON),
        (progress(71, 85, 85), Way.REACHED),
        (progress(71, 85, 71), Way.NOT),
        (progress(71, 85, 70), Way.NOT),
        (progress(41, 25, 43), Way.NOT),
        (progress(41, 25, 30), Way.ON),
        (progress(41, 25, 20), Way.REACHED),
        (progress(None, 85, 60, 70), Way.ON),
        (progress(None, 85, 60), Way.UNKNOWN),
        (progress(71, None, 78), Way.UNKNOWN),
        (progress(71, 85), Way.UNKNOWN),
        (progress(71, 85, 78, title=""), Way.EMPTY),
    ],
)
def test_a_goal_is_on_its_way_when_its_number_moves_towards_the_target(shown: Progress, way: Way) -> None:
    assert shown.way == way


def test_a_goal_says_from_where_it_came_and_where_it_goes(cast: Cast) -> None:
    plan = make_plan(cast.school, facts=PlanFacts("Long", this_year(cast.school), 2030), by=cast.dov)
    goal = add_goal(plan, facts=reading(dt.date(2030, 6, 15)), by=cast.dov)
    [before] = progress_of([goal])
    assert before.sentence == "It stood at 71\u00a0%. The target is 85\u00a0% by June 2030."
    add_reading(goal, value=Decimal("78.00"), on=clock.today(), by=cast.dov)
    [after] = progress_of([goal])
    assert after.sentence == "From 71\u00a0% to 78\u00a0%. The target is 85\u00a0% by June 2030."


def test_a_second_reading_of_a_day_corrects_the_first(cast: Cast) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=reading(), by=cast.dov)
    for value in (75, 78):
        add_reading(goal, value=Decimal(value), on=clock.today(), by=cast.carla)
    assert [(one.value, one.read_by) for one in goal.readings.all()] == [(Decimal(78), cast.carla)]
    with pytest.raises(BadInputError):
        add_reading(goal, value=Decimal(80), on=clock.today() + dt.timedelta(days=2), by=cast.dov)


def test_a_goal_that_was_measured_stays(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, second, third, _fourth = plan.goals.all()
    add_reading(first, value=Decimal(1), on=clock.today(), by=cast.dov)
    with pytest.raises(ConflictError):
        remove_goal(first, by=cast.dov)
    action = an_action(plan, cast.dov, goal=second)
    remove_goal(second, by=cast.dov)
    action.refresh_from_db()
    assert action.goal is None
    assert [(goal.pk, goal.number) for goal in plan.goals.all()][:2] == [(first.pk, 1), (third.pk, 2)]


def test_a_goal_written_by_two_keeps_the_first(cast: Cast) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=reading(), by=cast.dov)
    seen = stamp_of(of_goal(Goal.objects.get(pk=goal.pk)))
    change_goal(goal, facts=GoalFacts("What Carla wrote"), seen=seen, by=cast.carla)
    with pytest.raises(StaleError):
        change_goal(goal, facts=GoalFacts("What Dov wrote"), seen=seen, by=cast.dov)
    goal.refresh_from_db()
    assert goal.title == "What Carla wrote"


def test_a_chart_needs_two_numbers(cast: Cast) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=reading(), by=cast.dov)
    [empty] = progress_of([goal])
    assert chart_of(empty) is None
    add_reading(goal, value=Decimal(78), on=clock.today(), by=cast.dov)
    [read] = progress_of([goal])
    chart = chart_of(read)
    assert chart is not None
    assert [point.words for point in chart.points] == ["71\u00a0%", "78\u00a0%"]
    assert chart.target == (85.0, "target 85\u00a0%")


@pytest.mark.parametrize(("unit", "value"), [("%", "-5000"), ("%", "-0.01"), (" % ", "100.01")])
def test_no_share_is_below_nothing_or_above_all(cast: Cast, unit: str, value: str) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=GoalFacts("Reading", unit=unit), by=cast.dov)
    with pytest.raises(BadInputError, match="between 0 and 100"):
        add_reading(goal, value=Decimal(value), on=clock.today(), by=cast.dov)
    other = add_goal(goal.plan, facts=GoalFacts("Families", unit="families"), by=cast.dov)
    add_reading(other, value=Decimal(5000), on=clock.today(), by=cast.dov)
    assert list(Reading.objects.values_list("goal", flat=True)) == [other.pk]


def test_a_number_is_read_within_the_plan(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, _last = bounds_of(plan.first_year, cast.school.pk)
    goal = add_goal(plan, facts=reading(), by=cast.dov)
    with pytest.raises(BadInputError, match="The plan begins on"):
        add_reading(goal, value=Decimal(70), on=first - dt.timedelta(days=1), by=cast.dov)
    assert add_reading(goal, value=Decimal(70), on=first, by=cast.dov).read_on == first


def test_a_wrong_number_is_taken_out_and_remembered(cast: Cast) -> None:
    year = this_year(cast.school)
    plan = make_plan(cast.school, facts=PlanFacts("Long", year - 1, year), by=cast.dov)
    goal = add_goal(plan, facts=reading(), by=cast.dov)
    wrong = add_reading(goal, value=Decimal(7), on=clock.today() - dt.timedelta(days=1), by=cast.dov)
    right = add_reading(goal, value=Decimal(78), on=clock.today(), by=cast.dov)
    for somebody in (cast.ben, cast.eve):
        with pytest.raises(NotAllowedError):
            remove_reading(wrong, by=somebody)
    remove_reading(wrong, by=cast.carla)
    assert list(goal.readings.all()) == [right]
    kept = Event.objects.get(action="plans.remove_reading")
    assert (Decimal(kept.details["value"]), kept.details["on"]) == (
        Decimal(7),
        (clock.today() - dt.timedelta(days=1)).isoformat(),
    )


def test_a_goal_is_due_within_its_plan(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    first, last = bounds_of(plan.first_year, cast.school.pk)
    goal = add_goal(plan, facts=reading(last), by=cast.dov)
    for wrong in (first - dt.timedelta(days=1), last + dt.timedelta(days=1)):
        with pytest.raises(BadInputError, match="choose days within it"):
            add_goal(plan, facts=reading(wrong), by=cast.dov)
        with pytest.raises(BadInputError, match="choose days within it"):
            change_goal(goal, facts=reading(wrong), by=cast.dov)
    with pytest.raises(BadInputError, match="More children read at home"):
        change_plan(plan, facts=PlanFacts("Later", plan.first_year + 1, plan.first_year + 1), by=cast.dov)
