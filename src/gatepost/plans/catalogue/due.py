"""When a measure falls due in one school year, by the school's own terms."""

import datetime as dt

from gatepost.people.models import Term
from gatepost.people.school_years import bounds_of
from gatepost.plans.catalogue.measures import Window

Span = tuple[dt.date, dt.date]
_WEEK = dt.timedelta(days=7)


def days_of(window: Window, *, year: int, school_id: int) -> Span:
    """First and last day of the window, always within the school year."""
    first, last = bounds_of(year, school_id)
    terms = _terms(first, last, school_id)
    spans: dict[Window, Span] = {
        Window.FIRST_DAY: (terms[0][0], terms[0][0]),
        Window.FIRST_WEEKS: (terms[0][0], terms[0][0] + 6 * _WEEK),
        Window.FIRST_TERM: terms[0],
        Window.AFTER_MARKS: (terms[0][1], terms[0][1] + 4 * _WEEK),
        Window.MIDDLE: terms[len(terms) // 2],
        Window.LAST_TERM: terms[-1],
        Window.YEAR: (terms[0][0], terms[-1][1]),
    }
    begins, ends = spans[window]
    return max(begins, first), min(max(ends, begins), last)


def _terms(first: dt.date, last: dt.date, school_id: int) -> list[Span]:
    """The terms that begin in the year, earliest first; where none is entered, thirds of forty weeks from its first day."""
    rows = Term.objects.filter(school=school_id, begins_on__gte=first, begins_on__lte=last).order_by("begins_on")
    found = list(rows.values_list("begins_on", "ends_on"))
    third = 13 * _WEEK
    return found or [(first + third * place, first + third * (place + 1) - dt.timedelta(days=1)) for place in range(3)]
