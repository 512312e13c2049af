"""Who may read the ledger and add to it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Family, Person
from gatepost.people.roles import STAFF_ROLES


class Perm(StrEnum):
    """The permissions of this room."""

    SEE = "touchpoints.see"
    LOG = "touchpoints.log"


def is_of_ones_families(person: Person, family: Family) -> bool:
    """Whether the person looks after the family: through the whole school, or through a section taught."""
    return Family.objects.visible_to(person).filter(pk=family.pk).exists()


declare(Perm.SEE, roles=STAFF_ROLES, description=_("See what the school has tried with a family"), test=is_of_ones_families)
declare(
    Perm.LOG,
    roles=STAFF_ROLES,
    description=_("Write down a talk with a family, and mend such an entry"),
    test=is_of_ones_families,
)
