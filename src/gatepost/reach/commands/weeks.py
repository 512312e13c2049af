"""The weekly count: every Friday, how many families of each group are in which state, so that pictures over time stay cheap."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.kernel.access import ensure
from gatepost.people.models import Person, School, SchoolRole
from gatepost.people.roles import Role
from gatepost.reach.models import GroupKind, ReachState, WeekCount
from gatepost.reach.queries.memberships import Membership, memberships
from gatepost.reach.queries.states_then import states_then
from gatepost.reach.rules import Perm
from gatepost.touchpoints.models import Touchpoint

WEEK = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)
# How far back the first count reaches, and a count anew.
WEEKS_BACK = 52
FRIDAY = 4
# A Friday is counted in the night after it, when its late entries are there.
_NIGHT = dt.timedelta(days=1, hours=2)
_COLUMNS = {
    ReachState.IN_DIALOGUE: "in_dialogue",
    ReachState.INFORMED: "informed",
    ReachState.NOT_REACHED: "not_reached",
    ReachState.NO_CONTACT: "no_contact",
}


def count_week(school: School, *, on: dt.date, groups: dict[GroupKind, Membership] | None = None) -> int:
    """Write how every group stood at the end of this Friday, in place of what was written before; returns how many groups.

    Who belongs to which group is taken from today: what was so then is not kept.
    """
    states = states_then(school, at=_end_of(on, school))
    counts: Counter[tuple[str, str, str]] = Counter()
    for state in states.values():
        counts[GroupKind.ALL, "", state] += 1
    for kind, membership in (groups or memberships(school)).items():
        for family, state in states.items():
            for group in membership.get(family) or {""}:
                counts[kind, group, state] += 1
    return _write(school, on, counts)


@transaction.atomic
def _write(school: School, on: dt.date, counts: Counter[tuple[str, str, str]]) -> int:
    # All families always have a row: it says that the week was counted.
    rows = {(GroupKind.ALL.value, ""): WeekCount(school=school, on=on, kind=GroupKind.ALL)}
    for (kind, group, state), number in counts.items():
        row = rows.setdefault((kind, group), WeekCount(school=school, on=on, kind=kind, group=group))
        setattr(row, _COLUMNS[ReachState(state)], number)
    WeekCount.objects.filter(school=school, on=on).delete()
    WeekCount.objects.bulk_create(rows.values())
    return len(rows)


def count_missing_weeks(school: School) -> int:
    """Count each Friday that has passed and was not counted; where none ever was, up to a year of them. Returns how many."""
    last = WeekCount.objects.filter(school=school).aggregate(last=Max("on"))["last"]
    return _count_all(school, _fridays(_first_to_count(school, last), _last_friday(school)))


def count_weeks_anew(school: School) -> int:
    """Count the past year again: after an old log was brought in, say."""
    return _count_all(school, _fridays(_first_to_count(school, None), _last_friday(school)))


@transaction.atomic
def ask_to_count_anew(school: School, *, by: Person) -> None:
    """A job counts the past year again; the pictures show it as it goes."""
    ensure(by, Perm.COUNT_WEEKS, school)
    history.record("reach.count_weeks_anew", by=by, subject=school)
    _ask(school.pk, anew=True)


def ask_for_missing_weeks() -> int:
    """A job for each school where a Friday waits to be counted; returns how many."""
    counted = dict(WeekCount.objects.order_by().values_list("school_id").annotate(Max("on")))
    attended = SchoolRole.objects.filter(role=Role.STUDENT, ended_at=None).values("school")
    schools = School.objects.filter(ended_at=None, pk__in=attended)
    due = [school for school in schools if (counted.get(school.pk) or dt.date.min) < _last_friday(school)]
    for school in due:
        _ask(school.pk, anew=False)
    return len(due)


def _ask(school_id: int, *, anew: bool) -> None:
    name = "reach.count_weeks_anew" if anew else "reach.count_weeks_of"
    key = f"reach.weeks:{school_id}"
    jobs.defer(name, queue="heavy", once=f"{key}:{anew}", lock=key, school_id=school_id)


def _count_all(school: School, fridays: Iterator[dt.date]) -> int:
    """Week by week, each committed by itself, with who belongs where read once."""
    groups = memberships(school)
    days = list(fridays)
    for friday in days:
        count_week(school, on=friday, groups=groups)
    return len(days)


def _first_to_count(school: School, last: dt.date | None) -> dt.date:
    """The Friday after the last one counted; else a year back, but nothing before the ledger begins."""
    newest = _last_friday(school)
    earliest = newest - WEEK * (WEEKS_BACK - 1)
    if last is not None:
        return max(last + WEEK, earliest)
    begun = Touchpoint.objects.filter(school=school).order_by("at").values_list("at", flat=True).first()
    if begun is None:
        return newest
    first_day = begun.astimezone(ZoneInfo(school.timezone)).date()
    return max(first_day + ONE_DAY * ((FRIDAY - first_day.weekday()) % 7), earliest)


def _fridays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += WEEK


def _last_friday(school: School) -> dt.date:
    """The last Friday whose night has come, where the school is."""
    there = clock.now().astimezone(ZoneInfo(school.timezone)) - _NIGHT
    return (there - ONE_DAY * ((there.weekday() - FRIDAY) % 7)).date()


def _end_of(day: dt.date, school: School) -> dt.datetime:
    return dt.datetime.combine(day + ONE_DAY, dt.time(), tzinfo=ZoneInfo(school.timezone))
