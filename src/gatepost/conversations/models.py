"""Notes to families, the copy each family got, and the threads in which answers stand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.channels.models import Delivery, Inbound, Mailing
from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.languages.models import Text
from gatepost.people.models import Family, Person, School, Section
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES


def _looked_after(person: Person, *, own: Q) -> Q:
    """One's own where one still works, those of sections one teaches, and all of the school for those who look after it."""
    return (
        own & Q(school_id__in=person.schools_as(STAFF_ROLES))
        | Q(section__in=person.taught_section_ids)
        | Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))
    )


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> "NoteQuerySet":
        """One's own, those to sections one teaches, and all of the school for those who look after it."""
        return self.filter(_looked_after(person, own=Q(author=person)))


class Note(models.Model):
    """What somebody at the school wrote to the families of a section (or of the school, where section is empty)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="notes")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="notes")
    text = models.OneToOneField(Text, models.PROTECT, related_name="note")
    mailing = models.OneToOneField(Mailing, models.PROTECT, related_name="note")
    involvement_type = models.CharField(max_length=20, choices=InvolvementType, default=InvolvementType.COMMUNICATING)
    content_kind = models.CharField(max_length=20, choices=ContentKind, default=ContentKind.LOGISTICS)
    tone = models.CharField(max_length=20, choices=Tone, default=Tone.NEUTRAL)
    sent_at = models.DateTimeField(help_text="when the author pressed send; nothing leaves before the mailing's release")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, person: Person) -> "ThreadQuerySet":
        """The owner's, her sections' families', and all of the school for those who look after it."""
        return self.filter(_looked_after(person, own=Q(owner=person)))


class Thread(models.Model):
    """The conversation between one member of staff and one family: notes, answers, talks, in order."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="threads")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="threads")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="+")
    last_at = models.DateTimeField()
    unread_since = models.DateTimeField(null=True, blank=True, help_text="first answer that the owner has not opened")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["family", "owner"], name="conversations_thread_once")]
        indexes = [models.Index(fields=["owner", "-last_at"])]

    def __str__(self) -> str:
        return f"Thread {self.pk}"


class MessageVia(models.TextChoices):
    NOTE = "note", _("A note")
    EMAIL = "email", _("By e-mail")
    LINK = "link", _("On the personal page")
    SLIP = "slip", _("On a slip, typed in by the office")
    PHONE = "phone", _("By phone")
    GATE = "gate", _("At the gate")
    STAFF = "staff", _("Written here")


class Message(models.Model):
    """One entry of a thread. `from_family` tells the side; `author` may be unknown for an unverified reply."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="copies")
    from_family = models.BooleanField()
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.TextField(blank=True, help_text="what the family wrote, as it came")
    via = models.CharField(max_length=10, choices=MessageVia)
    at = models.DateTimeField()
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="+")
    inbound = models.ForeignKey(Inbound, models.SET_NULL, null=True, blank=True, related_name="+")
    is_verified = models.BooleanField(default=True, help_text="false: came with the right token from an unknown address")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=120, unique=True, help_text="the event it came from; the same answer never stands twice")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="the note was taken back before this family got it")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "note"], condition=Q(from_family=False), name="conversations_copy_once"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Draft(models.Model):
    """A note being written, with the versions entered so far; kept until it is sent."""

    author = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    content = models.JSONField(default=dict, help_text="form fields as typed")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft {self.pk}"
