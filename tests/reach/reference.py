"""The slow, obvious way to say how a family stands: day by day and row by row, straight from the definition."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from gatepost.people.calendar import SchoolCalendar

TWO_WAY = {"answered", "took-part"}
THROUGH = {"sent", "delivered", "read", "answered", "took-part", "declined"}
TRIES = {"sent", "delivered", "no-answer", "failed"}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One row of the ledger, in the order of writing. `overtaken_at`: from when on a later row counts in its place."""

    at: dt.datetime
    outcome: str
    means: str
    direction: str
    overtaken_at: dt.datetime | None = None


@dataclass(frozen=True)
class School:
    calendar: SchoolCalendar
    zone: ZoneInfo
    window: int


@dataclass(frozen=True)
class Standing:
    """What the projection keeps of a family."""

    state: str
    since: dt.date
    last_two_way_at: dt.datetime | None
    last_two_way_means: str
    last_reached_at: dt.datetime | None
    last_tried_at: dt.datetime | None
    last_tried_means: str
    tries_since_two_way: int
    strongest_means: str


def state_at(moment: dt.datetime, rows: Sequence[Row], school: School, broke_at: dt.datetime | None) -> str:
    """The state as it was at that moment; `broke_at`: when the only contact stopped working (None: it works)."""
    today = moment.astimezone(school.zone).date()
    happened = [(row.at.astimezone(school.zone).date(), row.outcome) for row in _counting(rows, moment)]
    return _state_on(today, happened, school, works=broke_at is None or broke_at > moment)


def standing_at(
    now: dt.datetime, rows: Sequence[Row], school: School, *, broke_at: dt.datetime | None, known: dt.date
) -> Standing:
    """Everything at the present moment. `known`: since when we count a family of whom nothing made a difference."""
    counting = _counting(rows, now)
    talks = [row for row in counting if row.outcome in TWO_WAY]
    tried = [row for row in counting if _is_try(row) or row.direction == "both"]
    since_talk = [row for row in counting if _is_try(row) and (not talks or row.at > talks[-1].at)]
    state = state_at(now, rows, school, broke_at)
    return Standing(
        state=state,
        since=_since(state, now, counting, school, broke_at, known),
        last_two_way_at=talks[-1].at if talks else None,
        last_two_way_means=talks[-1].means if talks else "",
        last_reached_at=max((row.at for row in counting if row.outcome in THROUGH - {"sent", "delivered"}), default=None),
        last_tried_at=tried[-1].at if tried else None,
        last_tried_means=tried[-1].means if tried else "",
        tries_since_two_way=len({(row.at.astimezone(school.zone).date(), row.means) for row in since_talk}),
        strongest_means=_most_frequent([row.means for row in talks]),
    )


def _since(
    state: str, now: dt.datetime, counting: list[Row], school: School, broke_at: dt.datetime | None, known: dt.date
) -> dt.date:
    """The first day of the unbroken stretch of days on which the state was this one, walking back day by day."""
    broke_on = broke_at.astimezone(school.zone).date() if broke_at else None
    happened = [(row.at.astimezone(school.zone).date(), row.outcome) for row in counting]
    relevant = TWO_WAY if state == "no-contact" else THROUGH
    if state in {"not-reached", "no-contact"} and not any(outcome in relevant for _day, outcome in happened):
        return max(known, broke_on) if state == "no-contact" and broke_on else known
    since = now.astimezone(school.zone).date()
    first = min(day for day, _outcome in happened)
    while since > first:
        before = since - ONE_DAY
        if _state_on(before, happened, school, works=broke_on is None or before < broke_on) != state:
            break
        since = before
    return since


def _state_on(day: dt.date, happened: list[tuple[dt.date, str]], school: School, *, works: bool) -> str:
    recent = {outcome for on, outcome in happened if on <= day and _school_days_between(school.calendar, on, day) < school.window}
    if recent & TWO_WAY:
        return "in-dialogue"
    if not works:
        return "no-contact"
    return "informed" if recent & THROUGH else "not-reached"


def _counting(rows: Sequence[Row], moment: dt.datetime) -> list[Row]:
    """What counted at the moment, in the order of time; rows of the same moment in the order of writing."""
    standing = [
        row
        for row in rows
        if row.at <= moment and row.outcome != "withdrawn" and (row.overtaken_at is None or row.overtaken_at > moment)
    ]
    return sorted(standing, key=lambda row: row.at)


def _is_try(row: Row) -> bool:
    return row.direction == "out" and row.outcome in TRIES


def _most_frequent(means: list[str]) -> str:
    """Of several that are equally frequent, the first by name."""
    return min(Counter(means).items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))[0]


@cache
def _school_days_between(calendar: SchoolCalendar, first: dt.date, last: dt.date) -> int:
    return calendar.school_days_between(first, last)
