"""Writing goals, and where their numbers stand."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.people.models import Person
from gatepost.people.school_years import bounds_of
from gatepost.plans.commands.plans import being_written, refuse_days_outside, running, touched
from gatepost.plans.contents import of_goal
from gatepost.plans.models import Goal, GoalKind, Plan, Reading
from gatepost.plans.plan_words import day
from gatepost.plans.rules import Perm
from gatepost.plans.stamps import ensure_unchanged

PERCENT = "%"


@dataclass(frozen=True)
class GoalFacts:
    """All that a goal says."""

    title: str
    kind: str = GoalKind.OTHER
    reason: str = ""
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_on: dt.date | None = None
    asked_families: bool = False


@transaction.atomic
def add_goal(plan: Plan, *, facts: GoalFacts, by: Person) -> Goal:
    """One more goal, after those that are there."""
    ensure(by, Perm.WRITE, plan)
    locked = being_written(plan)
    refuse_days_outside(locked, facts.due_on)
    last = locked.goals.aggregate(last=Max("number"))["last"] or 0
    goal = Goal.objects.create(plan=locked, number=last + 1, **_cleaned(facts))
    touched(locked)
    history.record("plans.add_goal", by=by, subject=goal, plan=locked.pk)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, facts: GoalFacts, by: Person, seen: str | None = None) -> Goal:
    """Write a goal anew."""
    ensure(by, Perm.WRITE, goal.plan)
    locked_plan = being_written(goal.plan)
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    ensure_unchanged(of_goal(locked), seen)
    refuse_days_outside(locked_plan, facts.due_on)
    for name, value in _cleaned(facts).items():
        setattr(locked, name, value)
    locked.save()
    touched(locked_plan)
    history.record("plans.change_goal", by=by, subject=locked, plan=locked_plan.pk)
    return locked


@transaction.atomic
def remove_goal(goal: Goal, *, by: Person) -> None:
    """Take a goal out; its actions stay, without one. A goal that was measured stays as well."""
    ensure(by, Perm.WRITE, goal.plan)
    locked = being_written(goal.plan)
    if goal.readings.exists():
        raise ConflictError(_("This goal has been measured, so it stays. Write it anew if it changed."))
    history.record("plans.remove_goal", by=by, subject=goal, plan=locked.pk)
    goal.delete()
    for number, one in enumerate(locked.goals.order_by("number"), start=1):
        Goal.objects.filter(pk=one.pk).update(number=number)
    touched(locked)


@transaction.atomic
def add_reading(goal: Goal, *, value: Decimal, on: dt.date, by: Person) -> Reading:
    """Where the number stood on a day; a second reading of one day corrects the first."""
    ensure(by, Perm.WRITE, goal.plan)
    locked = running(goal.plan)
    _check_reading(goal, locked, value, on)
    reading, _is_new = Reading.objects.update_or_create(goal=goal, read_on=on, defaults={"value": value, "read_by": by})
    history.record("plans.add_reading", by=by, subject=goal, plan=locked.pk, on=on.isoformat())
    return reading


@transaction.atomic
def remove_reading(reading: Reading, *, by: Person) -> None:
    """Take out a number that was written down wrongly; what it was stays in the history."""
    ensure(by, Perm.WRITE, reading.goal.plan)
    locked = running(reading.goal.plan)
    said = {"on": reading.read_on.isoformat(), "value": str(reading.value)}
    history.record("plans.remove_reading", by=by, subject=reading.goal, plan=locked.pk, **said)
    reading.delete()


def _check_reading(goal: Goal, plan: Plan, value: Decimal, on: dt.date) -> None:
    first, _last = bounds_of(plan.first_year, plan.school_id)
    if on > clock.today(plan.school.timezone):
        raise BadInputError(_("A number is read on a day that has come. Please choose another day."))
    if on < first:
        raise BadInputError(
            _("The plan begins on %(first)s. Where the number stood before is written as the goal’s start.")
            % {"first": day(first)}
        )
    if goal.unit.strip() == PERCENT and not 0 <= value <= 100:
        raise BadInputError(_("This number is counted in percent, so it lies between 0 and 100."))


def _cleaned(facts: GoalFacts) -> dict[str, str | bool | Decimal | dt.date | None]:
    title = clean_line(facts.title)[:300]
    if not title:
        raise BadInputError(_("Please say in a sentence what shall be different."))
    return {
        "title": title,
        "kind": facts.kind,
        "reason": clean_text(facts.reason),
        "indicator": clean_line(facts.indicator)[:300],
        "unit": clean_line(facts.unit)[:30],
        "baseline": facts.baseline,
        "target": facts.target,
        "due_on": facts.due_on,
        "asked_families": facts.asked_families,
    }
