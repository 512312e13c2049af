"""The state of each family, projected from the ledger and recomputable from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Family, Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.wording import means_in_words


class ReachState(models.TextChoices):
    """From the best to the one that needs us most. `css` and shape are the same on every page."""

    IN_DIALOGUE = "in-dialogue", _("In dialogue")
    INFORMED = "informed", _("Informed only")
    NOT_REACHED = "not-reached", _("Not reached")
    NO_CONTACT = "no-contact", _("No working contact")

    @property
    def css(self) -> str:
        return _CSS[self]


_CSS = {"in-dialogue": "talk", "informed": "told", "not-reached": "missed", "no-contact": "lost"}


class FamilyStateQuerySet(models.QuerySet["FamilyState"]):
    def visible_to(self, person: Person) -> "FamilyStateQuerySet":
        """All families of the school for those who look after it, those of her sections for a teacher."""
        looked_after = models.Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))
        if not person.taught_section_ids:
            return self.filter(looked_after)
        return self.filter(looked_after | models.Q(family__in=Family.objects.visible_to(person).values("pk")))


class FamilyState(models.Model):
    """One family's state, since when, and what worked so far.

    Nothing here is a truth of its own: every column follows from ledger, contact points and calendar (`commands.counting`).
    """

    family = models.OneToOneField(Family, models.CASCADE, related_name="reach")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=ReachState)
    since = models.DateField()
    last_two_way_at = models.DateTimeField(null=True, blank=True)
    last_two_way_means = models.CharField(max_length=10, blank=True)
    last_reached_at = models.DateTimeField(null=True, blank=True)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_tried_means = models.CharField(max_length=10, blank=True)
    tries_since_two_way = models.PositiveIntegerField(default=0)
    strongest_means = models.CharField(max_length=10, blank=True)
    counted_at = models.DateTimeField()

    objects = FamilyStateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "state"])]

    def __str__(self) -> str:
        return f"{self.family_id}: {self.state}"

    @property
    def css(self) -> str:
        return ReachState(self.state).css

    @property
    def strongest_in_words(self) -> str:
        """By which way most of the exchanges came about, inside a sentence."""
        return means_in_words(self.strongest_means)

    @property
    def means_of_last_talk(self) -> str:
        """By which way something last went both ways, inside a sentence."""
        return means_in_words(self.last_two_way_means)


class MarkedFamily(models.Model):
    """A family whose state may have changed: written in the transaction of the event, taken away by the next count.

    No constraint and no key to another table: many workers add to it at once and none waits for another.
    """

    family_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.family_id)
