"""The written policy and the newcomer’s page: versions in the school's languages, public once published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.constraints import both_or_neither
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES


class DocumentKind(models.TextChoices):
    POLICY = "policy", _("Our partnership policy")
    PROFILE = "profile", _("New at our school")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, person: Person) -> "DocumentQuerySet":
        """Drafts and all versions are for staff of the school; the published one is for everybody, by its own page."""
        return self.filter(school_id__in=person.schools_as(STAFF_ROLES))


class Document(models.Model):
    """One of the two texts a school has of each kind; what stands in it are its versions."""

    school = models.ForeignKey(School, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "kind"], name="charter_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.school_id}"


class Version(models.Model):
    """One version: chapters by slug, each with its words by language. A published version is never changed; a newer one follows.

    `chapters`: [{"slug": "welcome", "title": {"en": "…"}, "body": {"en": "…", "ar": "…"}}, …] in the order shown.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    original_language = models.CharField(max_length=20)
    chapters = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unread_languages = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="languages whose words nobody here has read through"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="charter_version_number_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(published_at=None), name="charter_one_draft"),
            both_or_neither("published_at", "published_by", name="charter_published_by_someone"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.document_id}"


class Confirmation(models.Model):
    """A body confirmed for one school year that a published version still holds."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="confirmations")
    year = models.PositiveSmallIntegerField(help_text="the school year that begins in it")
    body = models.CharField(max_length=200, help_text="who confirmed")
    confirmed_on = models.DateField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "year"], name="charter_confirmation_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.version_id}"


class Feedback(models.Model):
    """What a reader of a public page wrote about it; nobody has to say who she is. An errand for the office follows."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="feedback")
    language = models.CharField(max_length=20)
    helped = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-given_at"]
        verbose_name_plural = "feedback"
        constraints = [both_or_neither("settled_at", "settled_by", name="charter_feedback_settled_by_someone")]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"
