"""The school calendar, and how many of its days count when it is said which families are reached."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_line
from gatepost.people import signals
from gatepost.people.calendar import ONE_DAY
from gatepost.people.models import ClosedDay, Person, School, Term
from gatepost.people.rules import Perm

SHORTEST_WINDOW, LONGEST_WINDOW = 5, 120
LONGEST_HOLIDAY = dt.timedelta(days=150)
LONGEST_TERM = dt.timedelta(days=400)
LONGEST_NAME = 120


@transaction.atomic
def add_term(school: School, *, name: str, begins_on: dt.date, ends_on: dt.date, by: Person) -> Term:
    """A stretch with lessons. Terms do not overlap: a day lies in one of them or in none."""
    _lock(school, by)
    _ensure_in_order(begins_on, ends_on)
    if ends_on - begins_on > LONGEST_TERM:
        raise BadInputError(_("This term would be longer than a year. Please look at the dates once more."))
    other = Term.objects.filter(school=school, begins_on__lte=ends_on, ends_on__gte=begins_on).order_by("begins_on").first()
    if other is not None:
        raise ConflictError(
            _("These dates overlap with “%(name)s”, %(first)s to %(last)s. Please change one of the two.")
            % {"name": other.name, "first": date_format(other.begins_on), "last": date_format(other.ends_on)}
        )
    term = Term.objects.create(school=school, name=clean_line(name)[:LONGEST_NAME], begins_on=begins_on, ends_on=ends_on)
    _tell("people.add_term", school, by, begins_on=begins_on.isoformat(), ends_on=ends_on.isoformat())
    return term


@transaction.atomic
def remove_term(term: Term, *, by: Person) -> None:
    """Entered by mistake, or planned otherwise since."""
    _lock(term.school, by)
    term.delete()
    _tell("people.remove_term", term.school, by, begins_on=term.begins_on.isoformat(), ends_on=term.ends_on.isoformat())


@transaction.atomic
def close_days(school: School, *, first: dt.date, last: dt.date, name: str, by: Person) -> list[ClosedDay]:
    """One day or a whole holiday without lessons. Weekends in it are left out: they never count."""
    _lock(school, by)
    _ensure_in_order(first, last)
    if last - first > LONGEST_HOLIDAY:
        raise BadInputError(_("This holiday would last for five months. Please look at the dates once more."))
    days = [day for day in (first + ONE_DAY * ahead for ahead in range((last - first).days + 1)) if day.weekday() < 5]
    if not days:
        raise BadInputError(_("This is a weekend: there are no lessons anyway."))
    entered = list(ClosedDay.objects.filter(school=school, day__in=days).order_by("day"))
    if entered:
        raise ConflictError(_overlap(entered))
    rows = ClosedDay.objects.bulk_create(
        [ClosedDay(school=school, day=day, name=clean_line(name)[:LONGEST_NAME]) for day in days]
    )
    _tell("people.close_days", school, by, first=first.isoformat(), last=last.isoformat())
    return rows


@transaction.atomic
def open_days(school: School, *, first: dt.date, last: dt.date, by: Person) -> int:
    """There are lessons on these days after all. Returns how many closed days went."""
    _lock(school, by)
    removed, _by_kind = ClosedDay.objects.filter(school=school, day__gte=first, day__lte=last).delete()
    if removed:
        _tell("people.open_days", school, by, first=first.isoformat(), last=last.isoformat())
    return removed


@transaction.atomic
def set_window(school: School, *, days: int, by: Person) -> School:
    """So many school days back count when it is said whether a family is in dialogue, or informed."""
    ensure(by, Perm.SET_WINDOW, school)
    if not SHORTEST_WINDOW <= days <= LONGEST_WINDOW:
        raise BadInputError(
            _("Please choose between %(least)d and %(most)d school days.") % {"least": SHORTEST_WINDOW, "most": LONGEST_WINDOW}
        )
    locked = School.objects.select_for_update().get(pk=school.pk)
    before, locked.window_school_days = locked.window_school_days, days
    if before != days:
        locked.save(update_fields=["window_school_days"])
        _tell("people.set_window", locked, by, before=before, days=days)
    return locked


def _lock(school: School, by: Person) -> None:
    """Two people who enter the same holiday at once wait for each other."""
    ensure(by, Perm.KEEP_CALENDAR, school)
    School.objects.select_for_update().get(pk=school.pk)


def _ensure_in_order(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise BadInputError(_("The last day lies before the first one. Please change one of the two."))


def _overlap(entered: list[ClosedDay]) -> str:
    day = date_format(entered[0].day)
    if len(entered) == 1:
        return _("%(day)s is entered as closed already. Please leave it out, or remove it first.") % {"day": day}
    words = ngettext(
        "%(day)s and %(more)d more day of these are entered as closed already. Please leave them out, or remove them first.",
        "%(day)s and %(more)d more days of these are entered as closed already. Please leave them out, or remove them first.",
        len(entered) - 1,
    )
    return words % {"day": day, "more": len(entered) - 1}


def _tell(action: str, school: School, by: Person, **details: str | int) -> None:
    history.record(action, by=by, subject=school, **details)
    signals.calendar_changed.send(sender=School, school_id=school.pk)
