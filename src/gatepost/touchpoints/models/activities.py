"""What a contact was part of: an action of the partnership plan, later an event or a shift. Rooms above keep the rows."""

from django.db import models
from django.db.models import Q

from gatepost.framework.types import InvolvementType
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, person: Person) -> "ActivityQuerySet":
        """All staff of the school: what is planned is no secret among them."""
        return self.filter(school_id__in=person.schools_as(STAFF_ROLES))


class Activity(models.Model):
    """A name under which contacts are gathered at the moment of doing, so that evidence needs no second entry.

    `reference` names the row of the room above that it stands for ("plans.action:7").
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="activities")
    reference = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    involvement_type = models.CharField(max_length=20, choices=InvolvementType)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who is in charge: finds it first"
    )
    is_open = models.BooleanField(default=True, help_text="offered where something is sent or logged")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["title"]
        indexes = [models.Index(fields=["school", "title"], condition=Q(is_open=True), name="touchpoints_activity_open")]

    def __str__(self) -> str:
        return self.title
