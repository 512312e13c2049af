"""Sending a note to the families of a section or a school, taking it back, stopping it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.channels.addressing import Occasion
from gatepost.channels.commands.mailings import post_mailing, stop_mailing
from gatepost.channels.models import DeliveryState, MailingKind
from gatepost.conversations import audience as audiences
from gatepost.conversations.audience import Audience, Line
from gatepost.conversations.models import Draft, Message, MessageVia, Note, Thread
from gatepost.conversations.rules import Perm
from gatepost.conversations.wording import addressees
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.languages.commands import write_text
from gatepost.people.models import Person, School, Section
from gatepost.touchpoints.queries.activities import activity_at

# How long a note waits before it leaves, so that its author can take it back.
HOLD = dt.timedelta(seconds=60)
# From this many families on, the sender types the number, so that "one" never becomes "all" by accident (R15).
TYPED_COUNT_FROM = 500


@dataclass(frozen=True)
class NoteContent:
    """What the author wrote and how it is tagged. `versions`: language → body, the original among them.

    `activity_id`: what it is part of; only something of the school that sends it is taken.
    """

    original_language: str
    versions: dict[str, str]
    subject: str = ""
    involvement_type: str = "communicating"
    content_kind: str = "logistics"
    tone: str = "neutral"
    activity_id: int | None = None


@transaction.atomic
def send_note(
    content: NoteContent, *, section: Section | None, school: School, expected: int, by: Person, draft: Draft | None = None
) -> Note:
    """Send to everyone who may be contacted at this moment; it leaves when the hold is over.

    `expected` is the number of families the author saw. Raises ConflictError when the audience changed since,
    NotReadyError when nobody can be reached.
    """
    if section is not None:
        ensure(by, Perm.WRITE_NOTE, section)
    else:
        ensure(by, Perm.WRITE_TO_SCHOOL, school)
    if draft is not None and not Draft.objects.select_for_update().filter(pk=draft.pk, author=by).exists():
        raise ConflictError(_("This note has been sent already."))
    audience = audiences.of_section(section) if section else audiences.of_school(school)
    _ensure_as_seen(audience, expected)
    activity_at(content.activity_id, school.pk)
    text = write_text(original_language=content.original_language, versions=content.versions, subject=content.subject, by=by)
    now = clock.now()
    words, everyone = addressees(audience.lines, text, school)
    occasion = Occasion(
        school=school,
        kind=MailingKind.NOTE,
        reference=f"languages.text:{text.pk}",
        sender=by,
        section=section,
        release_at=now + HOLD,
        involvement_type=content.involvement_type,
        content_kind=content.content_kind,
        tone=content.tone,
        activity_id=content.activity_id,
    )
    mailing = post_mailing(occasion, words=words, addressees=everyone, by=by)
    note = Note.objects.create(
        school=school,
        author=by,
        section=section,
        text=text,
        mailing=mailing,
        involvement_type=content.involvement_type,
        content_kind=content.content_kind,
        tone=content.tone,
        sent_at=now,
    )
    _place_in_threads(note, audience.lines)
    if draft is not None:
        draft.delete()
    history.record("conversations.send_note", by=by, subject=note, families=audience.count, deliveries=len(everyone))
    return note


@transaction.atomic
def stop_note(note: Note, *, by: Person) -> int:
    """Take it back or stop it: whoever has not been sent it yet does not get it. Returns how many that are."""
    ensure(by, Perm.WRITE_NOTE, note)
    spared = stop_mailing(note.mailing, by=by)
    got_it = note.mailing.deliveries.exclude(state__in=[DeliveryState.CANCELLED, DeliveryState.SUPPRESSED])
    copies = note.copies.filter(from_family=False, withdrawn_at=None)
    copies.exclude(thread__family__in=got_it.values("families")).update(withdrawn_at=clock.now())
    history.record("conversations.stop_note", by=by, subject=note, spared=spared)
    return spared


def _ensure_as_seen(audience: Audience, expected: int) -> None:
    if audience.reachable == 0:
        raise NotReadyError(_("Nobody in this group can be reached yet. Nothing was sent."))
    if audience.count != expected:
        raise ConflictError(
            ngettext(
                "The group has changed meanwhile: it is %(count)d family now. Nothing was sent; please look once more.",
                "The group has changed meanwhile: it is %(count)d families now. Nothing was sent; please look once more.",
                audience.count,
            )
            % {"count": audience.count}
        )


def _place_in_threads(note: Note, lines: list[Line]) -> None:
    """The note stands in the thread of every family, also of those whom only a visit may reach."""
    families = [line.family for line in lines if line.family is not None]
    threads = [
        Thread(school_id=note.school_id, family=family, owner_id=note.author_id, section_id=note.section_id, last_at=note.sent_at)
        for family in families
    ]
    Thread.objects.bulk_create(
        threads,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["family", "owner"],
        update_fields=["last_at", "section"],
    )
    ids = Thread.objects.filter(owner_id=note.author_id, family__in=families).values_list("pk", "family_id")
    Message.objects.bulk_create(
        [
            Message(
                thread_id=thread_id,
                note=note,
                from_family=False,
                author_id=note.author_id,
                text_id=note.text_id,
                via=MessageVia.NOTE,
                at=note.sent_at,
                source=f"conversations.note:{note.pk}:{family_id}",
            )
            for thread_id, family_id in ids
        ],
        batch_size=2000,
    )
