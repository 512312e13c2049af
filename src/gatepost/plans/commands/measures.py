"""Deciding about the 15 measures; one that is taken up becomes an action of the plan."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, may
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.people.models import Person, School
from gatepost.plans.catalogue.due import Span, days_of
from gatepost.plans.catalogue.measures import MEASURES, Measure
from gatepost.plans.commands.actions import ActionFacts, make_action
from gatepost.plans.models import Action, MeasureDecision, Plan, PlanState, Verdict
from gatepost.plans.rules import Perm


@dataclass(frozen=True)
class Decided:
    """What was decided, why, and by whom. `our_way` is needed where the measure is adapted."""

    verdict: str
    reason: str
    decided_by: str
    our_way: str = ""


@transaction.atomic
def decide_measure(school: School, number: int, decided: Decided, *, year: int, by: Person) -> MeasureDecision:
    """Write down a decision for one school year; earlier ones stay. Raises BadInputError where a reason is missing."""
    ensure(by, Perm.DECIDE_MEASURES, school)
    if number not in MEASURES or decided.verdict not in Verdict.values:
        raise BadInputError(_("Please choose one of the three: we do it, we do it our way, not for us."))
    reason, body, our_way = clean_text(decided.reason), clean_line(decided.decided_by)[:200], clean_text(decided.our_way)
    if not reason:
        raise BadInputError(_("Please say why. In a year, somebody will ask."))
    if not body:
        raise BadInputError(_("Please say who decided, such as the plan’s team."))
    if decided.verdict == Verdict.ADAPT and not our_way:
        raise BadInputError(_("Please say how you do it."))
    decision = MeasureDecision.objects.create(
        school=school,
        measure=number,
        year=year,
        verdict=decided.verdict,
        our_way=our_way if decided.verdict == Verdict.ADAPT else "",
        reason=reason,
        decided_by=body,
        written_by=by,
        written_at=clock.now(),
    )
    history.record("plans.decide_measure", by=by, subject=decision, measure=number, year=year, verdict=decided.verdict)
    return decision


@transaction.atomic
def take_into_plan(decision: MeasureDecision, *, by: Person) -> Action | None:
    """An action for a measure that was taken up, with days from the school calendar.

    None where the measure is declined, where no plan of that year can be written by this person, or where it stands there already.
    """
    if decision.verdict == Verdict.DECLINE:
        return None
    plan = plan_to_write(decision.school, decision.year, by=by)
    if plan is None:
        return None
    first, last = days_of(MEASURES[decision.measure].window, year=decision.year, school_id=decision.school_id)
    if plan.actions.filter(measure=decision.measure, begins_on=first).exists():
        return None
    return make_action(plan, facts=_facts(MEASURES[decision.measure], decision, (first, last)), by=by)


def plan_to_write(school: School, year: int, *, by: Person) -> Plan | None:
    """The draft that covers the year and that this person may write."""
    drafts = Plan.objects.filter(school=school, state=PlanState.DRAFT, first_year__lte=year, last_year__gte=year)
    return next((plan for plan in drafts.order_by("-pk") if may(by, Perm.WRITE, plan)), None)


def _facts(measure: Measure, decision: MeasureDecision, days: Span) -> ActionFacts:
    steps = [decision.our_way, *map(str, measure.steps)] if decision.our_way else [str(step) for step in measure.steps]
    return ActionFacts(
        title=str(measure.action),
        main_type=measure.types[0],
        other_types=measure.types[1:],
        begins_on=days[0],
        ends_on=days[1],
        steps="\n".join(" ".join(step.split()) for step in steps),
        indicator=str(measure.evidence),
        measure=measure.number,
    )
