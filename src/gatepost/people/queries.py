"""Reading people: always from what the viewer may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gatepost.kernel import clock
from gatepost.people.models import (
    ContactPoint,
    Family,
    Guardianship,
    Person,
    Restriction,
    School,
    SchoolRole,
    Section,
)
from gatepost.people.roles import STAFF_ROLES, Role


def school_of(person: Person) -> School | None:
    """The school a person acts at: where a staff role is held, else the school of a child."""
    staffed = person.schools_as(STAFF_ROLES)
    if staffed:
        return School.objects.get(pk=staffed[0])
    children = person.guardianships.filter(ended_at=None).values("student_id")
    return School.objects.filter(school_roles__person__in=children, school_roles__ended_at=None).order_by("pk").first()


def sections_of(person: Person) -> list[Section]:
    """The sections this member of staff may see, in the order of grade and name."""
    return list(Section.objects.current().visible_to(person).select_related("school"))


def office_of(school: School) -> Person | None:
    """Who takes what has no other owner: somebody of the office, else a liaison, else the principal."""
    roles = SchoolRole.objects.filter(school=school, ended_at=None, person__ended_at=None).select_related("person")
    for role in (Role.OFFICE, Role.LIAISON, Role.PRINCIPAL):
        found = roles.filter(role=role).order_by("pk").first()
        if found is not None:
            return found.person
    return None


def staff_now(school_id: int) -> QuerySet[Person]:
    """Everybody who holds a staff role at the school today."""
    today = clock.today()
    roles = SchoolRole.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        school=school_id,
        role__in=STAFF_ROLES,
        ended_at=None,
    )
    return Person.objects.current().filter(pk__in=roles.values("person_id"))


def acting_at(person: Person, school_id: int) -> Person:
    """The same person as she or he acts at that school: for judging whether something can be given to a colleague."""
    colleague = Person.objects.get(pk=person.pk)
    colleague.acts_at = school_id
    return colleague


def takes_over_from(leaver: Person, school_id: int, *, family: Family | None = None) -> Person | None:
    """Who goes on with what a colleague leaves behind: another teacher of the child, else liaison, counsellor, office, principal."""
    others = staff_now(school_id).exclude(pk=leaver.pk)
    if family is not None:
        teacher = others.filter(
            enrolments__role="teacher",
            enrolments__ended_at=None,
            enrolments__section__school_id=school_id,
            enrolments__section__ended_at=None,
            enrolments__section__enrolments__person=family.student_id,
            enrolments__section__enrolments__ended_at=None,
        )
        found = teacher.order_by("enrolments__section__kind", "pk").first()
        if found is not None:
            return found
    for role in (Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL):
        found = others.filter(school_roles__school=school_id, school_roles__role=role, school_roles__ended_at=None).first()
        if found is not None:
            return found
    return None


@dataclass(frozen=True)
class PersonCard:
    """What one page about an adult shows. Contacts of a protected person are for the office and the principal only."""

    links: list[Guardianship]
    points: list[ContactPoint]
    hides_contacts: bool
    restrictions: list[Restriction]


def sees_protected(viewer: Person) -> bool:
    """Whether addresses and numbers of protected persons are for this viewer: the office and the principal only."""
    return bool(viewer.role_slugs & {Role.OFFICE, Role.PRINCIPAL})


def person_card(adult: Person, viewer: Person) -> PersonCard:
    """Guardianships for the viewer's own students, contact points and restrictions of one adult."""
    children = children_of(adult, viewer).values("pk")
    links = adult.guardianships.filter(ended_at=None, student__in=children).select_related("student", "family")
    hides = adult.is_protected and not sees_protected(viewer)
    points = [] if hides else list(adult.contact_points.filter(ended_at=None).order_by("kind", "priority", "pk"))
    restrictions = adult.restrictions.filter(student__in=children).select_related("student", "entered_by")
    return PersonCard(list(links), points, hides, list(restrictions.order_by("lifted_at", "-begins_on")))


def children_of(adult: Person, viewer: Person) -> QuerySet[Person]:
    """The adult's children whom the viewer may see, by name."""
    children = adult.guardianships.filter(ended_at=None).values("student_id")
    return Person.objects.students_visible_to(viewer).filter(pk__in=children)
