"""What must be known of families besides the ledger: their school, its calendar, and whether a contact works."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from gatepost.kernel import clock
from gatepost.people.calendar import ONE_DAY, SchoolCalendar, calendars_of
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
    """A school's zone and window, and its days since `first_day`: each one's number counted in school days."""

    school_id: int
    zone: str
    window: int
    first_day: dt.date
    numbers: list[int]

    @property
    def number_today(self) -> int:
        return self.numbers[-1]

    @property
    def school_days(self) -> list[dt.date]:
        """The school days in order: number 1, 2, 3 …"""
        before = [0, *self.numbers]
        return [self.first_day + ONE_DAY * place for place, number in enumerate(self.numbers) if number > before[place]]

    @property
    def window_begins_on(self) -> dt.date:
        """The first of the school days that lie within the window."""
        return self.school_days[-self.window :][0] if self.number_today else self.first_day


@dataclass(frozen=True)
class Facts:
    families: list[FamilyFacts]
    schools: list[SchoolFacts]


@dataclass(frozen=True)
class _Contact:
    works: bool
    broke_at: dt.datetime | None


def facts_of(family_ids: Iterable[int], *, now: dt.datetime) -> Facts:
    """In seven statements, whatever the number of families. Families that do not count are left out."""
    asked = set(family_ids)
    students = {student for family, student, _known_at in _families(_among("pk", asked)) if family in asked}
    homes: dict[int, list[int]] = defaultdict(list)
    known_at: dict[int, dt.datetime | None] = {}
    for family, student, brought_at in _families(_among("student", students)):
        if student in students:
            homes[student].append(family)
            known_at[family] = brought_at
    contacts = _contacts({family for families in homes.values() for family in families})
    enrolled = _enrolled(students)
    schools = schools_at({school for school, _begins in enrolled.values()}, now)
    families = []
    for student, (school, begins_on) in enrolled.items():
        counted = [id_ for id_ in homes[student] if id_ in contacts] or homes[student]
        families += [
            _family(id_, schools[school], contacts.get(id_), schools[school].known_from(begins_on, known_at[id_]))
            for id_ in counted
            if id_ in asked
        ]
    return Facts(families, [school.facts for school in schools.values()])


def _among(field: str, ids: set[int]) -> Q:
    """These ids; where they lie close together, the range they lie in (a little more, and much faster than a long list)."""
    if not ids:
        return Q(pk__in=[])
    first, last = min(ids), max(ids)
    if last - first < 4 * len(ids):
        return Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return Q(**{f"{field}__in": list(ids)})


def _families(where: Q) -> Iterable[tuple[int, int, dt.datetime | None]]:
    return Family.objects.current().filter(where).values_list("pk", "student_id", "known_at")


def _family(family_id: int, school: "SchoolThen", contact: _Contact | None, known: dt.date) -> FamilyFacts:
    broke_on = contact.broke_at.astimezone(ZoneInfo(school.facts.zone)).date() if contact and contact.broke_at else None
    return FamilyFacts(family_id, school.facts.school_id, contact is not None and contact.works, broke_on, known)


def _contacts(family_ids: set[int]) -> dict[int, _Contact]:
    """Families with an adult who holds the contact right. (A home where nobody may be contacted is missing here.)"""
    writable = Q(adult__contact_points__kind__in=[ContactKind.EMAIL, ContactKind.PHONE])
    usable = writable & Q(adult__contact_points__ended_at=None, adult__contact_points__state__in=USABLE_STATES)
    rows = (
        Guardianship.objects.with_right("contact", on=clock.today())
        .filter(_among("family", family_ids))
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


def _enrolled(student_ids: set[int]) -> dict[int, tuple[int, dt.date | None]]:
    """The school of each student (the first, where there are two) and since when."""
    roles = SchoolRole.objects.filter(_among("person", student_ids), role=Role.STUDENT, ended_at=None).order_by("-school_id")
    rows = roles.values_list("person_id", "school_id", "begins_on")
    return {person: (school, begins_on) for person, school, begins_on in rows if person in student_ids}


@dataclass(frozen=True)
class SchoolThen:
    """A school at one moment. `known_since`: from when a family without any history counts as known."""

    facts: SchoolFacts
    known_since: dt.date
    today: dt.date

    def known_from(self, begins_on: dt.date | None, brought_at: dt.datetime | None) -> dt.date:
        """From when one family counts as known: never before its child was here, nor before an import brought it."""
        brought_on = brought_at.astimezone(ZoneInfo(self.facts.zone)).date() if brought_at else None
        return min(max(filter(None, [begins_on, brought_on, self.known_since])), self.today)


def schools_at(school_ids: Iterable[int], now: dt.datetime) -> dict[int, SchoolThen]:
    """Zone, window and school days up to this moment."""
    calendars = calendars_of(school_ids)
    found = {}
    for school in School.objects.filter(pk__in=calendars):
        today, calendar = now.astimezone(ZoneInfo(school.timezone)).date(), calendars[school.pk]
        first = today - LOOK_BACK - ONE_DAY
        facts = SchoolFacts(school.pk, school.timezone, school.window_school_days, first, _numbers(calendar, first, today))
        found[school.pk] = SchoolThen(facts, calendar.year_begins_on(today) or facts.window_begins_on, today)
    return found


@lru_cache(maxsize=64)
def _numbers(calendar: SchoolCalendar, first: dt.date, last: dt.date) -> list[int]:
    """Kept, because the schools of a district share their calendar."""
    return [number for _day, number in calendar.numbered(first, last)]
