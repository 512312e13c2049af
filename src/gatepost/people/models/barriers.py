"""What stands between one adult and the school, as the family told it or as staff suppose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.barriers import BARRIERS, Barrier, BarrierKind
from gatepost.people.models.persons import Person
from gatepost.people.models.places import School

# What every school of a family respects, whoever wrote it: the kind alone, which says what to do. What lies outside the
# school, and what stands in words only, is known at the school to which it was said.
SHARED = [kind for kind, barrier in BARRIERS.items() if barrier.in_our_hands and kind != BarrierKind.OTHER]


class SaidBy(models.TextChoices):
    """Who says so: a family's own word stands above what staff suppose."""

    FAMILY = "family", _("The family told us")
    STAFF = "staff", _("Staff suppose so")


class NotedBarrierQuerySet(models.QuerySet["NotedBarrier"]):
    """Which rows a school may know of, and which are its own."""

    def seen_at(self, school: int | None) -> "NotedBarrierQuerySet":
        """What counts at this school: all that is its own, and of the others what every school should respect."""
        own_word = Q(school=None, noted_by=None) & ~Q(kind=BarrierKind.OTHER)
        here = Q(school=None, noted_by=None) if school is None else Q(school=school)
        return self.filter(Q(kind__in=SHARED) | own_word | here)

    def of_school(self, school: int | None, *, by: Person) -> "NotedBarrierQuerySet":
        """What staff of this school may mend: its own rows; of those without a school the family's, and what they wrote."""
        nowhere = Q(school=None) & (Q(noted_by=None) | Q(noted_by=by))
        return self.filter(nowhere if school is None else nowhere | Q(school=school))


class NotedBarrier(models.Model):
    """One barrier of one adult, for a time. What staff suppose is a guess until the family says so, and easily taken back.

    At most two stand of one kind at one school: what the adult said on a family page, and what staff wrote down, be it what
    they were told. An adult may have children at several schools: words, author and mending are for the school of the row alone.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="barriers")
    kind = models.CharField(max_length=20, choices=BarrierKind)
    said_by = models.CharField(max_length=10, choices=SaidBy)
    school = models.ForeignKey(
        School,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="where it was written or said; empty: not known",
    )
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: the family")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NotedBarrierQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "school"],
                condition=Q(ended_at=None, noted_by=None),
                nulls_distinct=False,
                name="people_notedbarrier_own_once_at_school",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "school"],
                condition=Q(ended_at=None, noted_by__isnull=False),
                nulls_distinct=False,
                name="people_notedbarrier_staff_once_at_school",
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
