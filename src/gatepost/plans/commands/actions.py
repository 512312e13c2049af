"""Writing actions: what somebody does, for whom, from when to when; and how far it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.people.models import Person, Section
from gatepost.plans.commands.plans import being_written, refuse_days_outside, running, touched
from gatepost.plans.contents import of_action
from gatepost.plans.models import Action, ActionStatus, Goal, Plan, PlanState
from gatepost.plans.queries.plans import OPEN, owners_there
from gatepost.plans.rules import Perm
from gatepost.plans.stamps import ensure_unchanged
from gatepost.touchpoints.commands.activities import keep_activity

# So long before and after its days an action is offered where something is sent or logged.
BEFORE, AFTER = dt.timedelta(days=30), dt.timedelta(days=30)


@dataclass(frozen=True)
class ActionFacts:
    """All that an action says; what is left out is empty."""

    title: str
    main_type: str
    other_types: Sequence[str] = ()
    goal: Goal | None = None
    sections: Sequence[Section] = ()
    grades: Sequence[str] = ()
    languages: Sequence[str] = ()
    owner: Person | None = None
    helpers: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    steps: str = ""
    cost: Decimal | None = None
    spent: Decimal | None = None
    indicator: str = ""
    status: str = ActionStatus.PLANNED
    measure: int | None = None


@transaction.atomic
def make_action(plan: Plan, *, facts: ActionFacts, by: Person) -> Action:
    """One more action of the plan, with the name under which its contacts gather."""
    ensure(by, Perm.WRITE, plan)
    locked = being_written(plan)
    values = _checked(facts, locked, owner_before=None)
    action = Action.objects.create(plan=locked, created_at=clock.now(), **values)
    action.sections.set(facts.sections)
    _keep_activity(action)
    touched(locked)
    history.record("plans.make_action", by=by, subject=action, plan=locked.pk, owner=action.owner_id)
    return action


@transaction.atomic
def change_action(action: Action, *, facts: ActionFacts, by: Person, seen: str | None = None) -> Action:
    """Write an action anew. Which measure it came from stays."""
    ensure(by, Perm.WRITE, action.plan)
    plan = being_written(action.plan)
    locked = _locked(action)
    ensure_unchanged(of_action(locked), seen)
    for name, value in _checked(facts, plan, owner_before=locked.owner_id).items():
        if name != "measure":
            setattr(locked, name, value)
    locked.save()
    locked.sections.set(facts.sections)
    _keep_activity(locked)
    touched(plan)
    history.record("plans.change_action", by=by, subject=locked, plan=plan.pk, owner=locked.owner_id)
    return locked


@transaction.atomic
def say_how_far(action: Action, *, status: str, by: Person, spent: Decimal | None = None, seen: str | None = None) -> Action:
    """Its owner says how it goes, also where the plan is approved: that is no change of the plan."""
    ensure(by, Perm.DO_ACTION, action)
    running(action.plan)
    locked = _locked(action)
    ensure_unchanged(of_action(locked), seen)
    if status not in ActionStatus.values:
        raise BadInputError(_("Please choose how far the action is."))
    _check_spent(spent)
    before, locked.status, locked.spent = locked.status, status, spent
    locked.save(update_fields=["status", "spent"])
    _keep_activity(locked)
    history.record("plans.say_how_far", by=by, subject=locked, before=before, status=status)
    return locked


@transaction.atomic
def give_owner(action: Action, *, to: Person, by: Person) -> Action:
    """Somebody else does it from now on, also where the plan is approved: who does it must never wait for a meeting."""
    ensure(by, Perm.WRITE, action.plan)
    plan = running(action.plan)
    _check_owner(to, plan, owner_before=None)
    locked = _locked(action)
    before, locked.owner = locked.owner_id, to
    locked.save(update_fields=["owner"])
    _keep_activity(locked)
    history.record("plans.give_owner", by=by, subject=locked, before=before, owner=to.pk)
    return locked


@transaction.atomic
def remove_action(action: Action, *, by: Person) -> None:
    """Take out an action nobody has begun; one with contacts or evaluations is dropped by its status instead."""
    ensure(by, Perm.WRITE, action.plan)
    plan = being_written(action.plan)
    locked = _locked(action)
    activity = locked.activity
    if locked.evaluations.exists() or (activity is not None and activity.touchpoints.exists()):
        raise ConflictError(_("Something has been done for this action already, so it stays. Its status can say “not done”."))
    history.record("plans.remove_action", by=by, subject=locked, plan=plan.pk)
    locked.delete()
    if activity is not None:
        activity.delete()
    touched(plan)


def keep_activities() -> int:
    """Days pass: what is offered where something is sent or logged is set right. Returns how many were."""
    changed = 0
    for action in Action.objects.exclude(activity=None).select_related("activity", "plan__school"):
        if action.activity is not None and action.activity.is_open != _is_open(action):
            _keep_activity(action)
            changed += 1
    return changed


def _locked(action: Action) -> Action:
    found = Action.objects.select_for_update(of=("self",)).select_related("plan__school", "goal", "owner", "activity")
    return found.prefetch_related("sections").get(pk=action.pk)


def _keep_activity(action: Action) -> None:
    activity = keep_activity(
        action.reference,
        school=action.plan.school,
        title=action.title,
        involvement_type=action.main_type,
        days=(action.begins_on, action.ends_on),
        is_open=_is_open(action),
        owner=action.owner,
    )
    if action.activity_id != activity.pk:
        action.activity = activity
        action.save(update_fields=["activity"])


def _is_open(action: Action) -> bool:
    """While it is planned or under way, around its days."""
    today = clock.today(action.plan.school.timezone)
    has_come = action.begins_on is None or action.begins_on - BEFORE <= today
    has_gone = action.ends_on is not None and action.ends_on + AFTER < today
    return action.status in OPEN and action.plan.state != PlanState.CLOSED and has_come and not has_gone


def _checked(facts: ActionFacts, plan: Plan, *, owner_before: int | None) -> dict[str, Any]:
    """The values of the row; refused where something does not fit the plan or the school."""
    values = {one.name: getattr(facts, one.name) for one in fields(facts) if one.name != "sections"}
    values["title"] = clean_line(facts.title)[:200]
    if not values["title"]:
        raise BadInputError(_("Please say what is done."))
    if facts.goal is not None and facts.goal.plan_id != plan.pk:
        raise BadInputError(_("This goal belongs to another plan."))
    if any(section.school_id != plan.school_id for section in facts.sections):
        raise BadInputError(_("One of these classes belongs to another school."))
    values["other_types"] = [kind for kind in dict.fromkeys(facts.other_types) if kind != facts.main_type]
    values["grades"], values["languages"] = list(facts.grades), list(facts.languages)
    values["helpers"], values["indicator"] = clean_line(facts.helpers)[:300], clean_line(facts.indicator)[:300]
    values["steps"] = clean_text(facts.steps)
    _check_owner(facts.owner, plan, owner_before=owner_before)
    _check_days(facts, plan)
    _check_spent(facts.spent)
    return values


def _check_spent(spent: Decimal | None) -> None:
    if spent is not None and spent < 0:
        raise BadInputError(_("What was spent cannot be less than nothing."))


def _check_owner(owner: Person | None, plan: Plan, *, owner_before: int | None) -> None:
    if owner is not None and owner.pk != owner_before and owner.pk not in owners_there(plan.school_id):
        raise BadInputError(_("%(name)s does not work at this school now. Please choose somebody else.") % {"name": owner})


def _check_days(facts: ActionFacts, plan: Plan) -> None:
    if facts.begins_on and facts.ends_on and facts.ends_on < facts.begins_on:
        raise BadInputError(_("The action would end before it begins."))
    refuse_days_outside(plan, facts.begins_on, facts.ends_on)
