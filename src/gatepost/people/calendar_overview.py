"""The calendar as people read it: the terms of this year, each with its holidays, and what lies outside them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.calendar import ONE_DAY, SchoolCalendar, calendars_of
from gatepost.people.models import ClosedDay, School, Term


@dataclass(frozen=True)
class Stretch:
    """Closed days of one name that follow each other; a weekend between them does not part them."""

    name: str
    first: dt.date
    last: dt.date
    days: int

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class TermShown:
    term: Term
    school_days: int
    closed: list[Stretch]


@dataclass(frozen=True)
class Month:
    first: dt.date
    closed: list[Stretch]


@dataclass(frozen=True)
class Overview:
    """`terms`: of this school year and later; `past`: earlier ones. `months`: closed days that lie in no term shown."""

    school: School
    calendar: SchoolCalendar
    today: dt.date
    terms: list[TermShown]
    past: list[TermShown]
    months: list[Month]

    @property
    def sentence(self) -> str:
        """How many days with lessons this school year has, and how many are over."""
        begins = self.calendar.year_begins_on(self.today)
        if not self.calendar.terms or begins is None:
            return _("Every weekday counts as a school day, except those below.")
        ends = max(end for begin, end in self.calendar.terms if begin >= begins)
        all_days = self.calendar.school_days_between(begins - ONE_DAY, ends)
        passed = self.calendar.school_days_between(begins - ONE_DAY, min(self.today, ends))
        words = ngettext(
            "This school year has %(all)d day with lessons; %(passed)d so far.",
            "This school year has %(all)d days with lessons; %(passed)d so far.",
            all_days,
        )
        return words % {"all": all_days, "passed": passed}


def overview_of(school: School, *, today: dt.date) -> Overview:
    """Everything the page shows, in four statements."""
    calendar = calendars_of([school.pk])[school.pk]
    stretches = _stretches(ClosedDay.objects.filter(school=school).order_by("day"))
    terms = list(Term.objects.filter(school=school).order_by("begins_on", "pk"))
    shown = [_shown(term, stretches, calendar) for term in terms]
    year = calendar.year_begins_on(today) or today - dt.timedelta(days=365)
    inside = [stretch for term in shown for stretch in term.closed]
    return Overview(
        school=school,
        calendar=calendar,
        today=today,
        terms=[one for one in shown if one.term.ends_on >= year],
        past=[one for one in shown if one.term.ends_on < year],
        months=_months(stretch for stretch in stretches if stretch not in inside and stretch.last >= year),
    )


def _shown(term: Term, stretches: list[Stretch], calendar: SchoolCalendar) -> TermShown:
    within = [stretch for stretch in stretches if stretch.first <= term.ends_on and stretch.last >= term.begins_on]
    return TermShown(term, calendar.school_days_between(term.begins_on - ONE_DAY, term.ends_on), within)


def _stretches(rows: Iterable[ClosedDay]) -> list[Stretch]:
    found: list[Stretch] = []
    for row in rows:
        before = found[-1] if found else None
        if before is not None and before.name == row.name and _follows(before.last, row.day):
            found[-1] = Stretch(before.name, before.first, row.day, before.days + 1)
        else:
            found.append(Stretch(row.name, row.day, row.day, 1))
    return found


def _follows(earlier: dt.date, day: dt.date) -> bool:
    return all((earlier + ONE_DAY * ahead).weekday() > 4 for ahead in range(1, (day - earlier).days))


def _months(stretches: Iterable[Stretch]) -> list[Month]:
    found: dict[dt.date, list[Stretch]] = {}
    for stretch in stretches:
        found.setdefault(stretch.first.replace(day=1), []).append(stretch)
    return [Month(first, closed) for first, closed in found.items()]
