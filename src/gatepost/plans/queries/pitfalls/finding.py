"""What a look at the records comes to."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.functional import Promise

from gatepost.kernel import clock
from gatepost.people.models import Person, School
from gatepost.people.school_years import bounds_of, label_of, year_of
from gatepost.plans.models import Plan
from gatepost.plans.queries.plans import current_plan

# How many rows behind a finding are shown; how many there are is always told.
SHOWN = 12


class Verdict(StrEnum):
    """Found, looked and not found, or too little there to say."""

    FOUND = "found"
    CLEAR = "clear"
    TOO_LITTLE = "too-little"

    @property
    def order(self) -> int:
        return [Verdict.FOUND, Verdict.CLEAR, Verdict.TOO_LITTLE].index(self)


@dataclass(frozen=True)
class Row:
    """One record behind a finding, with a way to it where there is a page."""

    name: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """One pitfall: what was looked at, what the records say, which rows say so, one thing to try."""

    slug: str
    title: str | Promise
    looked_at: str | Promise
    verdict: Verdict
    sentence: str
    try_this: str | Promise
    rows: tuple[Row, ...] = ()
    rows_in_all: int = 0

    @property
    def more(self) -> int:
        return max(0, self.rows_in_all - len(self.rows))


@dataclass(frozen=True)
class Scope:
    """Whose records of which school year; `ended_at` is now while the year runs."""

    viewer: Person
    school: School
    plan: Plan | None
    year: int
    label: str
    began_at: dt.datetime
    ended_at: dt.datetime

    @property
    def within(self) -> Q:
        """For ledger rows of this school and year."""
        return Q(school=self.school, at__gte=self.began_at, at__lt=self.ended_at)


def scope_of(viewer: Person, school: School, *, year: int | None = None) -> Scope:
    """This school year, or another one."""
    zone = ZoneInfo(school.timezone)
    chosen = year if year is not None else year_of(clock.today(school.timezone), school.pk)
    first, last = bounds_of(chosen, school.pk)
    began_at = dt.datetime.combine(first, dt.time(), zone)
    ended_at = min(dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone), clock.now())
    return Scope(viewer, school, current_plan(viewer), chosen, label_of(chosen, school.pk), began_at, ended_at)
