"""Inbound mail: the raw bytes are kept before they are acknowledged, and understood afterwards."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gatepost.channels.models.deliveries import Delivery
from gatepost.kernel import clock
from gatepost.people.models import Person, School
from gatepost.people.roles import Role

# So long the raw message is kept; the office can open it.
KEPT_FOR = dt.timedelta(days=30)


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
    STOP = "stop", _("A wish to get no more here")
    UNPLACED = "unplaced", _("No thread fits")
    UNREADABLE = "unreadable", _("Could not be read safely")


class InboundQuerySet(models.QuerySet["Inbound"]):
    def visible_to(self, person: Person) -> "InboundQuerySet":
        """For those who may read what the school gets by mail; where somebody's right is in question, for the principal only."""
        readers = person.schools_as({Role.OFFICE, Role.LIAISON, Role.PRINCIPAL})
        return self.filter(
            Q(school_id__in=readers, is_for_principal=False) | Q(school_id__in=person.schools_as({Role.PRINCIPAL}))
        )


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
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="+")
    is_for_principal = models.BooleanField(default=False, help_text="somebody's right is in question: nobody else reads it")
    from_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True, help_text="the answer, cut from its quotation")
    full_text = models.TextField(blank=True)
    attachments = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, help_text="names; the raw message keeps them"
    )
    note = models.CharField(max_length=300, blank=True, help_text="why it was set aside or what was found")
    processed_at = models.DateTimeField(null=True, blank=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=models.Q(state="stored"), name="channels_inbound_stored")]

    def __str__(self) -> str:
        return f"inbound {self.pk} {self.kind or self.state}"

    @property
    def attachments_sentence(self) -> str:
        """What came with it, for whoever reads the answer; blank where nothing did."""
        if not self.attachments:
            return ""
        count = len(self.attachments)
        said = ngettext("It came with %(count)d attachment: %(names)s.", "It came with %(count)d attachments: %(names)s.", count)
        is_kept = self.state != InboundState.DONE or self.received_at >= clock.now() - KEPT_FOR
        where = gettext("The office can open the whole message.") if is_kept else gettext("The whole message is no longer kept.")
        return " ".join([said % {"count": count, "names": ", ".join(self.attachments)}, where])
