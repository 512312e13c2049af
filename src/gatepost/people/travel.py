"""How long the ways to school of a class are, and how much of it is known: read for one page."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Guardianship, Person, Section


@dataclass(frozen=True)
class Way:
    """One family of the class: whose it is, which adults, and the band."""

    family: Family
    adults: list[str]


@dataclass(frozen=True)
class KnownWays:
    """Of how many of a class's families the way is known."""

    section: Section
    known: int
    families: int


def families_in(section: Section) -> list[Family]:
    """Current families of the class, by the student's name."""
    students = Enrolment.objects.filter(section=section, role=EnrolmentRole.STUDENT, ended_at=None).values("person_id")
    families = Family.objects.current().filter(student__in=students).select_related("student")
    return list(families.order_by("student__family_name", "student__given_name", "student_id", "home"))


def ways_of(section: Section) -> list[Way]:
    """Every family of the class with the adults who may be contacted, so that brothers' and sisters' homes are told apart."""
    families = families_in(section)
    adults: dict[int, list[str]] = {family.pk: [] for family in families}
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=adults).select_related("adult")
    for link in links.order_by("priority", "pk"):
        adults[link.family_id].append(link.adult.full_name)
    return [Way(family, adults[family.pk]) for family in families]


def known_ways(person: Person) -> list[KnownWays]:
    """Each class this person may see, in two statements."""
    sections = list(Section.objects.current().visible_to(person))
    of_student = Q(role=EnrolmentRole.STUDENT, ended_at=None, person__ended_at=None)
    current = of_student & Q(person__families__ended_at=None, person__families__isnull=False)
    rows = (
        Enrolment.objects.filter(current, section__in=sections)
        .values(key=F("section_id"))
        .annotate(
            families=Count("person__families", distinct=True),
            known=Count("person__families", distinct=True, filter=~Q(person__families__travel_band="")),
        )
    )
    counted = {row["key"]: row for row in rows}
    return [
        KnownWays(section, counted[section.pk]["known"], counted[section.pk]["families"])
        for section in sections
        if section.pk in counted
    ]
