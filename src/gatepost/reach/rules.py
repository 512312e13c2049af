"""Who may see whom the school does not reach, and plan what next."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Family, Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role
from gatepost.touchpoints.rules import is_of_ones_families

if TYPE_CHECKING:
    from gatepost.reach.models import HomeVisit


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_REACH = "reach.see"
    PLAN_STEP = "reach.plan_step"
    SHARE_OUT = "reach.share_out"
    SEE_PICTURES = "reach.see_pictures"
    COUNT_WEEKS = "reach.count_weeks"
    SEE_SCHOOL_MIX = "reach.see_school_mix"
    SEE_COUNTING = "reach.see_counting"
    SEE_VISITS = "reach.see_visits"
    PLAN_VISIT = "reach.plan_visit"
    MAKE_VISIT = "reach.make_visit"
    REPORT_SAFE = "reach.report_safe"
    READ_VISIT_NOTES = "reach.read_visit_notes"
    SEE_MIRROR = "reach.see_mirror"
    SETTLE_HOURS = "reach.settle_hours"


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
declare(
    Perm.SEE_COUNTING,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("Read how the states of families are counted, and try what another window would change"),
)
declare(
    Perm.SEE_SCHOOL_MIX,
    roles=[Role.PRINCIPAL],
    description=_("See what the school’s contacts with families are about, as totals in which nobody can be told apart"),
    test=leads,
)


def runs(person: Person, school: School) -> bool:
    """Whether it is the school which the person leads, or whose office the person runs."""
    return school.pk in person.schools_as({Role.PRINCIPAL, Role.OFFICE})


def is_in_pair(person: Person, visit: "HomeVisit") -> bool:
    """One of the two who go, while still at that school."""
    return person.pk in visit.pair_ids and visit.school_id in person.schools_as(STAFF_ROLES)


def may_plan_visit(person: Person, thing: "Family | HomeVisit") -> bool:
    """Looks after the family, or is one of the two who go."""
    if isinstance(thing, Family):
        return is_of_ones_families(person, thing)
    if is_in_pair(person, thing):
        return True
    return thing.school_id in person.schools_as(STAFF_ROLES) and is_of_ones_families(person, thing.family)


def may_report_safe(person: Person, visit: "HomeVisit") -> bool:
    """One of the two, or whoever has asked them and looks after the whole school."""
    return is_in_pair(person, visit) or visit.school_id in person.schools_as(WHOLE_SCHOOL_ROLES)


def may_read_visit_notes(person: Person, visit: "HomeVisit") -> bool:
    """The two who were there, and those who look after the child: liaison, counsellor, principal."""
    confidants = {Role.LIAISON, Role.COUNSELLOR, Role.PRINCIPAL}
    return is_in_pair(person, visit) or visit.school_id in person.schools_as(confidants)


declare(
    Perm.SEE_VISITS,
    roles=STAFF_ROLES,
    description=_("See home visits: of the whole school, to families of the sections taught, and one's own"),
)
declare(Perm.PLAN_VISIT, roles=STAFF_ROLES, description=_("Offer a family a visit and plan it"), test=may_plan_visit)
declare(
    Perm.MAKE_VISIT,
    roles=STAFF_ROLES,
    description=_("Go on a visit as one of two, write down hopes and hours"),
    test=is_in_pair,
)
declare(
    Perm.REPORT_SAFE,
    roles=STAFF_ROLES,
    description=_("Say that both who went on a visit are out and well"),
    test=may_report_safe,
)
declare(
    Perm.READ_VISIT_NOTES,
    roles=STAFF_ROLES,
    description=_("Read what a family hopes for: who was there, liaison, counsellor, principal"),
    test=may_read_visit_notes,
)
declare(Perm.SEE_MIRROR, roles=WHOLE_SCHOOL_ROLES, description=_("See whether the families visited mirror the whole school"))
declare(
    Perm.SETTLE_HOURS,
    roles=[Role.PRINCIPAL, Role.OFFICE],
    description=_("See the hours of home visits and mark them as settled"),
    test=runs,
)
