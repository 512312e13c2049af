"""Who may see what goes out, stop it, and say that it was carried."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.channels.models import Mailing
    from gatepost.people.models import Person


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_OUTGOING = "channels.see_outgoing"
    STOP = "channels.stop"
    HAND_OUT = "channels.hand_out"
    SEE_SYSTEM_MAIL = "channels.see_system_mail"
    READ_INBOUND = "channels.read_inbound"


def may_handle(person: "Person", mailing: "Mailing") -> bool:
    """Its sender, the section's teachers, and those who look after the school."""
    if mailing.school_id in person.schools_as(WHOLE_SCHOOL_ROLES):
        return True
    teaches_there = mailing.school_id in person.schools_as({Role.TEACHER})
    return teaches_there and (mailing.sender_id == person.pk or mailing.section_id in person.taught_section_ids)


STAFF = [Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL]
declare(Perm.SEE_OUTGOING, roles=STAFF, description=_("See what goes out to families and what became of it"), test=may_handle)
declare(Perm.STOP, roles=STAFF, description=_("Stop a note while it goes out"), test=may_handle)
declare(Perm.HAND_OUT, roles=STAFF, description=_("Print letters and say that they were handed out"), test=may_handle)
declare(
    Perm.SEE_SYSTEM_MAIL,
    roles=[Role.PRINCIPAL],
    description=_("See sign-in codes in the mailroom, where no mail server is connected"),
)
declare(
    Perm.READ_INBOUND,
    roles=[Role.OFFICE, Role.LIAISON, Role.PRINCIPAL],
    description=_("Read e-mails that could not be placed, open what came with an answer, and put it where it belongs"),
)
