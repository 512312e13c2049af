"""A note to Amina that was sent, and what comes back to it, read and acted on as the worker does."""

from tests.support.cast import Cast

from gatepost.channels import tokens
from gatepost.channels.inbound import commands
from gatepost.channels.inbound.storing import store
from gatepost.channels.models import Content, Delivery, Inbound, Mailing
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, Family


def note_to_amina(cast: Cast, *, kind: str = "note", state: str = "sent") -> Delivery:
    now = clock.now()
    mailing = Mailing.objects.create(
        school=cast.school,
        section=cast.section,
        kind=kind,
        sender=cast.ben,
        reference="tests.note:1",
        created_at=now,
        release_at=now,
    )
    content = Content.objects.create(
        mailing=mailing, language="en", frame_language="en", subject="A note", body="The trip is on Friday."
    )
    point = ContactPoint.objects.get(person=cast.amina, kind="email")
    delivery = Delivery.objects.create(
        mailing=mailing,
        content=content,
        person=cast.amina,
        channel="email",
        contact_point=point,
        address=point.value,
        state=state,
        due_at=now,
        sent_at=now if state == "sent" else None,
        settled_at=now if state == "sent" else None,
    )
    delivery.families.set(Family.objects.filter(student=cast.yusuf))
    return delivery


def come_in(raw: bytes, to: str, *, sender: str = "amina@example.org") -> Inbound:
    """Stored, read by the real child, acted on."""
    [key] = store(raw, envelope_from=sender, recipients=[to])
    commands.read_inbound(key)
    return Inbound.objects.get(pk=key)


def answer(delivery: Delivery, raw: bytes, *, sender: str = "amina@example.org") -> Inbound:
    return come_in(raw, tokens.reply_address(delivery), sender=sender)


def come_back(delivery: Delivery, raw: bytes) -> Inbound:
    return come_in(raw, tokens.bounce_address(delivery), sender="")
