"""A question in ready words to one family, each adult in the own language: it stands in the thread and is answered there."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels.addressing import Occasion
from gatepost.channels.commands.mailings import post_mailing
from gatepost.channels.models import MailingKind
from gatepost.conversations import audience as audiences
from gatepost.conversations.commands.threads import REPLY_HOLD
from gatepost.conversations.models import Message, MessageVia, Thread
from gatepost.conversations.rules import Perm
from gatepost.conversations.wording import addressees
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import NotAllowedError, NotReadyError
from gatepost.languages.commands import write_text
from gatepost.languages.models import Origin
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Person, School
from gatepost.people.roles import STAFF_ROLES


@transaction.atomic
def ask_family(family: Family, *, versions: Mapping[str, str], original_language: str, about: str, by: Person) -> Message:
    """Send ready words (language → body, the original among them) to every adult of the family who may be contacted.

    `about` says what was asked; the message is found again by it: its source begins with "<about>:".
    Raises NotReadyError where nobody of the family can be written to.
    """
    ensure(by, Perm.REPLY)
    if not Family.objects.current().visible_to(by).filter(pk=family.pk).exists():
        raise NotAllowedError(_("You may write to the families of your own sections."))
    audience = audiences.of_families([family])
    if not audience.reachable:
        raise NotReadyError(_("Nobody of this family can be written to at the moment. Nothing was sent."))
    text = write_text(original_language=original_language, versions=dict(versions), by=by)
    text.versions.exclude(language=original_language).update(origin=Origin.PHRASEBOOK)
    thread = _thread(family, by)
    words, everyone = addressees(audience.lines, text, thread.school)
    now = clock.now()
    occasion = Occasion(
        school=thread.school,
        kind=MailingKind.NOTE,
        reference=f"languages.text:{text.pk}",
        sender=by,
        section=thread.section,
        release_at=now + REPLY_HOLD,
    )
    mailing = post_mailing(occasion, words=words, addressees=everyone, by=by)
    message = Message.objects.create(
        thread=thread, from_family=False, author=by, text=text, via=MessageVia.STAFF, at=now, source=f"{about}:{mailing.pk}"
    )
    Thread.objects.filter(pk=thread.pk).update(last_at=now)
    history.record("conversations.ask_family", by=by, subject=message, about=about)
    return message


def _thread(family: Family, owner: Person) -> Thread:
    """The owner's with this family; a new one belongs to the section in which the owner teaches the child."""
    taught = Enrolment.objects.filter(
        person=family.student_id, role=EnrolmentRole.STUDENT, ended_at=None, section__in=owner.taught_section_ids
    )
    thread, _created = Thread.objects.get_or_create(
        family=family,
        owner=owner,
        defaults={
            "school": School.objects.get(pk=owner.schools_as(STAFF_ROLES)[0]),
            "section_id": taught.order_by("section__kind", "section_id").values_list("section_id", flat=True).first(),
            "last_at": clock.now(),
        },
    )
    return thread
