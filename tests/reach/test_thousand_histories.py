"""States equal the slow, obvious reference on more than a thousand random histories: now, earlier, and with another window."""

import datetime as dt
import itertools
from dataclasses import fields
from typing import NamedTuple

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reach.reference import Row, Standing, standing_at, state_at
from tests.reach.reference import School as Counted
from tests.reach.test_states import NOW, OUTCOMES, WINDOW, ZONE, make_holiday_school

from gatepost.people.calendar import SchoolCalendar, calendars_of
from gatepost.people.models import ContactPoint, Family, Guardianship, Person, SchoolRole, Section
from gatepost.reach import commands
from gatepost.reach.models import FamilyState
from gatepost.reach.queries.states_then import states_then
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db
EXAMPLES, FAMILIES = 60, 20  # 1,200 histories
_sources = itertools.count(1)
MIDNIGHT = dt.time(0)


class Later(NamedTuple):
    """A row that names an earlier one: a mend by hand, which may move it so many hours, or a later word of the channel."""

    is_mend: bool
    hours: int
    outcome: str


class Event(NamedTuple):
    days_ago: int
    time: dt.time
    outcome: str
    means: str
    later: Later | None


class History(NamedTuple):
    """`broke`: days ago when the only address stopped working; None: it works."""

    events: list[Event]
    broke: int | None


# Around the window's edge (six school days, two of them closed), and over the end of summer time on 1 November.
days = st.one_of(st.integers(0, 14), st.integers(15, 25), st.integers(0, 90))
times = st.one_of(st.just(MIDNIGHT), st.just(dt.time(23, 59, 59)), st.builds(dt.time, st.integers(0, 23)))
later = st.builds(Later, st.booleans(), st.integers(0, 400), st.sampled_from(OUTCOMES))
outcomes = st.one_of(st.sampled_from(OUTCOMES), st.sampled_from(["answered", "sent"]))
event = st.builds(
    Event,
    days,
    times,
    outcomes,
    st.sampled_from(["email", "gate", "phone"]),
    st.one_of(st.none(), st.none(), later),
)
history = st.builds(History, st.lists(event, max_size=8), st.one_of(st.none(), st.none(), st.integers(0, 60)))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large, HealthCheck.too_slow],
)
@given(
    histories=st.lists(history, min_size=FAMILIES, max_size=FAMILIES),
    with_terms=st.booleans(),
    days_back=st.integers(0, 40),
    other=st.integers(1, 20),
)
def test_states_equal_the_reference(db: None, histories: list[History], with_terms: bool, days_back: int, other: int) -> None:
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        section = make_holiday_school(with_terms=with_terms)
        calendar = calendars_of([section.school_id])[section.school_id]
        broken = [_moment(one.broke, dt.time(12)) if one.broke is not None else None for one in histories]
        families = _make(section, broken)
        ledgers = _write(section.school_id, families, [one.events for one in histories])
        known = calendar.year_begins_on(NOW.date()) or _window_begins(calendar)
        school = Counted(calendar, ZONE, WINDOW)
        commands.recount()
        assert _kept() == {
            family.pk: standing_at(NOW, rows, school, broke_at=broke, known=known)
            for family, rows, broke in zip(families, ledgers, broken, strict=True)
        }
        then = min(dt.datetime.combine(NOW.date() - dt.timedelta(days=days_back), dt.time.max, tzinfo=ZONE), NOW)
        for window in (WINDOW, other):
            expected = {
                family.pk: state_at(then, rows, Counted(calendar, ZONE, window), broke)
                for family, rows, broke in zip(families, ledgers, broken, strict=True)
            }
            assert states_then(section.school, at=then, window=window) == expected
        transaction.set_rollback(True)


def _moment(days_ago: int, time: dt.time) -> dt.datetime:
    return min(dt.datetime.combine(NOW.date() - dt.timedelta(days=days_ago), time, tzinfo=ZONE), NOW).astimezone(dt.UTC)


def _make(section: Section, broken: list[dt.datetime | None]) -> list[Family]:
    """In few statements: this is done fifty times."""
    students = Person.objects.bulk_create([Person(kind="student", given_name="Child") for _one in broken])
    adults = Person.objects.bulk_create([Person(kind="adult", given_name="Adult") for _one in broken])
    SchoolRole.objects.bulk_create([SchoolRole(person=one, school=section.school, role="student") for one in students])
    families = Family.objects.bulk_create([Family(student=one) for one in students])
    links = zip(adults, students, families, strict=True)
    Guardianship.objects.bulk_create([Guardianship(adult=adult, student=child, family=home) for adult, child, home in links])
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                person=adult, kind="email", value=f"t{next(_sources)}@example.org", raw="", state_at=broke,
                state="verified" if broke is None else "bouncing",
            )
            for adult, broke in zip(adults, broken, strict=True)
        ]
    )  # fmt: skip
    return families


def _write(school_id: int, families: list[Family], events: list[list[Event]]) -> list[list[Row]]:
    """The ledger, and the same for the reference."""
    pairs = [(family, one) for family, of_family in zip(families, events, strict=True) for one in of_family]
    first = Touchpoint.objects.bulk_create(
        [_row(school_id, family, _moment(one.days_ago, one.time), one.outcome, one.means) for family, one in pairs]
    )
    seconds = []
    ledgers: dict[int, list[Row]] = {family.pk: [] for family in families}
    for row, (family, one) in zip(first, pairs, strict=True):
        overtaken_at = None
        if one.later is not None:
            at = min(row.at + dt.timedelta(hours=one.later.hours), NOW.astimezone(dt.UTC))
            second = _row(school_id, family, at, one.later.outcome, one.means)
            second.corrects = row
            second.source = f"touchpoints.correction:{row.pk}" if one.later.is_mend else second.source
            seconds.append(second)
            overtaken_at = row.at if one.later.is_mend else at
        ledgers[family.pk].append(Row(row.at, row.outcome, row.means, row.direction, overtaken_at))
    for second in Touchpoint.objects.bulk_create(seconds):
        ledgers[second.family_id].append(Row(second.at, second.outcome, second.means, second.direction))
    return [ledgers[family.pk] for family in families]


def _row(school_id: int, family: Family, at: dt.datetime, outcome: str, means: str) -> Touchpoint:
    direction = {"answered": "in" if means == "email" else "both", "took-part": "both", "declined": "in"}.get(outcome, "out")
    return Touchpoint(
        at=at, recorded_at=NOW, school_id=school_id, family=family, direction=direction, means=means, outcome=outcome,
        source=f"thousand:{next(_sources)}",
    )  # fmt: skip


def _window_begins(calendar: SchoolCalendar) -> dt.date:
    day, counted = NOW.date(), 0
    while True:
        counted += calendar.is_school_day(day)
        if counted == WINDOW:
            return day
        day -= dt.timedelta(days=1)


def _kept() -> dict[int, Standing]:
    names = [field.name for field in fields(Standing)]
    return {row[0]: Standing(*row[1:]) for row in FamilyState.objects.values_list("family_id", *names)}
