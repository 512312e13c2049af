"""Who may see whom the school does not reach, and plan what next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Family, Person
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_REACH = "reach.see"
    PLAN_STEP = "reach.plan_step"
    SHARE_OUT = "reach.share_out"


def is_of_ones_families(person: Person, family: Family) -> bool:
    """Whether the person looks after the family: through the whole school, or through a section taught."""
    return Family.objects.visible_to(person).filter(pk=family.pk).exists()


declare(
    Perm.SEE_REACH,
    roles=STAFF_ROLES,
    description=_("See which families the school reaches: of the whole school, or of the sections taught"),
    test=is_of_ones_families,
)
declare(
    Perm.PLAN_STEP,
    roles=STAFF_ROLES,
    description=_("Look after a family: plan the next step, hand it over, close its case"),
    test=is_of_ones_families,
)
declare(
    Perm.SHARE_OUT,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("Give out this week's ten, see who has how much on the list, pass on what a colleague leaves behind"),
)
