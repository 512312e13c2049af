"""School years: named by the calendar year in which they begin, bounded by the school's own terms where those are known."""

import datetime as dt

from gatepost.people.calendar import SchoolCalendar, calendars_of

# Where no terms at all are entered: the first of August parts one school year from the next.
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


def has_terms(year: int, school_id: int) -> bool:
    """Whether the school has entered the terms of that year, so that its first day is known and not taken from another year."""
    return year in _known_firsts(calendars_of([school_id])[school_id])


def _begins_before(day: dt.date, calendar: SchoolCalendar) -> dt.date:
    return max(first for year in (day.year - 1, day.year) if (first := _first_day(year, calendar)) <= day)


def _first_day(year: int, calendar: SchoolCalendar) -> dt.date:
    """The first day of lessons after the long holiday in this calendar year; where nobody has entered it yet, the day and
    month of the nearest year before whose terms are known, else of the nearest after."""
    known = _known_firsts(calendar)
    if year in known:
        return known[year]
    if not known:
        return dt.date(year, *_BEGINS)
    usual = known[max((one for one in known if one < year), default=min(known))]
    return dt.date(year, usual.month, 28) if (usual.month, usual.day) == (2, 29) else usual.replace(year=year)


def _known_firsts(calendar: SchoolCalendar) -> dict[int, dt.date]:
    """By calendar year, the first day of lessons after the long holiday, where terms are known."""
    firsts = (calendar.year_begins_on(begin) for begin, _end in calendar.terms)
    return {first.year: first for first in firsts if first is not None}
