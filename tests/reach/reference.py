"""The slow, obvious way to say in which state a family is: day by day, straight from the definition."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gatepost.people.calendar import SchoolCalendar

TWO_WAY = {"answered", "took-part"}
THROUGH = {"sent", "delivered", "read", "answered", "took-part", "declined"}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Happened:
    """One row that counts."""

    day: dt.date
    outcome: str


def is_within_window(event: Happened, day: dt.date, calendar: SchoolCalendar, window: int) -> bool:
    return event.day <= day and calendar.school_days_between(event.day, day) < window


def state_on(day: dt.date, events: Sequence[Happened], calendar: SchoolCalendar, window: int, *, works: bool) -> str:
    recent = {event.outcome for event in events if is_within_window(event, day, calendar, window)}
    if recent & TWO_WAY:
        return "in-dialogue"
    if not works:
        return "no-contact"
    return "informed" if recent & THROUGH else "not-reached"


def state_and_since(
    today: dt.date, events: Sequence[Happened], calendar: SchoolCalendar, *, window: int, works: bool, known: dt.date
) -> tuple[str, dt.date]:
    """`known`: since when we count a family of which the ledger says nothing that made a difference."""
    state = state_on(today, events, calendar, window, works=works)
    first = min((event.day for event in events), default=today)
    since = today
    while since > first and state_on(since - ONE_DAY, events, calendar, window, works=works) == state:
        since -= ONE_DAY
    relevant = TWO_WAY if state == "no-contact" else THROUGH
    if state in {"not-reached", "no-contact"} and not any(event.outcome in relevant for event in events):
        since = known
    return state, since
