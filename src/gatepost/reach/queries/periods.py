"""This month, this term, this school year, and the one before each: what a mix is counted over."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from gatepost.kernel import clock
from gatepost.people.calendar import ONE_DAY, calendars_of
from gatepost.people.models import School


class Stretch(StrEnum):
    MONTH = "month"
    TERM = "term"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included, in the school's zone."""

    stretch: Stretch
    first: dt.date
    last: dt.date
    zone: str

    @property
    def began_at(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), ZoneInfo(self.zone))

    @property
    def ended_at(self) -> dt.datetime:
        """The first moment after it."""
        return dt.datetime.combine(self.last + ONE_DAY, dt.time(), ZoneInfo(self.zone))


def periods_of(school: School) -> dict[Stretch, tuple[Period, Period | None]]:
    """Each stretch that can be told at this school, with the one before. Terms and years need a calendar."""
    today = clock.today(school.timezone)
    found = {Stretch.MONTH: _month(today)}
    terms = sorted(term for term in calendars_of([school.pk])[school.pk].terms if term[0] <= today)
    if terms:
        found[Stretch.TERM] = terms[-1], terms[-2] if len(terms) > 1 else None
        year = _year(school, today)
        if year is not None:
            found[Stretch.YEAR] = year
    return {
        stretch: (_period(stretch, now, school), _period(stretch, before, school) if before else None)
        for stretch, (now, before) in found.items()
    }


_Days = tuple[dt.date, dt.date]


def _period(stretch: Stretch, days: _Days, school: School) -> Period:
    return Period(stretch, *days, school.timezone)


def _month(today: dt.date) -> tuple[_Days, _Days | None]:
    first = today.replace(day=1)
    last_of_before = first - ONE_DAY
    return (first, today), (last_of_before.replace(day=1), last_of_before)


def _year(school: School, today: dt.date) -> tuple[_Days, _Days | None] | None:
    calendar = calendars_of([school.pk])[school.pk]
    first = calendar.year_begins_on(today)
    if first is None:
        return None
    before = calendar.year_begins_on(first - ONE_DAY)
    return (first, today), (before, first - ONE_DAY) if before else None
