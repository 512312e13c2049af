"""Who writes, publishes and confirms what the school says publicly."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.charter.models import Document


class Perm(StrEnum):
    """The permissions of this room."""

    READ = "charter.read"
    WRITE = "charter.write"
    PUBLISH = "charter.publish"


def _school_of(thing: "Document | School") -> int:
    return thing.pk if isinstance(thing, School) else thing.school_id


def writes(person: Person, thing: "Document | School") -> bool:
    return _school_of(thing) in person.schools_as(WHOLE_SCHOOL_ROLES)


def leads(person: Person, thing: "Document | School") -> bool:
    return _school_of(thing) in person.schools_as({Role.PRINCIPAL})


declare(Perm.READ, roles=STAFF_ROLES, description=_("Read the drafts of the written policy and of the newcomer’s page"))
declare(
    Perm.WRITE,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("Write the policy and the newcomer’s page, read what visitors say about them"),
    test=writes,
)
declare(
    Perm.PUBLISH,
    roles=[Role.PRINCIPAL],
    description=_("Publish the policy and the newcomer’s page, write down that the policy is confirmed for the year"),
    test=leads,
)
