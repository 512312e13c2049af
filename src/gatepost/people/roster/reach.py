"""For which schools a person may import, and which runs the person may see."""

from django.db.models import Q, QuerySet

from gatepost.kernel.access import GRANTS
from gatepost.people.models import Person, RosterChange, RosterRun, RunState, School, Section
from gatepost.people.rules import Perm


def importable_schools(person: Person | None) -> frozenset[int] | None:
    """Schools where the person holds the permission, and those that came with an import of the person's own. None: all."""
    if person is None:
        return None
    held = person.schools_as(GRANTS[Perm.IMPORT_ROSTER].roles)
    made = RosterChange.objects.filter(run__applied_by=person, run__state=RunState.APPLIED, kind="schools", action="new")
    return frozenset(held) | {school for ids in made.values_list("ids", flat=True) for school in ids}


def visible_runs(person: Person | None) -> QuerySet[RosterRun]:
    """One's own, and those of sources that own something at one's schools."""
    reach = importable_schools(person)
    if reach is None:
        return RosterRun.objects.all()
    owners = School.objects.filter(pk__in=reach).values("source").union(Section.objects.filter(school__in=reach).values("source"))
    return RosterRun.objects.filter(Q(created_by=person) | Q(source__in=owners))


def named(schools: frozenset[int] | set[int]) -> str:
    """Names of schools for a sentence."""
    names = list(School.objects.filter(pk__in=schools).order_by("name").values_list("name", flat=True)[:4])
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
