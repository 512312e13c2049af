"""From one school year to the next: a plan that runs on is opened for it, one that ends is followed by a new one."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Person
from gatepost.people.school_years import bounds_of, label_of
from gatepost.plans.commands.copying import copy_action, copy_to_next_year, goals_chosen
from gatepost.plans.commands.plans import being_written, reopen, usual_title
from gatepost.plans.models import Action, ActionStatus, Plan, PlanState
from gatepost.plans.rules import Perm


@transaction.atomic
def carry_into_next_year(
    plan: Plan, *, year: int, goals: Collection[int], by: Person, title: str = "", with_other_actions: bool = True
) -> Plan:
    """What was planned for `year` is planned again for the year after it.

    While the plan runs on, that is the same plan, a draft again, its goals and their numbers as they are; `title` is for the
    new plan that follows one which ends.
    """
    ensure(by, Perm.WRITE, plan)
    held = Plan.objects.select_for_update(of=("self",)).select_related("school").get(pk=plan.pk)
    if not held.first_year <= year <= held.last_year:
        raise BadInputError(_("This plan is not for that year."))
    if not runs_on(held, year):
        name = title or next_title(held, year)
        return copy_to_next_year(held, goals=goals, by=by, title=name, with_other_actions=with_other_actions, after=year)
    chosen: set[int | None] = {goal.pk for goal in goals_chosen(held, goals)}
    if with_other_actions:
        chosen.add(None)
    return _carry(held, year, chosen, by)


def next_draft(plan: Plan, *, year: int, by: Person) -> Plan:
    """The draft for the year after this one, with all goals: the same plan opened again, or the one that follows it."""
    goals = list(plan.goals.values_list("pk", flat=True))
    return carry_into_next_year(plan, year=year, goals=goals, by=by)


def runs_on(plan: Plan, year: int) -> bool:
    """Whether the year after belongs to this plan, too; one that is over has none."""
    return year < plan.last_year and plan.state != PlanState.CLOSED


def next_title(plan: Plan, year: int) -> str:
    """What the plan is called that follows this one after that year."""
    return usual_title(plan.school, year + 1, year + 1 + plan.last_year - plan.first_year)


def _carry(plan: Plan, year: int, chosen: Collection[int | None], by: Person) -> Plan:
    there = {action.title for action in plan.actions.all() if _begins_in(action, plan, year + 1)}
    actions = plan.actions.exclude(status=ActionStatus.DROPPED).select_related("goal", "owner").prefetch_related("sections")
    again = [
        action
        for action in actions
        if action.goal_id in chosen
        and action.title not in there
        and _begins_in(action, plan, year)
        and _ends_by(action, plan, year)
    ]
    # Approved anew with all of next year in it, there is nothing for which it had to be opened.
    if plan.state == PlanState.APPROVED and (again or not there):
        plan = reopen(plan, reason=_("next year, %(year)s") % {"year": label_of(year + 1, plan.school_id)}, by=by)
    if plan.state != PlanState.APPROVED:
        being_written(plan)
    for action in again:
        copy_action(action, plan, goal=action.goal, ahead=1, by=by)
    history.record("plans.carry_into_next_year", by=by, subject=plan, year=year, actions=len(again))
    return Plan.objects.select_related("school").get(pk=plan.pk)


def _begins_in(action: Action, plan: Plan, year: int) -> bool:
    """What has no dates stands in every year of the plan already, and begins in none."""
    first, last = bounds_of(year, plan.school_id)
    begins: dt.date | None = action.begins_on or action.ends_on
    return begins is not None and first <= begins <= last


def _ends_by(action: Action, plan: Plan, year: int) -> bool:
    """What goes on beyond the year needs no second one."""
    return action.ends_on is None or action.ends_on <= bounds_of(year, plan.school_id)[1]
