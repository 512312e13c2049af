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


def reach_of(run: RosterRun) -> frozenset[int] | None:
    """The schools for which a run was brought, as long as its maker still imports for them. None: the command line's, for all.

    All of the maker's schools, not only the one at which the maker acted: a district's files speak of several.
    """
    brought_for = run.options.get("reach")
    still = importable_schools(run.created_by, everywhere=True)
    return still if brought_for is None else frozenset(brought_for) & (still or frozenset())


def visible_runs(person: Person | None) -> QuerySet[RosterRun]:
    """One's own, and those of sources that own something at one's schools, brought for no other school.

    A district's system feeds many schools; a run shows names of all the schools its maker may import for.
    """
    reach = importable_schools(person)
    if reach is None or person is None:
        return RosterRun.objects.all()
    owners = School.objects.filter(pk__in=reach).values("source").union(Section.objects.filter(school__in=reach).values("source"))
    shared = Q(source__in=owners, options__reach__contained_by=sorted(reach))
    if not School.objects.filter(ended_at=None).exclude(pk__in=reach).exists():
        shared |= Q(source__in=owners, options__reach__isnull=True)
    return RosterRun.objects.filter(Q(created_by=person) | shared)


def named(schools: frozenset[int] | set[int]) -> str:
    """Names of schools for a sentence."""
    names = list(School.objects.filter(pk__in=schools).order_by("name").values_list("name", flat=True)[:4])
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
