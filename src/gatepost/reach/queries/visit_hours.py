"""The hours that visits took, by colleague and month: so that nobody gives them for nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.db.models import QuerySet
from django.utils import translation

from gatepost.languages.tags import babel_locale
from gatepost.people.models import Person, School
from gatepost.reach.models import VisitHours
from gatepost.reach.queries.visit_offers import year_began_at
from gatepost.reach.visit_wording import duration_in_words


@dataclass
class MonthOfOne:
    """What one colleague gave in one month."""

    person: Person
    visits: int = 0
    minutes: int = 0
    travel_minutes: int = 0
    unsettled_minutes: int = 0

    @property
    def total(self) -> int:
        return self.minutes + self.travel_minutes

    @property
    def total_in_words(self) -> str:
        return duration_in_words(self.total)

    @property
    def minutes_in_words(self) -> str:
        return duration_in_words(self.minutes)

    @property
    def travel_in_words(self) -> str:
        return duration_in_words(self.travel_minutes)


@dataclass(frozen=True)
class Month:
    """One month with everybody who went on a visit in it."""

    first: dt.date
    people: list[MonthOfOne] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        return format_date(self.first, format="MMMM y", locale=babel_locale(translation.get_language() or "en"))

    @property
    def slug(self) -> str:
        return self.first.strftime("%Y-%m")


def hours_in(school: School, month: dt.date) -> "QuerySet[VisitHours]":
    """Hours of visits that began in this month, where the school is."""
    zone = ZoneInfo(school.timezone)
    begin = dt.datetime(month.year, month.month, 1, tzinfo=zone)
    next_one = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    end = dt.datetime(next_one.year, next_one.month, 1, tzinfo=zone)
    return VisitHours.objects.filter(visit__school=school, visit__begins_at__gte=begin, visit__begins_at__lt=end)


def months_of(school: School) -> list[Month]:
    """Since two school years ago, the latest month first; in it by name."""
    since = year_began_at([school])[school.pk] - dt.timedelta(days=365)
    rows = VisitHours.objects.filter(visit__school=school, visit__begins_at__gte=since).select_related("person", "visit")
    zone = ZoneInfo(school.timezone)
    found: dict[dt.date, dict[int, MonthOfOne]] = {}
    for row in rows:
        if row.visit.begins_at is None:
            continue
        month = row.visit.begins_at.astimezone(zone).date().replace(day=1)
        one = found.setdefault(month, {}).setdefault(row.person_id, MonthOfOne(row.person))
        one.visits += 1
        one.minutes += row.minutes
        one.travel_minutes += row.travel_minutes
        one.unsettled_minutes += 0 if row.settled_at else row.total
    return [Month(month, _by_name(found[month].values())) for month in sorted(found, reverse=True)]


def own_minutes(person: Person, school: School) -> int:
    """What somebody gave for visits this school year."""
    rows = VisitHours.objects.filter(
        person=person, visit__school=school, visit__begins_at__gte=year_began_at([school])[school.pk]
    )
    return sum(row.total for row in rows)


def sheet_rows(school: School) -> list[list[str | int]]:
    """For the pay office: one line for each colleague and month, with a heading."""
    heading: list[str | int] = [
        "month",
        "name",
        "visits",
        "minutes at visits",
        "minutes on the way",
        "minutes",
        "not settled yet",
    ]
    lines: list[list[str | int]] = [
        [
            month.slug,
            one.person.full_name,
            one.visits,
            one.minutes,
            one.travel_minutes,
            one.total,
            one.unsettled_minutes,
        ]
        for month in months_of(school)
        for one in month.people
    ]
    return [heading, *lines]


def _by_name(people: Iterable[MonthOfOne]) -> list[MonthOfOne]:
    return sorted(people, key=lambda one: (one.person.family_name, one.person.given_name, one.person.pk))
