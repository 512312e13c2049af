"""Who plans training and writes down who was there."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES

if TYPE_CHECKING:
    from gatepost.training.models import Session


class Perm(StrEnum):
    """The permissions of this room."""

    READ = "training.read"
    HOLD = "training.hold"


def holds(person: Person, thing: "Session | School") -> bool:
    school_id = thing.pk if isinstance(thing, School) else thing.school_id
    return school_id in person.schools_as(WHOLE_SCHOOL_ROLES)


declare(Perm.READ, roles=STAFF_ROLES, description=_("Read the training modules and see what was held"))
declare(
    Perm.HOLD,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("Plan a training session, write down who was there and what they answered"),
    test=holds,
)
