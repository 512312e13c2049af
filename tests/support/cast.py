"""One cast for every test: Amina (guardian, Somali), Ben (teacher), Carla (liaison), Dov (principal), Eve (sees nothing)."""

import datetime as dt
import itertools
from dataclasses import dataclass

from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    PersonKind,
    Restriction,
    Role,
    School,
    SchoolRole,
    Section,
)

_numbers = itertools.count(1)


def make_school(name: str = "Riverside School", **fields: object) -> School:
    return School.objects.create(name=name, slug=f"school-{next(_numbers)}", **fields)


def make_staff(school: School, role: str, given: str = "Sam", family: str = "Staff") -> Person:
    person = Person.objects.create(kind=PersonKind.ADULT, given_name=given, family_name=family)
    SchoolRole.objects.create(person=person, school=school, role=role)
    return person


def make_section(school: School, name: str = "4B", teacher: Person | None = None, grade: str = "4") -> Section:
    section = Section.objects.create(school=school, name=name, grade=grade)
    if teacher is not None:
        Enrolment.objects.create(person=teacher, section=section, role="teacher")
    return section


def make_student(section: Section, given: str = "Yusuf", family: str = "Warsame") -> Person:
    student = Person.objects.create(kind=PersonKind.STUDENT, given_name=given, family_name=family)
    SchoolRole.objects.create(person=student, school=section.school, role=Role.STUDENT, grade=section.grade)
    Enrolment.objects.create(person=student, section=section, role="student")
    return student


def make_guardian(
    student: Person, given: str = "Amina", *, language: str = "so", email: str = "", phone: str = "", home: str = ""
) -> Person:
    """An adult with all rights for the student, in the family of that home."""
    adult = Person.objects.create(
        kind=PersonKind.ADULT, given_name=given, family_name=student.family_name, read_language=language
    )
    family, _created = Family.objects.get_or_create(student=student, home=home)
    Guardianship.objects.create(adult=adult, student=student, family=family)
    if email:
        ContactPoint.objects.create(person=adult, kind="email", value=email, raw=email)
    if phone:
        ContactPoint.objects.create(person=adult, kind="phone", value=phone, raw=phone)
    return adult


def restrict(adult: Person, student: Person, *, by: Person | None = None, since: dt.date | None = None) -> Restriction:
    """Bars every right of the adult for the student."""
    return Restriction.objects.create(
        adult=adult,
        student=student,
        begins_on=since or dt.date(2020, 1, 1),
        reason="Court order",
        entered_by=by,
        entered_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )


@dataclass
class Cast:
    school: School
    section: Section
    amina: Person
    yusuf: Person
    ben: Person
    carla: Person
    dov: Person
    eve: Person
    other_school: School

    @property
    def family(self) -> Family:
        return Family.objects.get(student=self.yusuf, home="")


def make_cast() -> Cast:
    """Amina's son Yusuf is in Ben's 4B at Riverside, led by Dov; Eve teaches at another school."""
    school = make_school()
    other = make_school("Hillside School")
    ben = make_staff(school, Role.TEACHER, "Ben", "Ortiz")
    section = make_section(school, "4B", ben)
    yusuf = make_student(section)
    amina = make_guardian(yusuf, "Amina", language="so", email="amina@example.org", phone="+34600111222")
    eve = make_staff(other, Role.TEACHER, "Eve", "Outsider")
    make_section(other, "5C", eve)
    return Cast(
        school=school,
        section=section,
        amina=amina,
        yusuf=yusuf,
        ben=ben,
        carla=make_staff(school, Role.LIAISON, "Carla", "Rossi"),
        dov=make_staff(school, Role.PRINCIPAL, "Dov", "Stern"),
        eve=eve,
        other_school=other,
    )
