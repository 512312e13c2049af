"""Texts in several language versions, and who signed a catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.constraints import both_or_neither
from gatepost.people.models import Person


class Origin(models.TextChoices):
    """How a version came to be; shown to every reader."""

    HUMAN = "human", _("Written by a person")
    MACHINE = "machine", _("Translated by a machine")
    PHRASEBOOK = "phrasebook", _("From the phrasebook")


class Text(models.Model):
    """Something somebody wrote, in its original language, with versions in others."""

    original_language = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Text {self.pk} ({self.original_language})"


class Version(models.Model):
    """One language version of a text; the original is one of them. A blank body is never stored."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.HUMAN)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "language"], name="languages_version_once"),
            models.CheckConstraint(condition=~models.Q(body=""), name="languages_version_not_blank"),
            both_or_neither("reviewed_at", "reviewed_by", name="languages_version_reviewed_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.body[:40]}"


class CatalogueSignature(models.Model):
    """A named speaker has read our translation of the family pages and stands by it."""

    language = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the catalogue's family texts; a changed one is unsigned again")
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "digest", "signed_by"], name="languages_signature_once")]

    def __str__(self) -> str:
        return f"{self.language} signed by {self.signed_by_id}"
