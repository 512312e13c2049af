"""The ledger: one row for every contact or try, append-only, kept so by the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.people.models import Family, Person, School


class Direction(models.TextChoices):
    OUT = "out", _("From the school")
    IN = "in", _("From the family")
    BOTH = "both", _("A talk")


class Means(models.TextChoices):
    """By which channel; the gate, a visit and paper rank equal with e-mail."""

    EMAIL = "email", _("E-mail")
    LINK = "link", _("Personal link")
    LETTER = "letter", _("Letter or slip")
    PHONE = "phone", _("Phone")
    GATE = "gate", _("At the gate")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")


class Outcome(models.TextChoices):
    """What came of it. Only read, answered and took part show that a person was reached."""

    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    ANSWERED = "answered", _("Answered")
    TOOK_PART = "took-part", _("Took part")
    DECLINED = "declined", _("Declined")
    NO_ANSWER = "no-answer", _("No answer")
    FAILED = "failed", _("Did not arrive")


TWO_WAY = frozenset({Outcome.ANSWERED, Outcome.TOOK_PART})
REACHED = frozenset({Outcome.READ, Outcome.ANSWERED, Outcome.TOOK_PART})


class Touchpoint(models.Model):
    """When, who with whom about which child, by which means, about what, in which tone, and what came of it.

    `source` names the event that made the row ("channels.delivery:7:sent"), so no event is counted twice.
    A mistake is corrected by a row that names it in `corrects`; the corrected row no longer counts.
    """

    at = models.DateTimeField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, models.CASCADE, related_name="touchpoints")
    adult = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    direction = models.CharField(max_length=5, choices=Direction)
    means = models.CharField(max_length=10, choices=Means)
    outcome = models.CharField(max_length=12, choices=Outcome)
    involvement_type = models.CharField(max_length=20, choices=InvolvementType, default=InvolvementType.COMMUNICATING)
    content_kind = models.CharField(max_length=20, choices=ContentKind, default=ContentKind.LOGISTICS)
    tone = models.CharField(max_length=20, choices=Tone, default=Tone.NEUTRAL)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=120, unique=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["family", "at"]), models.Index(fields=["school", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.means} {self.direction} {self.outcome}"
