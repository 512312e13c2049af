"""Which families are counted, when and with which facts; the counting itself is one statement (`reach.counting`).

The ledger is the truth. An event only marks its families, in its own transaction; a job that soon follows counts them.
Jobs are hints: whatever a lost job left marked is counted by the sweep, and what time alone changes by the daily recount.
"""

import datetime as dt
import time
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from gatepost.kernel import clock, jobs
from gatepost.people.models import Family, Guardianship
from gatepost.people.roster.undoing import made_by
from gatepost.reach.commands.projection import project
from gatepost.reach.counting.facts import facts_of
from gatepost.reach.models import FamilyState

# How long after an event its families are counted, so that a fan-out is counted in few strokes.
SOON = dt.timedelta(seconds=4)
CHUNK = 10_000
_LOCK = 7_205_001  # one count at a time, across processes

_last_asked = [float("-inf")]


def mark_families(family_ids: Iterable[int]) -> None:
    """Have these families counted soon. On the way of every message sent, so: one plain INSERT and, rarely, one job."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reach_markedfamily (family_id) SELECT unnest(%s::bigint[])", [list(family_ids)])
    transaction.on_commit(_ask_for_count, robust=True)


def mark_person(person_id: int) -> None:
    """A contact point of this adult changed."""
    mark_families(Guardianship.objects.filter(adult=person_id, ended_at=None).values_list("family_id", flat=True))


def mark_student(student_id: int) -> None:
    """Somebody's rights for this child changed."""
    mark_families(Family.objects.filter(student=student_id).values_list("pk", flat=True))


def mark_school(school_id: int) -> None:
    """Its calendar or its window changed: every family may be in another state."""
    current = Family.objects.current().of_school(school_id)
    mark_families(current.values_list("pk", flat=True))


def forget_families_of(run_id: int) -> None:
    """An import is being undone: the states of the families it brought go, so that the families can go too."""
    FamilyState.objects.filter(family__in=made_by(run_id, "families")).delete()


@transaction.atomic
def refresh() -> int:
    """Count the marked families; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("DELETE FROM reach_markedfamily RETURNING family_id")
        marked = {row[0] for row in cursor.fetchall()}
    _count(marked)
    return len(marked)


def recount() -> int:
    """Count every family anew from the ledger."""
    current = Family.objects.current().values_list("pk", flat=True)
    ended = FamilyState.objects.exclude(family__in=Family.objects.current()).values_list("family_id", flat=True)
    return _recount([*current, *ended])


def recount_passed_days() -> int:
    """Count the families that were not counted yet on this day of their school, and those never counted."""
    now = clock.now()
    due = set(Family.objects.current().filter(reach=None).values_list("pk", flat=True))
    for zone in FamilyState.objects.order_by("school__timezone").values_list("school__timezone", flat=True).distinct():
        midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        stale = FamilyState.objects.filter(school__timezone=zone, counted_at__lt=midnight)
        due.update(stale.values_list("family_id", flat=True))
    return _recount(due)


def _recount(family_ids: Iterable[int]) -> int:
    """In pieces, each committed by itself: a recount of a district holds nobody up."""
    ordered = sorted(family_ids)
    for start in range(0, len(ordered), CHUNK):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            _count(ordered[start : start + CHUNK])
    return len(ordered)


def _count(family_ids: Iterable[int]) -> None:
    ids = sorted(family_ids)
    now = clock.now()
    for start in range(0, len(ids), CHUNK):
        asked = ids[start : start + CHUNK]
        facts = facts_of(asked, now=now)
        project(facts, now=now)
        counted = {fact.family_id for fact in facts.families}
        gone = [id_ for id_ in asked if id_ not in counted]
        FamilyState.objects.filter(family__in=gone).delete()


def _ask_for_count() -> None:
    """One job counts all that is marked until it starts; asking again within its delay would change nothing."""
    if time.monotonic() - _last_asked[0] < SOON.total_seconds():
        return
    _last_asked[0] = time.monotonic()
    jobs.defer("reach.refresh", at=clock.now() + SOON, once="reach.refresh")
