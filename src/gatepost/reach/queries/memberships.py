"""Which families of a school belong together: by class, grade, language, what helps them and the way to school."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from gatepost.kernel import clock
from gatepost.people.barriers import BARRIERS, BarrierKind
from gatepost.people.models import (
    Enrolment,
    EnrolmentRole,
    Family,
    Guardianship,
    Need,
    NeedKind,
    NotedBarrier,
    Role,
    School,
    SchoolRole,
    SectionKind,
)
from gatepost.reach.models import GroupKind

# By family: the groups of one kind it belongs to; a family that is missing belongs to the group "".
Membership = dict[int, set[str]]
LOOKED_AT_BY = (GroupKind.SECTION, GroupKind.GRADE, GroupKind.LANGUAGE, GroupKind.NEED, GroupKind.TRAVEL)
# Barriers the school can remove that ask for what is a need already; the others are groups of their own.
_SAME_AS_NEED = {
    BarrierKind.TRANSPORT: NeedKind.TRANSPORT,
    BarrierKind.CHILDCARE: NeedKind.CHILDCARE,
    BarrierKind.ACCESS: NeedKind.ACCESS,
}
NEED_OF_BARRIER: dict[str, str] = {
    kind: _SAME_AS_NEED.get(barrier.kind, kind) for kind, barrier in BARRIERS.items() if barrier.in_our_hands
}
_PARTS_OF_SCRIPT = 4


def memberships(school: School) -> dict[GroupKind, Membership]:
    """Every family of the school in its groups as they are today, in a fixed number of statements."""
    families = _Families(school)
    return {
        GroupKind.SECTION: families.by_student(_sections(school)),
        GroupKind.GRADE: families.by_student(_grades(school)),
        GroupKind.LANGUAGE: families.languages(),
        GroupKind.NEED: families.by_adult(_needs(families.adults)),
        GroupKind.TRAVEL: families.ways,
    }


def short_tag(tag: str) -> str:
    """Language and script without the country: a family that reads es-MX reads Spanish."""
    parts = tag.split("-")
    return "-".join([parts[0], *(part for part in parts[1:2] if len(part) == _PARTS_OF_SCRIPT)])


class _Families:
    """The current families of one school, with whom their groups are found by: children and adults who may be contacted."""

    def __init__(self, school: School) -> None:
        self.students = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None).values("person_id")
        self._of_student: dict[int, list[int]] = defaultdict(list)
        self.ways: Membership = {}
        rows = Family.objects.current().filter(student__in=self.students).values_list("pk", "student_id", "travel_band")
        for family, student, band in rows:
            self._of_student[student].append(family)
            self.ways[family] = {band}
        links = Guardianship.objects.with_right("contact", on=clock.today()).filter(student__in=self.students)
        self.adults = links.values("adult_id")
        self._links = list(links.values_list("family_id", "adult_id", "adult__read_language"))

    def by_student(self, rows: Iterable[tuple[int, str]]) -> Membership:
        found: Membership = defaultdict(set)
        for student, group in rows:
            for family in self._of_student.get(student, ()):
                found[family].add(group)
        return found

    def by_adult(self, rows: Iterable[tuple[int, str]]) -> Membership:
        of_adult: dict[int, set[str]] = defaultdict(set)
        for adult, group in rows:
            of_adult[adult].add(group)
        found: Membership = defaultdict(set)
        for family, adult, _language in self._links:
            found[family] |= of_adult.get(adult, set())
        return found

    def languages(self) -> Membership:
        found: Membership = defaultdict(set)
        for family, _adult, language in self._links:
            if language:
                found[family].add(short_tag(language))
        return found


def _sections(school: School) -> list[tuple[int, str]]:
    """Homerooms; where a school has none, all its sections."""
    enrolled = Enrolment.objects.filter(
        section__school=school, section__ended_at=None, role=EnrolmentRole.STUDENT, ended_at=None
    ).values_list("person_id", "section_id", "section__kind")
    rows = list(enrolled)
    homerooms = [row for row in rows if row[2] == SectionKind.HOMEROOM]
    return [(student, str(section)) for student, section, _kind in homerooms or rows]


def _grades(school: School) -> list[tuple[int, str]]:
    roles = SchoolRole.objects.filter(school=school, role=Role.STUDENT, ended_at=None)
    return list(roles.values_list("person_id", "grade"))


def _needs(adults: "QuerySet[Any, Any]") -> list[tuple[int, str]]:
    """What adults said helps them, and what the school can remove that stands in their way."""
    needs = list(Need.objects.filter(person__in=adults).values_list("person_id", "kind"))
    barriers = NotedBarrier.objects.filter(person__in=adults, ended_at=None, kind__in=NEED_OF_BARRIER)
    return needs + [(person, NEED_OF_BARRIER[kind]) for person, kind in barriers.values_list("person_id", "kind")]
