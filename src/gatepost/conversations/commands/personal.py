"""A note to one family, in a thread of its own: what good news and a first word are written with."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels.addressing import Occasion
from gatepost.channels.commands.mailings import post_mailing
from gatepost.channels.models import MailingKind
from gatepost.conversations import audience as audiences
from gatepost.conversations.commands.notes import HOLD, NoteContent
from gatepost.conversations.models import Message, MessageVia, Thread
from gatepost.conversations.rules import Perm
from gatepost.conversations.wording import addressees
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import NotAllowedError, NotReadyError
from gatepost.languages.commands import write_text
from gatepost.people.models import Family, Person, School
from gatepost.touchpoints.queries.activities import activity_at


@transaction.atomic
def write_to_family(family: Family, content: NoteContent, *, school: School, once: UUID, by: Person) -> Thread:
    """Send to the adults of this family who may be contacted, each by the best working channel.

    `once` is the page's own id: pressed twice, it is sent once.
    """
    ensure(by, Perm.WRITE_NOTE)
    if not Family.objects.current().of_school(school.pk).visible_to(by).filter(pk=family.pk).exists():
        raise NotAllowedError(_("You may write to the families of your own sections."))
    # Presses of one writer go one after the other: the second finds what the first has sent.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    source = f"conversations.personal:{by.pk}:{once}"
    sent = Message.objects.select_related("thread").filter(source=source).first()
    if sent is not None:
        return sent.thread
    audience = audiences.of_families([family])
    if not audience.reachable:
        raise NotReadyError(_("Nobody of this family can be written to at the moment. Nothing was sent."))
    activity_at(content.activity_id, school.pk)
    now = clock.now()
    text = write_text(original_language=content.original_language, versions=content.versions, subject=content.subject, by=by)
    thread, _new = Thread.objects.update_or_create(
        family=family, owner=by, defaults={"last_at": now}, create_defaults={"last_at": now, "school": school}
    )
    message = Message.objects.create(
        thread=thread, from_family=False, author=by, text=text, via=MessageVia.NOTE, at=now, source=source
    )
    words, everyone = addressees(audience.lines, text, school)
    occasion = Occasion(
        school=school,
        kind=MailingKind.NOTE,
        reference=f"languages.text:{text.pk}",
        sender=by,
        section=thread.section,
        release_at=now + HOLD,
        involvement_type=content.involvement_type,
        content_kind=content.content_kind,
        tone=content.tone,
        activity_id=content.activity_id,
    )
    post_mailing(occasion, words=words, addressees=everyone, by=by)
    history.record("conversations.write_to_family", by=by, subject=message, family=family.pk)
    return thread
