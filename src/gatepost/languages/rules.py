"""Who may look at and sign translations."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import Role


class Perm(StrEnum):
    """The permissions of this room."""

    SIGN_CATALOGUE = "languages.sign_catalogue"


declare(
    Perm.SIGN_CATALOGUE,
    roles=[Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("Read our translations and sign those in a language one speaks"),
)
