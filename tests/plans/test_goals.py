"""Goals: their words, their number over time, and whether it moves."""

import datetime as dt
from decimal import Decimal

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.plans.commands.goals import GoalFacts, add_goal, add_reading, change_goal, remove_goal
from gatepost.plans.contents import of_goal
from gatepost.plans.goal_chart import chart_of
from gatepost.plans.goal_words import Progress, Way
from gatepost.plans.models import Goal, Reading
from gatepost.plans.queries.overview import progress_of
from gatepost.plans.stamps import StaleError, stamp_of
from tests.plans.planning import a_plan, an_action
from tests.support.cast import Cast

READING = GoalFacts(
    "More children read at home", "academic", unit="%", baseline=Decimal(71), target=Decimal(85), due_on=dt.date(2030, 6, 15)
)


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
    goal = add_goal(a_plan(cast.school, cast.dov), facts=READING, by=cast.dov)
    [before] = progress_of([goal])
    assert before.sentence == "It stood at 71\u00a0%. The target is 85\u00a0% by June 2030."
    add_reading(goal, value=Decimal("78.00"), on=clock.today(), by=cast.dov)
    [after] = progress_of([goal])
    assert after.sentence == "From 71\u00a0% to 78\u00a0%. The target is 85\u00a0% by June 2030."


def test_a_second_reading_of_a_day_corrects_the_first(cast: Cast) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=READING, by=cast.dov)
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
    goal = add_goal(a_plan(cast.school, cast.dov), facts=READING, by=cast.dov)
    seen = stamp_of(of_goal(Goal.objects.get(pk=goal.pk)))
    change_goal(goal, facts=GoalFacts("What Carla wrote"), seen=seen, by=cast.carla)
    with pytest.raises(StaleError):
        change_goal(goal, facts=GoalFacts("What Dov wrote"), seen=seen, by=cast.dov)
    goal.refresh_from_db()
    assert goal.title == "What Carla wrote"


def test_a_chart_needs_two_numbers(cast: Cast) -> None:
    goal = add_goal(a_plan(cast.school, cast.dov), facts=READING, by=cast.dov)
    [empty] = progress_of([goal])
    assert chart_of(empty) is None
    add_reading(goal, value=Decimal(78), on=clock.today(), by=cast.dov)
    [read] = progress_of([goal])
    chart = chart_of(read)
    assert chart is not None
    assert [point.words for point in chart.points] == ["71\u00a0%", "78\u00a0%"]
    assert chart.target == (85.0, "target 85\u00a0%")
