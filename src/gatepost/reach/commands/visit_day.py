"""The day of a visit: going in, coming out, and what happens when nobody says so."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError
from gatepost.people.models import Person
from gatepost.people.queries import staff_now
from gatepost.reach.commands import visit_errands, visit_ledger
from gatepost.reach.commands.visits import (
    call_off_if_forbidden,
    end_without_visit,
    ensure_may_be_visited,
    lock,
    not_begun,
    watch,
)
from gatepost.reach.models import CalledOff, HomeVisit, VisitState
from gatepost.reach.rules import Perm

log = logging.getLogger(__name__)

# How long before the planned hour a pair may go in.
EARLY = dt.timedelta(hours=2)
LONGER = dt.timedelta(minutes=30)


@transaction.atomic
def start_visit(visit: HomeVisit, *, by: Person) -> HomeVisit:
    """We are going in. Who begins late is expected out as much later."""
    ensure(by, Perm.MAKE_VISIT, visit)
    locked = lock(visit)
    if locked.started_at is not None and locked.state == VisitState.PLANNED:
        return locked  # the other one of the two has pressed it as well
    begins_at, ends_at = _planned_hours(locked)
    ensure_may_be_visited(locked.family)
    if staff_now(locked.school_id).filter(pk__in=locked.pair_ids).distinct().count() < 2:
        raise ConflictError(_("One of the two is not at this school any more. Two go, never one: please plan the visit anew."))
    now = clock.now()
    if now < begins_at - EARLY:
        raise ConflictError(_("It is too early for this visit. The button works from two hours before it."))
    locked.started_at, locked.ends_at = now, max(ends_at, now + (ends_at - begins_at))
    locked.save(update_fields=["started_at", "ends_at"])
    watch(locked)
    history.record("reach.start_visit", by=by, subject=locked)
    return locked


@transaction.atomic
def stay_longer(visit: HomeVisit, *, by: Person) -> HomeVisit:
    """All is well and it takes half an hour more; an alarm that was raised is over."""
    ensure(by, Perm.MAKE_VISIT, visit)
    locked = lock(visit)
    _begin, ends_at = _planned_hours(locked)
    if locked.started_at is None:
        raise ConflictError(_("This visit has not begun yet."))
    visit_errands.take_off_lists(locked, by=by, only="alarm:")
    locked.ends_at, locked.alarmed_at = max(ends_at, clock.now()) + LONGER, None
    locked.save(update_fields=["ends_at", "alarmed_at"])
    watch(locked)
    history.record("reach.stay_longer", by=by, subject=locked)
    return locked


@transaction.atomic
def report_safe(visit: HomeVisit, *, by: Person, met: bool = True) -> HomeVisit:
    """Both are out and well. It ends the visit and any alarm; `met`: whether the visit took place. Never refused for rights."""
    ensure(by, Perm.REPORT_SAFE, visit)
    locked = lock(visit)
    if locked.safe_at is not None:
        return locked
    begins_at, _end = _planned_hours(locked)
    now = clock.now()
    if locked.started_at is None and now < begins_at - EARLY:
        raise ConflictError(_("It is too early for this visit. The button works from two hours before it."))
    locked.started_at = locked.started_at or min(begins_at, now)
    locked.safe_at = now
    if met:
        visit_errands.take_off_lists(locked, by=by)
        locked.state = VisitState.DONE
    locked.save(update_fields=["started_at", "safe_at", "state"])
    if not met:
        end_without_visit(locked, because=CalledOff.NOT_MET, by=by)
    visit_ledger.record_visit(locked, met=met)
    history.record("reach.report_safe", by=by, subject=locked, met=met)
    return locked


@transaction.atomic
def watch_visit(visit_id: int) -> bool:
    """Nobody has said that the pair is out and well: somebody is asked to ring them up, once. Returns whether it was now."""
    overdue = HomeVisit.objects.overdue(clock.now()).filter(pk=visit_id)
    if overdue.select_for_update(of=("self",)).first() is None:
        return False
    visit = lock(HomeVisit(pk=visit_id))
    visit.alarmed_at = clock.now()
    visit.save(update_fields=["alarmed_at"])
    asked = visit_errands.ask_to_look_after(visit)
    history.record("reach.raise_visit_alarm", by=None, subject=visit, errand=asked.errand_id, school_told=asked.school_told)
    if asked.errand_id is None and not asked.school_told:
        log.error("visit %d: nobody is there who could look after the pair, and the school has no address", visit.pk)
    return True


def sweep_visits() -> int:
    """What a lost job left unwatched, then visits that time or an import has forbidden. Returns the alarms raised.

    Alarms first, and each visit by itself: what is wrong with one must not keep anybody from looking after another pair.
    """
    overdue = list(HomeVisit.objects.overdue(clock.now()).values_list("pk", flat=True))
    raised = sum(_by_itself(watch_visit, pk) for pk in overdue)
    for pk in not_begun():
        _by_itself(call_off_if_forbidden, pk)
    return raised


def _by_itself(act: Callable[[int], bool], visit_id: int) -> bool:
    """In a transaction of its own; what goes wrong is logged without a word about people and tried again by the next sweep."""
    try:
        with transaction.atomic():
            return act(visit_id)
    except Exception as error:
        log.error("visit %d: %s failed with %s", visit_id, act.__name__, type(error).__name__)  # noqa: TRY400  # a trace may name people
        return False


def _planned_hours(visit: HomeVisit) -> tuple[dt.datetime, dt.datetime]:
    if visit.state != VisitState.PLANNED or visit.begins_at is None or visit.ends_at is None:
        raise ConflictError(_("This visit is not planned, or it is over. Please look at its page once more."))
    return visit.begins_at, visit.ends_at
