"""Inbound mail: the raw bytes are kept before they are acknowledged, and understood afterwards."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.channels.models.deliveries import Delivery


class InboundState(models.TextChoices):
    STORED = "stored", _("Stored, not yet read")
    DONE = "done", _("Understood")
    QUARANTINED = "quarantined", _("Set aside: could not be read safely")


class InboundKind(models.TextChoices):
    REPLY = "reply", _("An answer")
    UNVERIFIED_REPLY = "unverified-reply", _("An answer from an address we do not know")
    AUTO_REPLY = "auto-reply", _("An automatic answer")
    BOUNCE = "bounce", _("A returned message")
    TEMPORARY = "temporary-bounce", _("A delay notice")
    UNPLACED = "unplaced", _("No thread fits")
    UNREADABLE = "unreadable", _("Could not be read safely")


class Inbound(models.Model):
    """One message as it arrived, and what it turned out to be."""

    received_at = models.DateTimeField()
    raw = models.BinaryField()
    raw_digest = models.CharField(max_length=64, unique=True, help_text="the same message handed in twice is stored once")
    envelope_from = models.CharField(max_length=400, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=400), default=list)
    state = models.CharField(max_length=12, choices=InboundState, default=InboundState.STORED)
    kind = models.CharField(max_length=20, choices=InboundKind, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="inbound")
    from_address = models.CharField(max_length=320, blank=True)
    text = models.TextField(blank=True, help_text="the answer, cut from its quotation")
    full_text = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="why it was set aside or what was found")
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=models.Q(state="stored"), name="channels_inbound_stored")]

    def __str__(self) -> str:
        return f"inbound {self.pk} {self.kind or self.state}"
