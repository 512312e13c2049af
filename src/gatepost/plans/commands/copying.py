"""A next plan from this one: chosen goals, their actions some years later, what was reached as the new starting point."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.text import clean_line
from gatepost.people.models import Person
from gatepost.people.school_years import bounds_of, year_of
from gatepost.plans.commands.actions import ActionFacts, make_action
from gatepost.plans.commands.plans import PlanFacts, make_plan
from gatepost.plans.models import Action, ActionStatus, Goal, Plan, TeamMember
from gatepost.plans.queries.plans import owners_there
from gatepost.plans.rules import Perm

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def copy_to_next_year(
    plan: Plan, *, goals: Collection[int], by: Person, title: str, with_other_actions: bool = True, after: int | None = None
) -> Plan:
    """A draft for as many years as this plan has, beginning after its last year (or the year given, where it ended early).
    The plan copied from stays as it is."""
    ensure(by, Perm.WRITE, plan)
    chosen = goals_chosen(plan, goals)
    ahead = (plan.last_year if after is None else after) - plan.first_year + 1
    facts = PlanFacts(
        title=clean_line(title),
        first_year=plan.first_year + ahead,
        last_year=plan.last_year + ahead,
        vision=plan.vision,
        approving_body=plan.approving_body,
    )
    made = make_plan(plan.school, facts=facts, by=by, goals=())
    made.copied_from = plan
    made.save(update_fields=["copied_from"])
    copied = {goal.pk: _copy_goal(goal, made, number, ahead) for number, goal in enumerate(chosen, start=1)}
    _copy_team(plan, made)
    actions = plan.actions.exclude(status=ActionStatus.DROPPED).select_related("goal", "owner").prefetch_related("sections")
    for action in actions:
        if action.goal_id in copied or (action.goal_id is None and with_other_actions):
            copy_action(action, made, goal=copied.get(action.goal_id or 0), ahead=ahead, by=by)
    history.record("plans.copy_to_next_year", by=by, subject=made, copied_from=plan.pk, goals=len(copied))
    return made


def goals_chosen(plan: Plan, goals: Collection[int]) -> list[Goal]:
    """The chosen goals with their readings; refused where one is of another plan."""
    chosen = [goal for goal in plan.goals.prefetch_related("readings") if goal.pk in goals]
    if len(chosen) != len(set(goals)):
        raise BadInputError(_("One of these goals belongs to another plan. Nothing was copied."))
    return chosen


def a_year_later(day: dt.date | None, school_id: int, ahead: int) -> dt.date | None:
    """The day that lies as far into its school year as this one does; never outside that year."""
    if day is None:
        return None
    year = year_of(day, school_id)
    begun, _last = bounds_of(year, school_id)
    first, last = bounds_of(year + ahead, school_id)
    later = first + (day - begun)
    # The same day of the week: what is on a Thursday stays on a Thursday.
    later += ((day.weekday() - later.weekday() + 3) % 7 - 3) * ONE_DAY
    return min(max(later, first), last)


def _copy_goal(goal: Goal, plan: Plan, number: int, ahead: int) -> Goal:
    readings = list(goal.readings.all())
    baseline: Decimal | None = readings[-1].value if readings else goal.baseline
    return Goal.objects.create(
        plan=plan,
        number=number,
        kind=goal.kind,
        title=goal.title,
        reason=goal.reason,
        indicator=goal.indicator,
        unit=goal.unit,
        baseline=baseline,
        target=goal.target,
        due_on=a_year_later(goal.due_on, plan.school_id, ahead),
        asked_families=False,
    )


def _copy_team(plan: Plan, made: Plan) -> None:
    """Who sits in the team now goes on; who has left does not."""
    TeamMember.objects.bulk_create(
        TeamMember(plan=made, person_id=one.person_id, name=one.name, side=one.side, task=one.task)
        for one in plan.members.filter(left_on=None)
    )


def copy_action(action: Action, plan: Plan, *, goal: Goal | None, ahead: int, by: Person) -> None:
    """The same again so many years later: planned, nothing spent, with a name of its own under which contacts gather."""
    there = action.owner_id in owners_there(plan.school_id)
    facts = ActionFacts(
        title=action.title,
        main_type=action.main_type,
        other_types=action.other_types,
        goal=goal,
        sections=[section for section in action.sections.all() if section.ended_at is None],
        grades=action.grades,
        languages=action.languages,
        owner=action.owner if there else None,
        helpers=action.helpers,
        begins_on=a_year_later(action.begins_on, plan.school_id, ahead),
        ends_on=a_year_later(action.ends_on, plan.school_id, ahead),
        steps=action.steps,
        cost=action.cost,
        indicator=action.indicator,
        measure=action.measure,
    )
    make_action(plan, facts=facts, by=by)
