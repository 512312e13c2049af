"""Who may write the plan, decide and review."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.plans.models import Action, Plan


class Perm(StrEnum):
    """The permissions of this room."""

    READ = "plans.read"
    WRITE = "plans.write"
    DO_ACTION = "plans.do_action"
    APPROVE = "plans.approve"
    DECIDE_MEASURES = "plans.decide_measures"
    SEE_FINDINGS = "plans.see_findings"
    REVIEW = "plans.review"


WRITERS = frozenset({Role.PRINCIPAL, Role.COUNSELLOR, Role.LIAISON})


def _school_of(thing: "Plan | School") -> int:
    return thing.pk if isinstance(thing, School) else thing.school_id


def writes(person: Person, thing: "Plan | School") -> bool:
    """Principal, counsellor and liaison of the school, and staff who sit in the plan's team."""
    school_id = _school_of(thing)
    if school_id in person.schools_as(WRITERS):
        return True
    is_colleague = not isinstance(thing, School) and school_id in person.schools_as(STAFF_ROLES)
    return is_colleague and thing.members.filter(person=person, left_on=None).exists()  # type: ignore[union-attr]


def leads(person: Person, thing: "Plan | School") -> bool:
    return _school_of(thing) in person.schools_as({Role.PRINCIPAL})


def does(person: Person, action: "Action") -> bool:
    """Whoever owns the action, and whoever writes the plan."""
    is_owner = action.owner_id == person.pk and action.plan.school_id in person.schools_as(STAFF_ROLES)
    return is_owner or writes(person, action.plan)


def reads(person: Person, thing: "Plan | School") -> bool:
    return _school_of(thing) in person.schools_as(STAFF_ROLES)


def sees_findings(person: Person, thing: "Plan | School") -> bool:
    return _school_of(thing) in person.schools_as(WHOLE_SCHOOL_ROLES)


declare(Perm.READ, roles=STAFF_ROLES, description=_("Read the partnership plan and how it goes"), test=reads)
declare(
    Perm.WRITE,
    roles=STAFF_ROLES,
    description=_("Write the plan: principal, counsellor, liaison, and colleagues in its team"),
    test=writes,
)
declare(Perm.DO_ACTION, roles=STAFF_ROLES, description=_("Say how one’s own action of the plan goes, and evaluate it"), test=does)
declare(
    Perm.APPROVE, roles=[Role.PRINCIPAL], description=_("Write down that the school’s body has approved the plan"), test=leads
)
declare(
    Perm.DECIDE_MEASURES, roles=WRITERS, description=_("Write down what was decided about the 15 measures, and why"), test=writes
)
declare(
    Perm.SEE_FINDINGS,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("See the self-review and what the school’s own records point to"),
    test=sees_findings,
)
declare(
    Perm.REVIEW,
    roles=[Role.PRINCIPAL],
    description=_("Make the yearly review: the pack, the decisions, next year’s draft"),
    test=leads,
)
