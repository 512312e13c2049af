"""Errands: what a named person has to do, by when, why, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.constraints import both_or_neither
from gatepost.people.models import Family, Person, School, Section
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES


class ErrandKind(models.TextChoices):
    CALL = "call", _("Make a call")
    WRITE = "write", _("Write to them")
    APPROACH = "approach", _("Speak with them in person")
    VISIT = "visit", _("Offer a visit")
    HAND_OUT = "hand-out", _("Hand out a letter")
    MEND_CONTACT = "mend-contact", _("Find a way that works")
    READ_INBOUND = "read-inbound", _("Read a message we could not place")
    REVIEW = "review", _("Look something over")


class ErrandQuerySet(models.QuerySet["Errand"]):
    def open(self) -> "ErrandQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, person: Person) -> "ErrandQuerySet":
        """One's own, and all of the school for those who look after the whole school."""
        own = Q(owner=person, school_id__in=person.schools_as(STAFF_ROLES))
        return self.filter(own | Q(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES)))


class Errand(models.Model):
    """A task with an owner and a due date. `source` names what asked for it; the same source never asks twice."""

    school = models.ForeignKey(School, models.CASCADE, related_name="errands")
    kind = models.CharField(max_length=20, choices=ErrandKind)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="errands")
    family = models.ForeignKey(Family, models.CASCADE, null=True, blank=True, related_name="errands")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=120, unique=True, help_text="room.noun:id")
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    script = models.TextField(blank=True, help_text="what to say, in the family's language and the school's")
    phone = models.CharField(max_length=320, blank=True, default="", db_default="", help_text="the number to call")
    tries = models.PositiveSmallIntegerField(default=0, help_text="results so far that did not close it")
    due_on = models.DateField()
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=40, blank=True)
    result_note = models.TextField(blank=True)
    said = models.TextField(blank=True, default="", db_default="", help_text="what the family said, in a call that reached it")

    objects = ErrandQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [both_or_neither("closed_at", "closed_by", name="errands_errand_closed_by_someone")]
        indexes = [models.Index(fields=["owner", "closed_at", "due_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def all_that_was_told(self) -> str:
        """What the family said and what the one who called noted, for readers at the school."""
        return "\n".join(part for part in (self.said, self.result_note) if part)
