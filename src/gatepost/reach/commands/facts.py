"""What must be known of families besides the ledger: their school, its calendar, and whether a contact works."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from gatepost.kernel import clock
from gatepost.people.calendar import SchoolCalendar, calendars_of
from gatepost.people.models import ContactKind, Family, Guardianship, Role, School, SchoolRole
from gatepost.people.models.contacts import USABLE_STATES

# What is older no longer tells how we stand with a family; so the cost of counting does not grow with the ledger's age.
LOOK_BACK = dt.timedelta(days=730)


@dataclass(frozen=True)
class FamilyFacts:
    """`works`: some adult who may be contacted has a working e-mail address or phone number."""

    family_id: int
    school_id: int
    works: bool
    broke_on: dt.date | None
    known_since: dt.date


@dataclass(frozen=True)
class SchoolFacts:
    """A school's zone, window and dates, each numbered by its school days."""

    school_id: int
    zone: str
    window: int
    days: list[tuple[dt.date, int]]

    @property
    def number_today(self) -> int:
        return self.days[-1][1]

    @property
    def window_begins_on(self) -> dt.date:
        """The first of the school days that lie within the window."""
        return next(day for day, number in self.days if number > self.number_today - self.window)


@dataclass(frozen=True)
class Facts:
    families: list[FamilyFacts]
    schools: list[SchoolFacts]


@dataclass(frozen=True)
class _Contact:
    works: bool
    broke_at: dt.datetime | None


def facts_of(family_ids: Iterable[int], *, now: dt.datetime) -> Facts:
    """In six statements, whatever the number of families. Families that do not count are left out."""
    asked = set(family_ids)
    students = Family.objects.filter(pk__in=asked).values("student_id")
    homes: dict[int, list[int]] = defaultdict(list)
    for family_id, student_id in Family.objects.current().filter(student__in=students).values_list("pk", "student_id"):
        homes[student_id].append(family_id)
    contacts = _contacts({family for families in homes.values() for family in families})
    enrolled = _enrolled(homes)
    schools = _schools({school for school, _begins in enrolled.values()}, now)
    families = []
    for student_id, (school_id, begins_on) in enrolled.items():
        known = max(filter(None, [begins_on, schools[school_id][1]]))
        known = min(known, schools[school_id][0].days[-1][0])
        counted = [id_ for id_ in homes[student_id] if id_ in contacts] or homes[student_id]
        families += [_family(id_, school_id, contacts.get(id_), known) for id_ in counted if id_ in asked]
    return Facts(families, [school for school, _known in schools.values()])


def _family(family_id: int, school_id: int, contact: _Contact | None, known: dt.date) -> FamilyFacts:
    broke_on = contact.broke_at.date() if contact and contact.broke_at else None
    return FamilyFacts(family_id, school_id, contact is not None and contact.works, broke_on, known)


def _contacts(family_ids: set[int]) -> dict[int, _Contact]:
    """Families with an adult who holds the contact right. (A home where nobody may be contacted is missing here.)"""
    writable = Q(adult__contact_points__kind__in=[ContactKind.EMAIL, ContactKind.PHONE])
    usable = writable & Q(adult__contact_points__ended_at=None, adult__contact_points__state__in=USABLE_STATES)
    rows = (
        Guardianship.objects.with_right("contact", on=clock.today())
        .filter(family__in=family_ids)
        .values("family_id")
        .annotate(
            working=Count("adult__contact_points", filter=usable),
            turned_at=Max("adult__contact_points__state_at", filter=writable),
            ended=Max("adult__contact_points__ended_at", filter=writable),
        )
    )
    return {
        row["family_id"]: _Contact(row["working"] > 0, max(filter(None, [row["turned_at"], row["ended"]]), default=None))
        for row in rows
    }


def _enrolled(student_ids: Iterable[int]) -> dict[int, tuple[int, dt.date | None]]:
    """The school of each student (the first, where there are two) and since when."""
    roles = SchoolRole.objects.filter(person__in=list(student_ids), role=Role.STUDENT, ended_at=None).order_by("-school_id")
    return {person: (school, begins_on) for person, school, begins_on in roles.values_list("person_id", "school_id", "begins_on")}


def _schools(school_ids: set[int], now: dt.datetime) -> dict[int, tuple[SchoolFacts, dt.date]]:
    """Each school with the date from which a family without any history counts as known."""
    calendars = calendars_of(school_ids)
    found = {}
    for school in School.objects.filter(pk__in=school_ids):
        today = now.astimezone(ZoneInfo(school.timezone)).date()
        facts = _numbered(school, calendars[school.pk], today)
        found[school.pk] = facts, calendars[school.pk].year_begins_on(today) or facts.window_begins_on
    return found


def _numbered(school: School, calendar: SchoolCalendar, today: dt.date) -> SchoolFacts:
    days = list(calendar.numbered(today - LOOK_BACK - dt.timedelta(days=1), today))
    return SchoolFacts(school.pk, school.timezone, school.window_school_days, days)
