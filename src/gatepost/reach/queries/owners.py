"""Who could take the next step towards a family, and whom to propose."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from gatepost.errands.models import Errand
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Person, SchoolRole
from gatepost.people.queries import staff_now
from gatepost.people.roles import Role
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import FamilyState

# Steps that the family liaison is there for; the others come best from a teacher whom the child knows.
_FOR_LIAISONS = frozenset({StepKind.CALL, StepKind.OTHER_HOME, StepKind.TRUSTED, StepKind.VISIT})
_SUPPORT = (Role.LIAISON, Role.COUNSELLOR, Role.OFFICE)


@dataclass(frozen=True)
class Owner:
    """Somebody who may take a step. `load`: open errands at this moment."""

    pk: int
    name: str
    is_teacher: bool
    is_liaison: bool
    load: int = 0


def owners_for(family: Family, person: Person) -> list[tuple[int, str]]:
    """Who may take the next step: oneself, the child's teachers, and the school's liaisons, counsellors and office."""
    found = {person.pk: _("Myself")}
    for owner in owners_by_family([family], person)[family.pk]:
        found.setdefault(owner.pk, owner.name)
    return list(found.items())


def owners_by_family(families: Sequence[Family], person: Person) -> dict[int, list[Owner]]:
    """The same for several families of the school at which the person acts, without the person; in a fixed number of statements."""
    schools = dict(FamilyState.objects.filter(family__in=families).values_list("family_id", "school_id"))
    teachers = _teachers([family.student_id for family in families])
    support = {school: _support(school) for school in set(schools.values())}
    everyone = {one.pk for group in (*teachers.values(), *support.values()) for one in group}
    loads = _loads(everyone)
    liaisons = _holding_any([Role.LIAISON, Role.COUNSELLOR], set(schools.values()))
    found: dict[int, list[Owner]] = {}
    for family in families:
        taught_by = {one.pk for one in teachers[family.student_id]}
        people = {one.pk: one for one in [*teachers[family.student_id], *support.get(schools.get(family.pk, 0), [])]}
        found[family.pk] = [
            Owner(one.pk, one.full_name, one.pk in taught_by, one.pk in liaisons, loads.get(one.pk, 0))
            for one in people.values()
            if one.pk != person.pk
        ]
    return found


def proposed_owner(step: StepKind, owners: Iterable[Owner], *, besides: int) -> int:
    """Who fits the step and has least on the list; the person who asks, where there is nobody."""
    wants_liaison = step in _FOR_LIAISONS
    ranked = sorted(
        owners, key=lambda one: (not (one.is_liaison if wants_liaison else one.is_teacher), not one.is_teacher, one.load, one.pk)
    )
    return ranked[0].pk if ranked else besides


def _teachers(student_ids: list[int]) -> dict[int, list[Person]]:
    """By student, the homeroom's first."""
    pairs = list(
        Enrolment.objects.filter(
            role=EnrolmentRole.TEACHER,
            ended_at=None,
            person__ended_at=None,
            section__ended_at=None,
            section__enrolments__person__in=student_ids,
            section__enrolments__role=EnrolmentRole.STUDENT,
            section__enrolments__ended_at=None,
        )
        .order_by("section__kind", "person_id")
        .values_list("section__enrolments__person_id", "person_id")
    )
    people = Person.objects.in_bulk({teacher for _student, teacher in pairs})
    found: dict[int, list[Person]] = defaultdict(list)
    for student, teacher in dict.fromkeys(pairs):
        found[student].append(people[teacher])
    return found


def _support(school_id: int) -> list[Person]:
    return list(staff_now(school_id).filter(pk__in=_holding_any(_SUPPORT, {school_id})).order_by("family_name", "pk"))


def _holding_any(roles: Iterable[Role], school_ids: set[int]) -> set[int]:
    held = SchoolRole.objects.filter(school__in=school_ids, role__in=list(roles), ended_at=None)
    return set(held.values_list("person_id", flat=True))


def _loads(person_ids: set[int]) -> dict[int, int]:
    rows = Errand.objects.open().filter(owner__in=person_ids).order_by().values_list("owner_id")
    return dict(rows.annotate(Count("pk")))
