"""Contact points: where a person can be reached, and whether that works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models.persons import Person
from gatepost.people.models.sources import Sourced


class ContactKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    POST = "post", _("Postal address")


class ContactState(models.TextChoices):
    """What we know of it. Only a person's word or a provider's makes it better or worse."""

    UNVERIFIED = "unverified", _("Not yet confirmed")
    VERIFIED = "verified", _("Confirmed")
    BOUNCING = "bouncing", _("Mail comes back")
    WRONG_PERSON = "wrong-person", _("Belongs to somebody else")
    OPTED_OUT = "opted-out", _("Does not want messages here")


USABLE_STATES = frozenset({ContactState.UNVERIFIED, ContactState.VERIFIED})


class ContactPoint(Sourced):
    """One address or number of one person. `value` is normalised (E.164, lower-case domain), `raw` is as given."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=320)
    raw = models.CharField(max_length=400)
    state = models.CharField(max_length=20, choices=ContactState, default=ContactState.UNVERIFIED)
    state_reason = models.CharField(max_length=200, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=1, help_text="1 is tried first")

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "kind", "value"],
                condition=models.Q(ended_at=None),
                name="people_contactpoint_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"])]

    def __str__(self) -> str:
        return self.value

    @property
    def is_usable(self) -> bool:
        return self.ended_at is None and self.state in USABLE_STATES
