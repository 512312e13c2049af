"""Who has errands."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.errands.models import Errand
    from gatepost.people.models import Person


class Perm(StrEnum):
    """The permissions of this room."""

    DO = "errands.do"


def may_do(person: "Person", errand: "Errand") -> bool:
    """Its owner, and those who look after the whole school."""
    if errand.school_id in person.schools_as(WHOLE_SCHOOL_ROLES):
        return True
    return errand.owner_id == person.pk and errand.school_id in person.schools_as({Role.TEACHER})


declare(
    Perm.DO,
    roles=[Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("See one's own errands and record what came of them"),
    test=may_do,
)
