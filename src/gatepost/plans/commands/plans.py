"""Making a plan, writing its words, and its way from draft to approval and back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.people.models import Person, School
from gatepost.people.school_years import bounds_of
from gatepost.plans.commands.versions import keep_version
from gatepost.plans.contents import of_plan
from gatepost.plans.models import NEXT, Goal, GoalKind, Plan, PlanState
from gatepost.plans.plan_words import day, stretch, years
from gatepost.plans.rules import Perm
from gatepost.plans.stamps import ensure_unchanged

MOST_YEARS = 10
# The usual shape: two goals about learning, one about behaviour, one about a school where families are at home.
USUAL_GOALS = (GoalKind.ACADEMIC, GoalKind.ACADEMIC, GoalKind.BEHAVIOUR, GoalKind.CLIMATE)


@dataclass(frozen=True)
class PlanFacts:
    """The plan's own words and years."""

    title: str
    first_year: int
    last_year: int
    vision: str = ""
    approving_body: str = ""


@transaction.atomic
def make_plan(school: School, *, facts: PlanFacts, by: Person, goals: tuple[str, ...] = USUAL_GOALS) -> Plan:
    """A draft with so many empty goals."""
    ensure(by, Perm.WRITE, school)
    _check_years(facts)
    now = clock.now()
    plan = Plan.objects.create(school=school, created_by=by, created_at=now, changed_at=now, **_cleaned(facts))
    Goal.objects.bulk_create(Goal(plan=plan, number=number, kind=kind, title="") for number, kind in enumerate(goals, start=1))
    history.record("plans.make_plan", by=by, subject=plan, school=school.pk)
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, facts: PlanFacts, by: Person, seen: str | None = None) -> Plan:
    """Write title, years, vision and who approves. Years in which actions and goals lie stay."""
    ensure(by, Perm.WRITE, plan)
    locked = being_written(plan)
    ensure_unchanged(of_plan(locked), seen)
    _check_years(facts)
    for name, value in _cleaned(facts).items():
        setattr(locked, name, value)
    _check_all_fits(locked)
    locked.changed_at = clock.now()
    locked.save()
    history.record("plans.change_plan", by=by, subject=locked)
    return locked


@transaction.atomic
def propose(plan: Plan, *, by: Person) -> Plan:
    """Put the plan before the body that approves it; what it reads is kept as a version."""
    ensure(by, Perm.WRITE, plan)
    locked = _on_its_way(plan, PlanState.PROPOSED)
    if not locked.approving_body:
        raise NotReadyError(_("Please write first who approves the plan: the school board, the council or another body."))
    if not locked.goals.exclude(title="").exists():
        raise NotReadyError(_("A plan needs at least one goal in words before it is put before anybody."))
    _enter(locked, PlanState.PROPOSED)
    keep_version(locked, occasion=_("Put before %(body)s") % {"body": locked.approving_body}, by=by)
    history.record("plans.propose", by=by, subject=locked)
    return locked


@transaction.atomic
def take_back(plan: Plan, *, by: Person) -> Plan:
    """From the body back to the desk: it is being written again."""
    ensure(by, Perm.WRITE, plan)
    locked = _locked(plan)
    if locked.state != PlanState.PROPOSED:
        raise ConflictError(_("This plan is not before anybody at the moment. Nothing was changed."))
    _enter(locked, PlanState.DRAFT)
    history.record("plans.take_back", by=by, subject=locked)
    return locked


@transaction.atomic
def approve(plan: Plan, *, on: dt.date, by: Person) -> Plan:
    """Write down that the body has approved the plan on that day; the plan as approved is kept as a version."""
    ensure(by, Perm.APPROVE, plan)
    locked = _on_its_way(plan, PlanState.APPROVED)
    if on > clock.today(locked.school.timezone):
        raise BadInputError(_("An approval is written down once it has been given. Please choose a day that has come."))
    locked.approved_on, locked.approved_by = on, by
    _enter(locked, PlanState.APPROVED)
    words = _("Approved by %(body)s on %(day)s") % {"body": locked.approving_body, "day": day(on)}
    keep_version(locked, occasion=words, by=by)
    history.record("plans.approve", by=by, subject=locked, on=on.isoformat())
    return locked


@transaction.atomic
def reopen(plan: Plan, *, reason: str, by: Person) -> Plan:
    """Change an approved plan: it is a draft again until the body approves it anew. What stood before stays readable."""
    ensure(by, Perm.WRITE, plan)
    why = clean_line(reason)
    if not why:
        raise BadInputError(_("Please say in a few words why the approved plan is changed."))
    locked = _locked(plan)
    if locked.state != PlanState.APPROVED:
        raise ConflictError(_("Only an approved plan is opened for a change. Nothing was changed."))
    keep_version(locked, occasion=_("Before a change: %(reason)s") % {"reason": why}, by=by)
    _enter(locked, PlanState.DRAFT)
    history.record("plans.reopen", by=by, subject=locked)
    return locked


@transaction.atomic
def close_plan(plan: Plan, *, by: Person) -> Plan:
    """The plan is over; it stays readable, and can be copied to a next one."""
    ensure(by, Perm.APPROVE, plan)
    locked = _on_its_way(plan, PlanState.CLOSED)
    _enter(locked, PlanState.CLOSED)
    keep_version(locked, occasion=_("At its end"), by=by)
    history.record("plans.close_plan", by=by, subject=locked)
    return locked


def being_written(plan: Plan) -> Plan:
    """The plan, held; refused where its words may not be changed at the moment."""
    locked = _locked(plan)
    refuse_unless_written(locked)
    return locked


def running(plan: Plan) -> Plan:
    """The plan, held; refused once it is over."""
    locked = _locked(plan)
    refuse_if_over(locked)
    return locked


def refuse_unless_written(plan: Plan) -> None:
    """Words are changed in a draft only."""
    if plan.state == PlanState.APPROVED:
        raise ConflictError(
            _("This plan is approved. To change it, press “Change the plan” first and say why; nothing was changed.")
        )
    if plan.state == PlanState.PROPOSED:
        raise ConflictError(
            _("This plan lies before %(body)s. To change it, take it back first; nothing was changed.")
            % {"body": plan.approving_body}
        )
    refuse_if_over(plan)


def refuse_if_over(plan: Plan) -> None:
    if plan.state == PlanState.CLOSED:
        raise ConflictError(_("This plan is over. Copy it to the next year and go on there; nothing was changed."))


def refuse_days_outside(plan: Plan, *days: dt.date | None) -> None:
    """What has a day lies in the school years of the plan."""
    first, last = bounds_of(plan.first_year, plan.school_id)[0], bounds_of(plan.last_year, plan.school_id)[1]
    if any(moment is not None and not first <= moment <= last for moment in days):
        raise BadInputError(
            _("The plan is for %(years)s, from %(first)s to %(last)s. Please choose days within it.")
            % {"years": years(plan.first_year, plan.last_year, plan.school_id), "first": day(first), "last": day(last)}
        )


def touched(plan: Plan) -> None:
    """Something of the plan was changed now."""
    Plan.objects.filter(pk=plan.pk).update(changed_at=clock.now())


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("school").get(pk=plan.pk)


def _on_its_way(plan: Plan, state: PlanState) -> Plan:
    locked = _locked(plan)
    if state not in NEXT[locked.state]:
        raise ConflictError(
            _("The plan is in another state by now: %(state)s. Nothing was changed.") % {"state": locked.get_state_display()}
        )
    return locked


def _enter(plan: Plan, state: PlanState) -> None:
    plan.state, plan.changed_at = state, clock.now()
    plan.save(update_fields=["state", "changed_at", "approved_on", "approved_by"])


def _cleaned(facts: PlanFacts) -> dict[str, str | int]:
    return {
        "title": clean_line(facts.title)[:200],
        "first_year": facts.first_year,
        "last_year": facts.last_year,
        "vision": clean_text(facts.vision),
        "approving_body": clean_line(facts.approving_body)[:200],
    }


def _check_years(facts: PlanFacts) -> None:
    if not clean_line(facts.title):
        raise BadInputError(_("Please give the plan a name."))
    if not facts.first_year <= facts.last_year < facts.first_year + MOST_YEARS:
        raise BadInputError(_("The last school year comes after the first, and a plan holds ten years at most."))


def _check_all_fits(plan: Plan) -> None:
    first, last = bounds_of(plan.first_year, plan.school_id)[0], bounds_of(plan.last_year, plan.school_id)[1]
    before = Q(begins_on__lt=first) | Q(ends_on__lt=first)
    action = plan.actions.filter(before | Q(begins_on__gt=last) | Q(ends_on__gt=last)).order_by("pk").first()
    goal = plan.goals.filter(Q(due_on__lt=first) | Q(due_on__gt=last)).order_by("number").first()
    if action is None and goal is None:
        return
    title = action.title if action is not None else goal.title if goal is not None else ""
    when = stretch(action.begins_on, action.ends_on) if action is not None else day(goal.due_on if goal is not None else None)
    raise BadInputError(
        _("“%(title)s” (%(when)s) would lie outside %(years)s. Give it other dates first.")
        % {"title": title, "when": when, "years": years(plan.first_year, plan.last_year, plan.school_id)}
    )


def usual_title(school: School, first_year: int, last_year: int | None = None) -> str:
    """What a plan is called unless somebody calls it otherwise."""
    return _("Partnership plan %(years)s") % {"years": years(first_year, last_year or first_year, school.pk)}
