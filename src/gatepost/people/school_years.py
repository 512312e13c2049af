"""School years: named by the calendar year in which they begin, bounded by the school's own terms where those are known."""

import datetime as dt

from gatepost.people.calendar import SchoolCalendar, calendars_of

# Where no terms are entered: the first of August parts one school year from the next.
_BEGINS = (8, 1)


def year_of(day: dt.date, school_id: int) -> int:
    """The school year in which the day lies: 2026 for the one that begins in 2026."""
    return _begins_before(day, calendars_of([school_id])[school_id]).year


def bounds_of(year: int, school_id: int) -> tuple[dt.date, dt.date]:
    """First and last day of a school year, holidays at its end included."""
    calendar = calendars_of([school_id])[school_id]
    first = _first_day(year, calendar)
    return first, _first_day(year + 1, calendar) - dt.timedelta(days=1)


def label_of(year: int, school_id: int) -> str:
    """ "2026/27", or "2026" where the year ends in the calendar year in which it begins."""
    first, last = bounds_of(year, school_id)
    return str(year) if last.year == first.year else f"{year}/{(year + 1) % 100:02d}"


def _begins_before(day: dt.date, calendar: SchoolCalendar) -> dt.date:
    return max(first for year in (day.year - 1, day.year) if (first := _first_day(year, calendar)) <= day)


def _first_day(year: int, calendar: SchoolCalendar) -> dt.date:
    """The first day of lessons after the long holiday that lies in this calendar year, else the usual day."""
    begun = calendar.year_begins_on(dt.date(year, 12, 31))
    return begun if begun is not None and begun.year == year else dt.date(year, *_BEGINS)
