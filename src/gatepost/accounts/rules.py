"""Who may let people in, and who may end that."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import FAMILY, STAFF_ROLES, Role


class Perm(StrEnum):
    """The permissions of this room."""

    OWN_ACCOUNT = "accounts.own_account"
    OWN_SESSIONS = "accounts.own_sessions"
    INVITE_STAFF = "accounts.invite_staff"
    MANAGE_ACCESS = "accounts.manage_access"
    REVOKE_LINKS = "accounts.revoke_links"
    SEE_ROLES = "accounts.see_roles"


declare(
    Perm.OWN_ACCOUNT,
    roles=STAFF_ROLES,
    description=_("Change one's own password and second factor, see one's own sessions"),
)
declare(Perm.OWN_SESSIONS, roles=[*STAFF_ROLES, FAMILY], description=_("End all of one's own sessions at once"))
declare(
    Perm.INVITE_STAFF,
    roles=[Role.OFFICE, Role.PRINCIPAL],
    description=_("Invite members of staff to sign in (only a principal invites a principal)"),
)
declare(
    Perm.MANAGE_ACCESS,
    roles=[Role.PRINCIPAL],
    description=_("End and give back a member of staff's access, change the address it belongs to, help after a lost phone"),
)
declare(
    Perm.REVOKE_LINKS,
    roles=[Role.OFFICE, Role.LIAISON, Role.PRINCIPAL],
    description=_("Make personal links of a guardian useless at once"),
)
declare(Perm.SEE_ROLES, roles=[*STAFF_ROLES, FAMILY], description=_("Read who may do what"))
