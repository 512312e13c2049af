"""Who may see whom the school does not reach, and plan what next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Family, Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_REACH = "reach.see"
    PLAN_STEP = "reach.plan_step"
    SHARE_OUT = "reach.share_out"
    SEE_PICTURES = "reach.see_pictures"
    COUNT_WEEKS = "reach.count_weeks"


def is_of_ones_families(person: Person, family: Family) -> bool:
    """Whether the person looks after the family: through the whole school, or through a section taught."""
    return Family.objects.visible_to(person).filter(pk=family.pk).exists()


def leads(person: Person, school: School) -> bool:
    """Whether it is the school at which the person acts as principal."""
    return school.pk in person.schools_as({Role.PRINCIPAL})


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
declare(
    Perm.SEE_PICTURES,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("See how the school reaches its families over time and group by group, and print it for the board"),
)
declare(
    Perm.COUNT_WEEKS,
    roles=[Role.PRINCIPAL],
    description=_("Have the past weeks counted anew, after an old log was brought in"),
    test=leads,
)
