"""Who may see and change people."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import Role


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_SECTIONS = "people.see_sections"
    SEE_SCHOOL = "people.see_school"
    IMPORT_ROSTER = "people.import_roster"
    EDIT_CONTACTS = "people.edit_contacts"
    RESTRICT = "people.restrict"


declare(
    Perm.SEE_SECTIONS,
    roles=[Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("See sections and the families in them"),
)
declare(
    Perm.SEE_SCHOOL,
    roles=[Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("See every family of the school"),
)
declare(Perm.IMPORT_ROSTER, roles=[Role.PRINCIPAL, Role.OFFICE], description=_("Import the roster and undo an import"))
declare(Perm.EDIT_CONTACTS, roles=[Role.OFFICE, Role.PRINCIPAL, Role.LIAISON], description=_("Correct contact details"))
declare(Perm.RESTRICT, roles=[Role.PRINCIPAL], description=_("Enter and lift a restriction on a guardian"))
