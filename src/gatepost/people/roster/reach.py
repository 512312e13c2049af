"""For which schools a person may import, and which runs the person may see."""

from django.db.models import Q, QuerySet

from gatepost.kernel.access import GRANTS
from gatepost.people.models import Person, RosterChange, RosterRun, RunState, School, Section
from gatepost.people.rules import Perm


def importable_schools(person: Person | None, *, everywhere: bool = False) -> frozenset[int] | None:
    """The school where the person acts and holds the permission, and those of an import of the person's own. None: all."""
    if person is None:
        return None
    held = person.schools_as(GRANTS[Perm.IMPORT_ROSTER].roles, everywhere=everywhere)
    made = RosterChange.objects.filter(run__applied_by=person, run__state=RunState.APPLIED, kind="schools", action="new")
    return frozenset(held) | {school for ids in made.values_list("ids", flat=True) for school in ids}


def visible_runs(person: Person | None) -> QuerySet[RosterRun]:
    """One's own, and those of sources that own something at one's schools, made by somebody with no wider reach.

    A district's system feeds many schools; a run shows names of all the schools its maker may import for.
    """
    reach = importable_schools(person)
    if reach is None or person is None:
        return RosterRun.objects.all()
    owners = School.objects.filter(pk__in=reach).values("source").union(Section.objects.filter(school__in=reach).values("source"))
    shared = Q(source__in=owners, created_by__in=[maker.pk for maker in _other_makers(person) if _is_within(maker, reach)])
    if _is_within(None, reach):
        shared |= Q(source__in=owners, created_by=None)
    return RosterRun.objects.filter(Q(created_by=person) | shared)


def _other_makers(person: Person) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=RosterRun.objects.exclude(created_by=person).values("created_by")).distinct()


def _is_within(maker: Person | None, reach: frozenset[int]) -> bool:
    """Whether everything this maker (None: the command line) may import lies within these schools."""
    theirs = importable_schools(maker, everywhere=True)
    if theirs is None:
        theirs = frozenset(School.objects.filter(ended_at=None).values_list("pk", flat=True))
    return theirs <= reach


def named(schools: frozenset[int] | set[int]) -> str:
    """Names of schools for a sentence."""
    names = list(School.objects.filter(pk__in=schools).order_by("name").values_list("name", flat=True)[:4])
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
