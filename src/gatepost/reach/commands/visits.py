"""A visit until its day: offered, answered, planned for two, or called off."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line
from gatepost.people.models import Family, Person, School
from gatepost.people.queries import staff_now
from gatepost.people.roles import STAFF_ROLES, Role
from gatepost.reach.commands import visit_errands, visit_ledger
from gatepost.reach.models import GRACE, UNDER_WAY, CalledOff, Case, HomeVisit, VisitState
from gatepost.reach.queries.visit_offers import may_be_visited, may_offer
from gatepost.reach.queries.visit_pairs import hosts_of, language_without_a_speaker, visits_in_the_way
from gatepost.reach.rules import Perm
from gatepost.reach.visit_wording import day_and_hour, names_of
from gatepost.touchpoints.models import Means
from gatepost.touchpoints.queries import school_of_family
from gatepost.touchpoints.queries.activities import activity_at

LONGEST = dt.timedelta(hours=4)


@dataclass(frozen=True)
class Plan:
    """Who goes, when and where; blank `where`: at the family's home."""

    lead: Person
    partner: Person
    begins_at: dt.datetime
    ends_at: dt.datetime
    where: str = ""
    interpreter: str = ""
    activity_id: int | None = None


@transaction.atomic
def offer_visit(
    family: Family, *, by: Person, case: Case | None = None, means: str = "", activity_id: int | None = None
) -> HomeVisit:
    """The family is asked whether it would like a visit; `means`: how it was asked, blank where that is not told.

    Refused after a "no" of this school year, within a year of the last visit, and while one is under way.
    """
    ensure(by, Perm.PLAN_VISIT, family)
    ensure_may_be_visited(family)
    if not may_offer(family):
        raise ConflictError(_("This family was asked already, so we do not ask again now. If they ask for a visit, say so here."))
    return _open(family, by=by, case=case, means=means, activity_id=activity_id)


@transaction.atomic
def family_asks(family: Family, *, by: Person, means: str) -> HomeVisit:
    """The family asks for a visit by itself: that is a yes, whatever it said before."""
    ensure(by, Perm.PLAN_VISIT, family)
    ensure_may_be_visited(family)
    if HomeVisit.objects.under_way().filter(family=family).exists():
        raise ConflictError(_("A visit to this family is under way already."))
    visit = _open(family, by=by, case=None, means="")
    return _say_yes(visit, by=by, means=means, suits="", on=None)


@transaction.atomic
def answer_visit(
    visit: HomeVisit, *, would_like: bool, by: Person, means: str, suits: str = "", on: dt.date | None = None
) -> HomeVisit:
    """What the family said, how and when. A "no" is possible at any time before the visit, and nothing bad."""
    ensure(by, Perm.PLAN_VISIT, visit)
    locked = lock(visit)
    _ensure_answerable(locked, would_like=would_like, means=means, on=on)
    if not would_like:
        return _say_no(locked, by=by, means=means, on=on)
    ensure_may_be_visited(locked.family)
    return _say_yes(locked, by=by, means=means, suits=suits, on=on)


@transaction.atomic
def plan_visit(visit: HomeVisit, *, plan: Plan, by: Person) -> HomeVisit:
    """Two colleagues, a day and an hour, a place; planned anew as long as nobody has set out."""
    ensure(by, Perm.PLAN_VISIT, visit)
    locked = lock(visit)
    if locked.state not in {VisitState.AGREED, VisitState.PLANNED} or locked.started_at is not None:
        raise ConflictError(_("This visit cannot be planned at this point. Please look at its page once more."))
    ensure_may_be_visited(locked.family)
    _ensure_sound(plan, locked)
    # Who plans for the same people waits here, so that nobody is in two places at the same hour.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=[plan.lead.pk, plan.partner.pk]).order_by("pk"))
    _ensure_free(plan, locked)
    visit_errands.take_off_lists(locked, by=by)
    locked.state, locked.alarmed_at = VisitState.PLANNED, None
    locked.lead, locked.partner, locked.begins_at, locked.ends_at = plan.lead, plan.partner, plan.begins_at, plan.ends_at
    locked.activity = activity_at(plan.activity_id, locked.school_id)
    locked.where, locked.interpreter = clean_line(plan.where)[:200], clean_line(plan.interpreter)[:120]
    locked.save(
        update_fields=["state", "alarmed_at", "lead", "partner", "begins_at", "ends_at", "where", "interpreter", "activity"]
    )
    visit_errands.put_on_their_lists(locked, by=by)
    watch(locked)
    history.record("reach.plan_visit", by=by, subject=locked, pair=sorted(locked.pair_ids))
    return locked


@transaction.atomic
def call_off(visit: HomeVisit, *, because: str, by: Person | None) -> HomeVisit:
    """It does not take place; another one may be offered."""
    ensure(by, Perm.PLAN_VISIT, visit)
    if because not in CalledOff.values:
        raise BadInputError(_("Please say why it does not take place."))
    locked = lock(visit)
    if locked.state not in UNDER_WAY or locked.started_at is not None:
        raise ConflictError(_("This visit has begun or is over, so it cannot be called off."))
    return end_without_visit(locked, because=because, by=by)


def not_begun(student_id: int | None = None) -> list[int]:
    """Visits that could still be called off; of one child, or of all."""
    waiting = HomeVisit.objects.under_way().filter(started_at=None, alarmed_at=None)
    if student_id is not None:
        waiting = waiting.filter(family__student=student_id)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def call_off_if_forbidden(visit_id: int) -> bool:
    """Nobody goes there any more, and whoever was to go is told. Returns whether it was called off.

    Where the pair is inside already, or may be since its hour has come, the two buttons and the alarm stay: they have to come
    out well first.
    """
    visit = lock(HomeVisit(pk=visit_id))
    if visit.state not in UNDER_WAY or visit.started_at or visit.alarmed_at or may_be_visited(visit.family):
        return False
    has_come = visit.begins_at is not None and visit.begins_at <= clock.now()
    if not has_come:
        end_without_visit(visit, because=CalledOff.RIGHTS, by=None)
    visit_errands.tell_that_it_may_not_be(visit)
    return not has_come


@transaction.atomic
def call_off_forbidden(student_id: int) -> int:
    """The rights of the adults of this child have changed. Returns how many visits are called off."""
    return sum(call_off_if_forbidden(pk) for pk in not_begun(student_id))


@transaction.atomic
def hear_of_offer(errand: Errand, *, result: str, by: Person | None) -> None:
    """Somebody was asked to offer a visit and says what came of it: the visit follows, and the ledger."""
    if errand.kind != ErrandKind.VISIT or errand.family is None or by is None:
        return
    family, told = errand.family, Means.MEETING
    if result == "no-answer":
        visit_ledger.record_no_answer(errand, by=by)
        return
    under_way = HomeVisit.objects.under_way().filter(family=family).first()
    has_begun = under_way is not None and under_way.started_at is not None
    if result not in {"agreed", "declined"} or has_begun or not may_be_visited(family):
        return
    visit = lock(under_way) if under_way else _open(family, by=by, case=_case_of(errand), means="")
    if result == "declined":
        _say_no(visit, by=by, means=told, on=None)
    elif visit.state == VisitState.OFFERED:
        _say_yes(visit, by=by, means=told, suits="", on=None)


def lock(visit: HomeVisit) -> HomeVisit:
    """The row as it is now, and nobody else's until the end of this transaction."""
    rows = HomeVisit.objects.select_for_update(of=("self",)).select_related("family__student", "school", "lead", "partner")
    return rows.get(pk=visit.pk)


def ensure_may_be_visited(family: Family) -> None:
    """A home whose adults may not be contacted is not visited either."""
    if not may_be_visited(family):
        raise ConflictError(
            _(
                "Nobody of this home may be contacted about the child at this moment, so there can be no visit. "
                "The principal can tell you more."
            )
        )


def watch(visit: HomeVisit) -> None:
    """Look at it again when the pair should have been heard of."""
    if visit.ends_at is not None:
        jobs.defer("reach.watch_visit", queue="urgent", at=visit.ends_at + GRACE, visit_id=visit.pk)


def end_without_visit(visit: HomeVisit, *, because: str, by: Person | None) -> HomeVisit:
    """Called off, with nothing left on anybody's list."""
    visit_errands.take_off_lists(visit, by=by)
    visit.state, visit.called_off_at, visit.called_off_because = VisitState.CALLED_OFF, clock.now(), because
    visit.save(update_fields=["state", "called_off_at", "called_off_because"])
    history.record("reach.call_off_visit", by=by, subject=visit, because=because)
    return visit


def _open(family: Family, *, by: Person, case: Case | None, means: str, activity_id: int | None = None) -> HomeVisit:
    school = _school_for(family, by)
    part_of = activity_at(activity_id, school.pk)
    if means and means not in Means.values:
        raise BadInputError(_("Please choose how they were asked."))
    try:
        with transaction.atomic():
            visit = HomeVisit.objects.create(
                family=family,
                school=school,
                case=case,
                activity=part_of,
                offered_at=clock.now(),
                offered_by=by,
                offered_means=means,
            )
    except IntegrityError:
        raise ConflictError(_("A visit to this family is under way already.")) from None
    history.record("reach.offer_visit", by=by, subject=visit, family=family.pk, means=means)
    visit_ledger.record_offer(visit, by=by)
    return visit


def _school_for(family: Family, by: Person) -> School:
    """The school at which the person acts, where the child is there; else the child's."""
    here = School.objects.filter(
        pk__in=by.schools_as(STAFF_ROLES),
        school_roles__person=family.student_id,
        school_roles__role=Role.STUDENT,
        school_roles__ended_at=None,
    )
    school = here.first() or school_of_family(family)
    if school is None:
        raise ConflictError(_("This child is at no school any more, so nothing can be planned."))
    return school


def _case_of(errand: Errand) -> Case | None:
    return Case.objects.filter(attempts__errand=errand).first()


def _ensure_answerable(visit: HomeVisit, *, would_like: bool, means: str, on: dt.date | None) -> None:
    may = {VisitState.OFFERED} if would_like else set(UNDER_WAY)
    if visit.state not in may or visit.started_at is not None:
        raise ConflictError(_("An answer was written down already. Please look at the page of the visit once more."))
    if means not in Means.values:
        raise BadInputError(_("Please choose how they said so."))
    if on is not None and on > clock.today(visit.school.timezone):
        raise BadInputError(_("This day has not come yet. Please choose the day on which they said so."))


def _say_yes(visit: HomeVisit, *, by: Person, means: str, suits: str, on: dt.date | None) -> HomeVisit:
    visit.state, visit.answered_at, visit.answered_means = VisitState.AGREED, visit.moment_on(on), means
    visit.suits = clean_line(suits)[:200]
    visit.save(update_fields=["state", "answered_at", "answered_means", "suits"])
    history.record("reach.answer_visit", by=by, subject=visit, would_like=True, means=means)
    visit_ledger.record_answer(visit, would_like=True, by=by)
    return visit


def _say_no(visit: HomeVisit, *, by: Person, means: str, on: dt.date | None) -> HomeVisit:
    visit_errands.take_off_lists(visit, by=by)
    visit.state, visit.answered_at, visit.answered_means = VisitState.DECLINED, visit.moment_on(on), means
    visit.save(update_fields=["state", "answered_at", "answered_means"])
    history.record("reach.answer_visit", by=by, subject=visit, would_like=False, means=means)
    visit_ledger.record_answer(visit, would_like=False, by=by)
    return visit


def _ensure_sound(plan: Plan, visit: HomeVisit) -> None:
    """What can be said without looking at other visits."""
    pair = {plan.lead.pk, plan.partner.pk}
    if len(pair) < 2:
        raise BadInputError(_("Two go, never one: please choose two different colleagues."))
    if staff_now(visit.school_id).filter(pk__in=pair).distinct().count() < 2:
        raise BadInputError(_("Both have to be on the staff of this school today."))
    if plan.begins_at <= clock.now():
        raise BadInputError(_("This hour has passed. Please choose another one."))
    if not plan.begins_at < plan.ends_at <= plan.begins_at + LONGEST:
        raise BadInputError(_("A visit ends after it has begun, and takes four hours at most."))
    language = language_without_a_speaker(
        hosts_of(visit.family, at=visit.school_id), (plan.lead, plan.partner), visit.school.language
    )
    if language and not clean_line(plan.interpreter):
        raise BadInputError(
            _("Neither of the two speaks %(language)s, as far as we know: please say who interprets.") % {"language": language}
        )


def _ensure_free(plan: Plan, visit: HomeVisit) -> None:
    pair = {plan.lead.pk: plan.lead, plan.partner.pk: plan.partner}
    for other in visits_in_the_way(set(pair), plan.begins_at, plan.ends_at, besides=visit):
        busy = [person for pk, person in pair.items() if pk in other.pair_ids]
        words = {"name": names_of(busy), "when": day_and_hour(other)}
        raise BadInputError(_("%(name)s has another visit then: %(when)s. Please choose another hour or colleague.") % words)
