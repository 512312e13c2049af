"""Deliveries: one thing to one person by one channel. The row is the truth; jobs are hints."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gatepost.channels import reasons
from gatepost.channels.models.letters import LetterRun
from gatepost.channels.models.mailings import Content, Mailing, MailingKind
from gatepost.people.models import ContactPoint, Family, Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES, Role


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
    {
        DeliveryState.SENT,
        DeliveryState.DELIVERED,
        DeliveryState.FAILED,
        DeliveryState.BOUNCED,
        DeliveryState.CANCELLED,
        DeliveryState.SUPPRESSED,
    }
)


class WaitsFor(models.TextChoices):
    """Who or what has to act before a queued delivery counts as sent."""

    PROVIDER = "", _("Waiting")
    HAND_OUT = "hand-out", _("Printed, not yet handed out")
    CALL = "call", _("Waiting for a call")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> "DeliveryQuerySet":
        """Of the whole school for those who look after it. For a teacher what she sent, what goes to her sections, and notes
        of the school to her families; an answer that somebody else writes to one of them is not hers to read."""
        hers = Family.objects.visible_to(person).values("pk")
        of_hers = Delivery.families.through.objects.filter(delivery=OuterRef("pk"), family__in=hers)
        concerns_her = (
            Q(mailing__sender=person)
            | Q(mailing__section__in=person.taught_section_ids)
            | Q(mailing__kind=MailingKind.NOTE) & Q(Exists(of_hers))
        )
        return self.filter(
            Q(mailing__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))
            | Q(mailing__school_id__in=person.schools_as({Role.TEACHER})) & concerns_her
        )


class Delivery(models.Model):
    """One mailing to one person by one channel, with its state, tries and lease.

    `families` are the families it is about (twins in one section: one delivery, two families).
    The personal link, the reply address and the short code are derived from the key, never stored (`channels.tokens`).
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    content = models.ForeignKey(Content, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="deliveries")
    families = models.ManyToManyField(Family, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    contact_point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=320, blank=True, help_text="as it was when the delivery was made")
    personal = models.JSONField(default=dict, help_text="personal words: child, greeting name …")
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    waits_for = models.CharField(max_length=10, choices=WaitsFor, blank=True, default=WaitsFor.PROVIDER)
    reason = models.CharField(max_length=200, blank=True, help_text="slug or short sentence: why it failed or was not sent")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    provider = models.CharField(max_length=40, blank=True)
    provider_reference = models.CharField(max_length=255, blank=True)
    code_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  NULL: has no short code yet
    letter_run = models.ForeignKey(LetterRun, models.SET_NULL, null=True, blank=True, related_name="deliveries", db_index=False)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by", db_index=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="the link was opened, perhaps by a machine")
    read_at = models.DateTimeField(null=True, blank=True, help_text="a person pressed something")
    answered_at = models.DateTimeField(null=True, blank=True)
    link_revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person", "channel", "address"], name="channels_delivery_once"),
        ]
        indexes = [
            # Every change of state writes to every index that holds the row: few indexes, and partial ones.
            models.Index(
                fields=["mailing", "channel", "due_at", "id"],
                condition=Q(state="queued", waits_for=""),
                name="channels_delivery_due",
            ),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="channels_delivery_leased"),
            models.Index(fields=["letter_run"], condition=Q(letter_run__isnull=False), name="channels_delivery_run"),
            models.Index(fields=["previous"], condition=Q(previous__isnull=False), name="channels_delivery_previous"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.person_id}: {self.state}"

    @property
    def reason_in_words(self) -> str:
        return reasons.sentence(self.reason) if self.reason else ""


class Answer(models.Model):
    """That an answer came, by which way: the same answer handed in twice counts once. Its words stand in the thread."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="answers")
    source = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer to {self.delivery_id} by {self.channel}"
