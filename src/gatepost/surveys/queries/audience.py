"""Whom a survey asks at this moment, by which way, and what is kept of each for setting response against enrolment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from gatepost.conversations import audience as audiences
from gatepost.conversations.audience import Line, Way
from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.languages.tags import canonical
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Need, NeedKind, Person, SchoolRole, Section, SectionKind
from gatepost.people.roles import Role
from gatepost.surveys.models import Survey, Unit
from gatepost.surveys.queries.answering import ROLES_OF

SECTOR_OF_ROLE = {role: sector for sector, roles in ROLES_OF.items() for role in roles}


@dataclass
class Asked:
    """One person who is asked once. Staff and students have no way: staff sign in, students answer in class."""

    person: Person
    sector: str
    unit_key: str
    way: Way | None = None
    lines: list[Line] = field(default_factory=list)
    grade: str = ""
    section_name: str = ""
    need: str = ""

    @property
    def families(self) -> list[Family]:
        return [line.family for line in self.lines if line.family is not None]

    @property
    def language(self) -> str:
        return self.person.read_language


@dataclass(frozen=True)
class Audience:
    """Everybody a survey asks, in the order of the sectors, and the families of whom nobody can be asked."""

    asked: Sequence[Asked]
    unreachable: Sequence[Line] = ()

    @property
    def count(self) -> int:
        return len(self.asked)

    def of(self, sector: str) -> list[Asked]:
        return [one for one in self.asked if one.sector == sector]

    @property
    def sectors(self) -> dict[str, int]:
        counted = Counter(one.sector for one in self.asked)
        return {sector: counted[sector] for sector in Sector.values if counted[sector]}

    @property
    def channels(self) -> dict[str, int]:
        """Adults of families by the way they get it."""
        counted = Counter(one.way.channel for one in self.asked if one.way)
        return {channel: counted[channel] for channel in audiences.ORDER if counted[channel]}

    @property
    def languages(self) -> dict[str, int]:
        """Adults of families by the language they read, most first; "" for not known."""
        return dict(Counter(one.language for one in self.of(Sector.FAMILIES)).most_common())

    def read_elsewhere(self, written_in: Sequence[str]) -> dict[str, int]:
        """Of those languages the ones in which nothing is written, neither itself nor what it is a kind of."""
        known = {canonical(tag).lower() for tag in written_in}
        return {
            tag: number
            for tag, number in self.languages.items()
            if tag and known.isdisjoint({canonical(tag).lower(), canonical(tag).lower().split("-")[0]})
        }

    @property
    def units(self) -> int:
        """How many answers there can be at most."""
        return len({(one.sector, one.unit_key) for one in self.asked})


def audience_of(survey: Survey) -> Audience:
    """From the rights, roles and contact points of this moment; a fixed number of statements whatever the number of people."""
    sections = list(survey.sections.all())
    asked: list[Asked] = []
    unreachable: list[Line] = []
    if Sector.FAMILIES in survey.sectors:
        lines = _lines(survey, sections)
        asked += _adults(survey, lines)
        unreachable = [line for line in lines if not line.ways]
    asked += _staff(survey, sections)
    if Sector.STUDENTS in survey.sectors:
        asked += _students(survey, sections)
    return Audience(asked, unreachable)


def _lines(survey: Survey, sections: list[Section]) -> list[Line]:
    if not sections:
        return audiences.of_school(survey.school).lines
    found: dict[tuple[int, int], Line] = {}
    for section in sections:
        for line in audiences.of_section(section).lines:
            found.setdefault((line.student.pk, line.family.pk if line.family else 0), line)
    return list(found.values())


def _adults(survey: Survey, lines: list[Line]) -> list[Asked]:
    by_person: dict[int, Asked] = {}
    for line in lines:
        for way in line.ways if survey.unit == Unit.FAMILY else audiences.ways_of_each(line):
            one = by_person.setdefault(way.adult.pk, Asked(way.adult, Sector.FAMILIES, f"person:{way.adult.pk}", way=way))
            one.lines.append(line)
    asked = list(by_person.values())
    if survey.unit == Unit.FAMILY:
        _share_units(asked)
    _place(survey, asked)
    return asked


def _share_units(asked: list[Asked]) -> None:
    """Brothers and sisters with the same adults are one family: whoever shares a home answers once."""
    head: dict[int, int] = {}

    def top(key: int) -> int:
        while head.setdefault(key, key) != key:
            key = head[key]
        return key

    for one in asked:
        first, *others = sorted(family.pk for family in one.families)
        for other in others:
            ends = sorted((top(first), top(other)))
            head[ends[1]] = ends[0]
    for one in asked:
        one.unit_key = f"family:{top(one.families[0].pk)}"


def _place(survey: Survey, asked: list[Asked]) -> None:
    """Grade, homeroom and need of the day: of several children the first, since a family answers once for all."""
    students = {line.student.pk for one in asked for line in one.lines}
    enrolled = Enrolment.objects.filter(
        person__in=students, role=EnrolmentRole.STUDENT, ended_at=None, section__school=survey.school_id
    ).select_related("section")
    sections = {row.person_id: row.section for row in enrolled.order_by("section__kind", "-pk")}
    homerooms = {row.person_id: row.section for row in enrolled.order_by("-pk") if row.section.kind == SectionKind.HOMEROOM}
    roles = SchoolRole.objects.filter(person__in=students, school=survey.school_id, role=Role.STUDENT, ended_at=None)
    grades = dict(roles.values_list("person_id", "grade"))
    needs: dict[int, set[str]] = {}
    for person_id, kind in Need.objects.filter(person__in=[one.person.pk for one in asked]).values_list("person_id", "kind"):
        needs.setdefault(person_id, set()).add(kind)
    for one in asked:
        student = one.lines[0].student.pk
        section = homerooms.get(student) or sections.get(student)
        one.section_name = section.name if section else ""
        one.grade = grades.get(student) or (section.grade if section else "")
        one.need = next((kind for kind in NeedKind.values if kind in needs.get(one.person.pk, ())), "")


def _staff(survey: Survey, sections: list[Section]) -> list[Asked]:
    """Teachers of the sections, where it is about some only; the leadership always. Who leads is not asked as a teacher too."""
    today = clock.today(survey.school.timezone)
    roles = SchoolRole.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        school=survey.school_id,
        role__in=SECTOR_OF_ROLE,
        ended_at=None,
        person__ended_at=None,
    ).select_related("person")
    ordered = roles.order_by("person__family_name", "person__given_name", "person_id")
    teaching = Enrolment.objects.filter(section__in=sections, role=EnrolmentRole.TEACHER, ended_at=None)
    taught_by = set(teaching.values_list("person_id", flat=True))
    sector_of: dict[int, str] = {}
    people: dict[int, Person] = {}
    for row in ordered:
        people[row.person_id] = row.person
        sector = SECTOR_OF_ROLE[row.role]
        if sector == Sector.DIRECTORS or row.person_id not in sector_of:
            sector_of[row.person_id] = sector
    wanted = [
        Asked(people[key], sector, f"person:{key}")
        for key, sector in sector_of.items()
        if sector in survey.sectors and (sector == Sector.DIRECTORS or not sections or key in taught_by)
    ]
    return sorted(wanted, key=lambda one: Sector.values.index(one.sector))


def _students(survey: Survey, sections: list[Section]) -> list[Asked]:
    students = Person.objects.current().filter(
        school_roles__school=survey.school_id, school_roles__role=Role.STUDENT, school_roles__ended_at=None
    )
    if sections:
        students = Person.objects.current().filter(
            enrolments__section__in=sections, enrolments__role=EnrolmentRole.STUDENT, enrolments__ended_at=None
        )
    asked = [
        Asked(student, Sector.STUDENTS, f"person:{student.pk}", lines=[Line(None, student)]) for student in students.distinct()
    ]
    _place(survey, asked)
    return asked
