"""Answers: a family's into its thread, the school's back to the family, a talk at the gate beside them."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gatepost.channels.addressing import Occasion
from gatepost.channels.commands.mailings import post_mailing
from gatepost.channels.models import Delivery, Inbound, MailingKind
from gatepost.channels.queries import families_to_tell
from gatepost.conversations import audience as audiences
from gatepost.conversations.models import Message, MessageVia, Thread
from gatepost.conversations.rules import Perm
from gatepost.conversations.wording import addressees
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import NotReadyError
from gatepost.kernel.text import clean_text
from gatepost.languages.commands import write_text
from gatepost.people.models import Family, Person
from gatepost.people.roles import STAFF_ROLES

# An answer within a thread leaves almost at once; the pause is for the slip of a finger.
REPLY_HOLD = dt.timedelta(seconds=10)


# By these ways staff write down what the family said.
_TYPED_IN = frozenset({MessageVia.SLIP, MessageVia.PHONE})


@transaction.atomic
def add_reply(  # noqa: PLR0913 -- the signal's content, passed on whole
    delivery: Delivery,
    *,
    text: str,
    channel: str,
    source: str,
    is_verified: bool,
    by: Person | None,
    inbound: Inbound | None = None,
) -> Message | None:
    """Put a family's answer into the thread it belongs to; the same answer (by `source`) never stands twice."""
    thread = thread_of_delivery(delivery)
    if thread is None:
        return None
    if channel == MessageVia.PHONE and by is not None and not text.strip():
        return _add_call(thread, source=source, by=by)
    is_typed_in = channel in _TYPED_IN and by is not None and by.is_staff_somewhere
    now = clock.now()
    try:
        with transaction.atomic():
            message = Message.objects.create(
                thread=thread,
                from_family=True,
                author=delivery.person if is_typed_in or channel == "slip" else (by if is_verified else None),
                body=clean_text(text),
                via=channel if channel in MessageVia.values else MessageVia.LINK,
                at=now,
                delivery=delivery,
                inbound=inbound,
                is_verified=is_verified,
                entered_by=by if is_typed_in else None,
                source=source,
            )
    except IntegrityError:
        return Message.objects.get(source=source)
    Thread.objects.filter(pk=thread.pk).update(last_at=now)
    if not (channel == MessageVia.PHONE and by is not None and by.pk == thread.owner_id):  # who called has heard it already
        Thread.objects.filter(pk=thread.pk, unread_since=None).update(unread_since=now)
    history.record("conversations.add_reply", by=by, subject=message)
    return message


def _add_call(thread: Thread, *, source: str, by: Person) -> Message:
    """A call took place, says the one who made it: no words of the family, and nothing new to read."""
    words = {"thread": thread, "from_family": False, "author": by, "body": _("We talked on the phone.")}
    message, is_new = Message.objects.get_or_create(source=source, defaults=words | {"via": MessageVia.PHONE, "at": clock.now()})
    if is_new:
        Thread.objects.filter(pk=thread.pk).update(last_at=message.at)
        history.record("conversations.add_call", by=by, subject=message)
    return message


def thread_of_delivery(delivery: Delivery) -> Thread | None:
    """The thread in which an answer to this delivery stands: its sender's, with the first family it is about.

    A family for which its person has lost the right to be in contact comes last: the answer belongs to the other child.
    """
    told = {family.pk for family in families_to_tell(delivery)}
    family = min(delivery.families.all(), key=lambda about: (about.pk not in told, about.pk), default=None)
    if family is None or delivery.mailing.sender_id is None or delivery.mailing.school_id is None:
        return None
    thread, _created = Thread.objects.get_or_create(
        family=family,
        owner_id=delivery.mailing.sender_id,
        defaults={
            "school_id": delivery.mailing.school_id,
            "section_id": delivery.mailing.section_id,
            "last_at": clock.now(),
        },
    )
    return thread


@transaction.atomic
def reply_in_thread(thread: Thread, *, body: str, own_version: str = "", own_language: str = "", by: Person) -> Message:
    """The school's answer: to every adult of the family who may be contacted, each by the best working channel."""
    ensure(by, Perm.REPLY, thread)
    audience = audiences.of_families([thread.family])
    if not audience.reachable:
        raise NotReadyError(_("Nobody of this family can be written to at the moment. Nothing was sent."))
    versions = {thread.school.language: body}
    if own_version.strip() and own_language:
        versions[own_language] = own_version
    text = write_text(original_language=thread.school.language, versions=versions, by=by)
    now = clock.now()
    words, everyone = addressees(audience.lines, text, thread.school)
    occasion = Occasion(
        school=thread.school,
        kind=MailingKind.REPLY,
        reference=f"languages.text:{text.pk}",
        sender=by,
        section=thread.section,
        release_at=now + REPLY_HOLD,
    )
    mailing = post_mailing(occasion, words=words, addressees=everyone, by=by)
    message = Message.objects.create(
        thread=thread,
        from_family=False,
        author=by,
        text=text,
        via=MessageVia.STAFF,
        at=now,
        source=f"channels.mailing:{mailing.pk}",
    )
    Thread.objects.filter(pk=thread.pk).update(last_at=now, unread_since=None)
    history.record("conversations.reply", by=by, subject=message)
    return message


@transaction.atomic
def mark_seen(thread: Thread, *, by: Person) -> None:
    """The owner has opened it. Others who may read it leave the mark for the owner."""
    if thread.owner_id == by.pk:
        Thread.objects.filter(pk=thread.pk).exclude(unread_since=None).update(unread_since=None)


@transaction.atomic
def place_talk(family: Family, *, means: str, note: str, at: dt.datetime, source: str, by: Person) -> bool:
    """Stand a logged talk beside the messages of the thread, once for each `source`; whether it is new there."""
    ensure(by, Perm.LOG_TALK)
    school_ids = by.schools_as(STAFF_ROLES)
    thread, _created = Thread.objects.get_or_create(family=family, owner=by, defaults={"school_id": school_ids[0], "last_at": at})
    _message, is_new = Message.objects.get_or_create(
        source=source,
        defaults={
            "thread": thread,
            "from_family": False,
            "author": by,
            "body": clean_text(note),
            "via": means if means in MessageVia.values else MessageVia.GATE,
            "at": at,
        },
    )
    if is_new:
        Thread.objects.filter(pk=thread.pk, last_at__lt=at).update(last_at=at)
    return is_new


@transaction.atomic
def follow_correction(source: str, *, correction: str, note: str, was_withdrawn: bool, by: Person | None) -> None:
    """A talk in the ledger was mended or taken out: its entry in the thread gives way, and what was mended stands anew.

    Nobody's words are changed under her name: the new entry is of whoever mended it. `correction` names the event.
    """
    entry = Message.objects.filter(source=source, withdrawn_at=None).first()
    if entry is None:
        return
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    if not was_withdrawn:
        Message.objects.create(
            thread_id=entry.thread_id, from_family=False, author=by, body=note, via=entry.via, at=entry.at, source=correction
        )
