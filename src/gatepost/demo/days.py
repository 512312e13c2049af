"""The demo school's year: terms, holidays, and the school days of the last three months."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from gatepost.people.calendar import SchoolCalendar

ZONE = ZoneInfo("Europe/London")
HISTORY = 62  # school days: about three months
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Year:
    """A school year around today."""

    terms: tuple[tuple[str, dt.date, dt.date], ...]
    closed: tuple[tuple[dt.date, str], ...]
    now: dt.datetime

    @property
    def calendar(self) -> SchoolCalendar:
        return SchoolCalendar(
            tuple((begin, end) for _name, begin, end in self.terms), frozenset(day for day, _name in self.closed)
        )

    def school_days(self) -> list[dt.date]:
        """The last school days before today, oldest first."""
        calendar, day = self.calendar, self.now.astimezone(ZONE).date() - ONE_DAY
        found: list[dt.date] = []
        while len(found) < HISTORY and day > self.terms[0][1]:
            if calendar.is_school_day(day):
                found.append(day)
            day -= ONE_DAY
        return found[::-1]


def year_around(now: dt.datetime) -> Year:
    """Last year's last terms and this year's, so that three months of school days always lie behind us."""
    today = now.astimezone(ZONE).date()
    first = today.year if today.month >= 8 else today.year - 1
    terms, closed = [], []
    for start in (first - 1, first):
        terms += [
            ("Autumn term", dt.date(start, 8, 24), dt.date(start, 12, 18)),
            ("Spring term", dt.date(start + 1, 1, 5), dt.date(start + 1, 3, 26)),
            ("Summer term", dt.date(start + 1, 4, 12), dt.date(start + 1, 7, 16)),
        ]
        closed += [(dt.date(start, 10, 26) + ONE_DAY * ahead, "Autumn holiday") for ahead in range(5)]
        closed += [(dt.date(start + 1, 2, 15) + ONE_DAY * ahead, "Winter holiday") for ahead in range(5)]
        closed += [(dt.date(start + 1, 5, 3), "Spring holiday"), (dt.date(start, 9, 14), "Teachers learn together")]
    return Year(tuple(terms), tuple(closed), now)


def at_time(day: dt.date, rng: Random, *, earliest: int = 8, latest: int = 17) -> dt.datetime:
    """A moment of a school day."""
    return dt.datetime(
        day.year, day.month, day.day, rng.randint(earliest, latest), rng.randrange(60), rng.randrange(60), tzinfo=ZONE
    )


def by_day(moment: dt.datetime) -> dt.datetime:
    """The same, or the next morning: people sleep at night."""
    hour = moment.astimezone(ZONE).hour
    return moment + dt.timedelta(hours=7 - hour) if hour < 7 else moment
