"""A mailing: one thing to be carried to many, held back a moment so that it can be taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person, School, Section
from gatepost.people.roles import WHOLE_SCHOOL_ROLES, Role


class MailingKind(models.TextChoices):
    NOTE = "note", _("A note")
    REPLY = "reply", _("An answer in a thread")
    SIGN_IN_CODE = "sign-in-code", _("A code to sign in")
    SYSTEM = "system", _("A message from Gatepost itself")


class MailingQuerySet(models.QuerySet["Mailing"]):
    def visible_to(self, person: Person) -> "MailingQuerySet":
        """Of the whole school for those who look after it; for a teacher her own and those to her sections."""
        taught = Q(sender=person) | Q(section__in=person.taught_section_ids)
        return self.filter(
            Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES)) | Q(school_id__in=person.schools_as({Role.TEACHER})) & taught
        )


class Mailing(models.Model):
    """What one act of sending set in motion. Nothing leaves before `release_at` or after `stopped_at`."""

    school = models.ForeignKey(School, models.CASCADE, null=True, related_name="mailings")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=MailingKind)
    sender = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=120, db_index=True, help_text="room.noun:id of what is carried")
    # What the ledger will say of it, decided by the room that sends (slugs of framework.types).
    involvement_type = models.CharField(max_length=20, default="communicating")
    content_kind = models.CharField(max_length=20, default="logistics")
    tone = models.CharField(max_length=20, default="neutral")
    activity_id = models.BigIntegerField(null=True, blank=True, help_text="of touchpoints.Activity: what it is part of")
    created_at = models.DateTimeField()
    release_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MailingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def has_letters(self) -> bool:
        """Whether there is a pile of letters of it."""
        return self.letter_runs.exists()


class Content(models.Model):
    """What is carried, in one language. Personal words ({child}, {link}, {code} …) are filled in per delivery.

    `frame_language` differs from `language` where a family gets the school's language in a frame of its own.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="contents")
    language = models.CharField(max_length=20)
    frame_language = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    origin = models.CharField(max_length=12, default="human")
    original_language = models.CharField(max_length=20, blank=True)
    original_body = models.TextField(blank=True, help_text="the school's language, for the second half of a letter")
    sender_name = models.CharField(max_length=200, blank=True)
    school_name = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "language", "frame_language"], name="channels_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.language} in {self.frame_language}"
