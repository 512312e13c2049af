"""Who may read the ledger and add to it."""

from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Family, Person
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role


class Perm(StrEnum):
    """The permissions of this room."""

    SEE = "touchpoints.see"
    LOG = "touchpoints.log"
    MEND = "touchpoints.mend"
    IMPORT_LOG = "touchpoints.import_log"


def is_of_ones_families(person: Person, family: Family) -> bool:
    """Whether the person looks after the family: through the whole school, or through a section taught."""
    return Family.objects.visible_to(person).filter(pk=family.pk).exists()


declare(Perm.SEE, roles=STAFF_ROLES, description=_("See what the school has tried with a family"), test=is_of_ones_families)
declare(Perm.LOG, roles=STAFF_ROLES, description=_("Write down a talk with a family"), test=is_of_ones_families)


class Entry(Protocol):
    """A row of the ledger."""

    school_id: int
    staff_id: int | None

    @property
    def family(self) -> Family: ...


def is_ones_own_entry(person: Person, entry: Entry) -> bool:
    """What oneself wrote down; for those who look after the whole school, what anybody did."""
    own = entry.staff_id == person.pk or entry.school_id in person.schools_as(WHOLE_SCHOOL_ROLES)
    return own and is_of_ones_families(person, entry.family)


declare(
    Perm.MEND,
    roles=STAFF_ROLES,
    description=_("Mend what oneself wrote down about a family; those who look after the whole school, what anybody did"),
    test=is_ones_own_entry,
)


# Who may bring in an old log, and so who may see one.
IMPORTING_ROLES = frozenset({Role.PRINCIPAL, Role.LIAISON, Role.OFFICE})


class OfSchool(Protocol):
    """An import, or anything else that belongs to one school."""

    @property
    def school_id(self) -> int: ...


def is_of_ones_school(person: Person, thing: OfSchool) -> bool:
    """Whether the person may bring in a log at that school, and acts there now."""
    return thing.school_id in person.schools_as(IMPORTING_ROLES)


declare(
    Perm.IMPORT_LOG,
    roles=IMPORTING_ROLES,
    description=_("Bring an old call log into the ledger, and undo it"),
    test=is_of_ones_school,
)
