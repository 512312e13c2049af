"""School days: what counts as one, and how many lie between two dates. Holidays do not count."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gatepost.people.models import ClosedDay, Term

ONE_DAY = dt.timedelta(days=1)
# A new school year begins after a holiday longer than this.
LONG_HOLIDAY = dt.timedelta(days=28)
# So long after the last term we know of, nobody has entered the new one: weekdays count again, so that time does not stand still.
FORGOTTEN_AFTER = dt.timedelta(days=90)


@dataclass(frozen=True)
class SchoolCalendar:
    """Weekdays without closed days; where terms are known, only days within a term."""

    terms: tuple[tuple[dt.date, dt.date], ...] = ()
    closed: frozenset[dt.date] = frozenset()

    def is_school_day(self, day: dt.date) -> bool:
        if day.weekday() > 4 or day in self.closed:
            return False
        if not self.terms or day > max(end for _begin, end in self.terms) + FORGOTTEN_AFTER:
            return True
        return any(begin <= day <= end for begin, end in self.terms)

    def numbered(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, int]]:
        """Every date from first to last with the number of school days since `first`, itself included."""
        number = 0
        day = first
        while day <= last:
            number += self.is_school_day(day)
            yield day, number
            day += ONE_DAY

    def school_days_between(self, first: dt.date, last: dt.date) -> int:
        """How many school days lie after `first` up to and including `last`."""
        return sum(self.is_school_day(first + ONE_DAY * ahead) for ahead in range(1, (last - first).days + 1))

    def year_begins_on(self, today: dt.date) -> dt.date | None:
        """The first day of lessons of the school year we are in, where terms are known: after the last long holiday."""
        begun = sorted(term for term in self.terms if term[0] <= today)
        first = None
        for (_begin, end), (begin, _end) in zip([(dt.date.min, dt.date.min), *begun], begun, strict=False):
            if begin - end > LONG_HOLIDAY:
                first = begin
        return first


def calendars_of(school_ids: Iterable[int]) -> dict[int, SchoolCalendar]:
    """The calendar of each school, in two statements."""
    ids = list(school_ids)
    terms: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for school_id, begin, end in Term.objects.filter(school__in=ids).values_list("school_id", "begins_on", "ends_on"):
        terms[school_id].append((begin, end))
    closed: dict[int, set[dt.date]] = defaultdict(set)
    for school_id, day in ClosedDay.objects.filter(school__in=ids).values_list("school_id", "day"):
        closed[school_id].add(day)
    return {id_: SchoolCalendar(tuple(sorted(terms[id_])), frozenset(closed[id_])) for id_ in ids}
