"""Who could take the next step towards a family, and whom to propose."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Person, SchoolRole
from gatepost.people.roles import Role
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import FamilyState
from gatepost.reach.queries.ten import Turn
from gatepost.reach.wording import language_in_words

# Steps that the family liaison is there for; the others come best from a teacher whom the child knows.
_FOR_LIAISONS = frozenset({StepKind.CALL, StepKind.OTHER_HOME, StepKind.TRUSTED, StepKind.VISIT})
_LIAISONS = frozenset({Role.LIAISON, Role.COUNSELLOR})
_SUPPORT = _LIAISONS | {Role.OFFICE}


@dataclass(frozen=True)
class Owner:
    """Somebody who may take a step. `load`: open errands at this moment."""

    pk: int
    name: str
    is_teacher: bool
    is_liaison: bool
    languages: frozenset[str] = frozenset()
    load: int = 0

    @property
    def in_words(self) -> str:
        """The name, with the languages besides the school's, where the roster or the office has noted them."""
        spoken = ", ".join(language_in_words(tag) for tag in sorted(self.languages))
        return f"{self.name} · {spoken}" if spoken else self.name


def owners_for(family: Family, person: Person) -> list[tuple[int, str]]:
    """Who may take the next step: oneself, the child's teachers, and the school's liaisons, counsellors and office."""
    found = {person.pk: _("Myself")}
    states = FamilyState.objects.filter(family=family).select_related("family")
    for owner in owners_by_family(list(states), person).get(family.pk, []):
        found.setdefault(owner.pk, owner.in_words)
    return list(found.items())


def owners_by_family(states: Sequence[FamilyState], person: Person) -> dict[int, list[Owner]]:
    """The same for several families, without the person; in a fixed number of statements."""
    families, schools = [state.family for state in states], {state.family_id: state.school_id for state in states}
    teachers = _teachers([family.student_id for family in families])
    support = _support(set(schools.values()))
    ids = {pk for taught in teachers.values() for pk in taught} | {pk for held in support.values() for pk in held}
    people, loads = Person.objects.current().in_bulk(ids), _loads(ids)
    found: dict[int, list[Owner]] = {}
    for family in families:
        taught_by, held = teachers[family.student_id], support[schools.get(family.pk, 0)]
        found[family.pk] = [
            Owner(
                pk,
                people[pk].full_name,
                is_teacher=pk in taught_by,
                is_liaison=bool(held.get(pk, set()) & _LIAISONS),
                languages=frozenset(people[pk].spoken_languages),
                load=loads.get(pk, 0),
            )
            for pk in dict.fromkeys([*taught_by, *held])
            if pk != person.pk and pk in people
        ]
    return found


def proposed_owners(turns: Sequence[Turn], offered: Mapping[int, Sequence[Owner]], *, besides: int) -> dict[int, int]:
    """By family, who fits its step: whoever knows them, else a liaison or the child's teacher; work is spread evenly.

    `besides` is proposed where there is nobody else.
    """
    given: Counter[int] = Counter()
    proposed = {}
    for turn in turns:
        wants_liaison, known = turn.step.kind in _FOR_LIAISONS, turn.home.situation.known_to_id
        ranked = sorted(
            offered[turn.family_id],
            key=lambda one: (
                one.pk != known or turn.step.kind != StepKind.TRUSTED,
                turn.step.kind != StepKind.CALL or turn.home.situation.language not in one.languages,
                not (one.is_liaison if wants_liaison else one.is_teacher),
                one.load + given[one.pk],
                not one.is_teacher,
                one.pk,
            ),
        )
        proposed[turn.family_id] = ranked[0].pk if ranked else besides
        given[proposed[turn.family_id]] += 1
    return proposed


def _teachers(student_ids: list[int]) -> dict[int, list[int]]:
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
    found: dict[int, list[int]] = defaultdict(list)
    for student, teacher in dict.fromkeys(pairs):
        found[student].append(teacher)
    return found


def _support(school_ids: set[int]) -> dict[int, dict[int, set[str]]]:
    """By school: who supports families there, and in which roles."""
    today = clock.today()
    rows = SchoolRole.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        school__in=school_ids,
        role__in=_SUPPORT,
        ended_at=None,
    ).order_by("person__family_name", "person_id")
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for school, person, role in rows.values_list("school_id", "person_id", "role"):
        found[school][person].add(role)
    return found


def _loads(person_ids: set[int]) -> dict[int, int]:
    rows = Errand.objects.open().filter(owner__in=person_ids).order_by().values_list("owner_id")
    return dict(rows.annotate(Count("pk")))
