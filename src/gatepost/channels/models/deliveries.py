"""Deliveries: one thing to one person by one channel. The row is the truth; jobs are hints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.channels.models.mailings import Content, Mailing
from gatepost.people.models import ContactPoint, Family, Person


class Channel(models.TextChoices):
    """Ways to a family, of equal rank."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Printed letter")
    PHONE = "phone", _("Phone call")


class DeliveryState(models.TextChoices):
    """`sent`: handed to a provider, printed, or called. `delivered`: only on a provider's word."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("On its way out")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Did not arrive")
    BOUNCED = "bounced", _("Came back")
    CANCELLED = "cancelled", _("Taken back")
    SUPPRESSED = "suppressed", _("Not sent")


# The only moves there are; a late word of a provider never turns a state back (R2).
NEXT: dict[str, frozenset[str]] = {
    DeliveryState.QUEUED: frozenset(
        {DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.SUPPRESSED}
    ),
    DeliveryState.SENDING: frozenset({DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SUPPRESSED}),
    DeliveryState.SENT: frozenset({DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.FAILED}),
    DeliveryState.DELIVERED: frozenset({DeliveryState.BOUNCED}),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.BOUNCED: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
    DeliveryState.SUPPRESSED: frozenset(),
}
SETTLED = frozenset(
    {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.CANCELLED, DeliveryState.SUPPRESSED}
)


class Delivery(models.Model):
    """One mailing to one person by one channel, with its state, tries and lease.

    `families` are the families it is about (twins in one section: one delivery, two families).
    The personal link, the reply address and the short code are derived from the key, never stored (`channels.tokens`).
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    content = models.ForeignKey(Content, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="deliveries")
    families = models.ManyToManyField(Family, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    contact_point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=320, blank=True, help_text="as it was when the delivery was made")
    personal = models.JSONField(default=dict, help_text="personal words: child, greeting name …")
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    reason = models.CharField(max_length=200, blank=True, help_text="slug or short sentence: why it failed or was not sent")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    provider = models.CharField(max_length=40, blank=True)
    provider_reference = models.CharField(max_length=255, blank=True)
    code_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  NULL: has no short code yet
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="the link was opened, perhaps by a machine")
    read_at = models.DateTimeField(null=True, blank=True, help_text="a person pressed something")
    answered_at = models.DateTimeField(null=True, blank=True)
    link_revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person", "channel", "address"], name="channels_delivery_once"),
        ]
        indexes = [
            models.Index(fields=["mailing", "due_at"], condition=models.Q(state="queued"), name="channels_delivery_due"),
            models.Index(fields=["leased_until"], condition=models.Q(state="sending"), name="channels_delivery_leased"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.person_id}: {self.state}"
