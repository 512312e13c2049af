"""What stands between one adult and the school, as the family told it or as staff suppose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.barriers import BARRIERS, Barrier, BarrierKind
from gatepost.people.models.persons import Person


class SaidBy(models.TextChoices):
    """Who says so: a family's own word stands above what staff suppose."""

    FAMILY = "family", _("The family told us")
    STAFF = "staff", _("Staff suppose so")


class NotedBarrier(models.Model):
    """One barrier of one adult, for a time. What staff suppose is a guess until the family says so, and easily taken back.

    At most two stand of one kind: what the adult said on a family page, and what staff wrote down, be it what they were told.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="barriers")
    kind = models.CharField(max_length=20, choices=BarrierKind)
    said_by = models.CharField(max_length=10, choices=SaidBy)
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: the family")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at=None, noted_by=None), name="people_notedbarrier_own_once"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_at=None, noted_by__isnull=False),
                name="people_notedbarrier_staff_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} ({self.said_by})"

    @property
    def is_own_word(self) -> bool:
        """Said on a family page by the adult. Everything else was written by staff, and no family page shows it."""
        return self.said_by == SaidBy.FAMILY and self.noted_by_id is None

    @property
    def about(self) -> Barrier:
        """Its entry in the list: whose half it is in, and what the school does about it."""
        return BARRIERS[self.kind]
