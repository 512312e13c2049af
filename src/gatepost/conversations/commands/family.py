"""What a family does on its page: reads, answers, asks for no more, says "this is not me"."""

import uuid
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.accounts.commands import try_typed_code
from gatepost.accounts.queries.links import Visit
from gatepost.channels import tokens
from gatepost.channels.commands.answers import accept_reply, mark_read
from gatepost.conversations.commands.wishes import hear_wish
from gatepost.conversations.texts import ready_answer
from gatepost.errands import commands as errands
from gatepost.errands.models import ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.people.commands.contacts import set_contact_state
from gatepost.people.models import ContactState
from gatepost.people.queries import office_of


def new_once() -> UUID:
    """An id for a page, so that a button pressed twice counts once."""
    return uuid.uuid4()


def read(visit: Visit) -> None:
    """A person pressed something: that is "read", and only that."""
    mark_read(visit.delivery, by=visit.person)


@transaction.atomic
def answer(visit: Visit, *, text: str, ready: str, once: UUID) -> bool:
    """The family's answer, in its own words or a ready one, into the thread. False where there was nothing in it."""
    mark_read(visit.delivery, by=visit.person)
    school = visit.delivery.mailing.school
    said = ready_answer(ready, school.language if school else "en") if ready else ""
    words = "\n".join(part for part in (said, text) if part)
    if not words:
        return False
    accept_reply(
        visit.delivery,
        text=words,
        channel="link",
        source=f"conversations.page:{visit.delivery.pk}:{once}",
        by=visit.person,
    )
    hear_wish(visit.delivery, ready=ready)
    return True


@transaction.atomic
def stop(visit: Visit, *, is_wrong_person: bool) -> None:
    """No more to this address. A human is asked to find another way; nobody is silently lost."""
    delivery = visit.delivery
    state = ContactState.WRONG_PERSON if is_wrong_person else ContactState.OPTED_OUT
    if delivery.contact_point is not None:
        set_contact_state(delivery.contact_point, state, reason="family-page", by=visit.person)
    if is_wrong_person:
        delivery.link_revoked_at = clock.now()
        delivery.save(update_fields=["link_revoked_at"])
    child = visit.families[0].student.full_name
    where = ("" if visit.person.is_protected else delivery.address) or delivery.get_channel_display()
    words = _("This address belongs to somebody else") if is_wrong_person else _("No more messages wanted at this address")
    school = delivery.mailing.school
    owner = (school and office_of(school)) or delivery.mailing.sender
    if school is not None and owner is not None:
        wanted = errands.Wanted(
            kind=ErrandKind.MEND_CONTACT,
            school=school,
            owner=owner,
            source=f"conversations.stop:{delivery.pk}:{state}",
            title=_("Find a way that works: family of %(child)s") % {"child": child},
            reason=f"{words}: {where}",
            family=visit.families[0],
        )
        errands.give_errand(wanted, by=None)
    history.record("conversations.stop", by=visit.person, subject=delivery, state=str(state))


def link_of_code(code: str, *, came_from: str) -> str:
    """The personal link behind a letter's code, or "" where there is none. Guessing is counted and stopped."""
    visit = try_typed_code(code, ip=came_from)
    return tokens.link_url(visit.delivery) if visit is not None else ""
