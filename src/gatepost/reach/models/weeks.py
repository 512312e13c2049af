"""How many families were in which state, week by week and group by group: so that pictures over time stay cheap."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES


class GroupKind(models.TextChoices):
    """By what the families of a school are looked at."""

    ALL = "all", _("All families")
    SECTION = "section", _("Section")
    GRADE = "grade", _("Grade")
    LANGUAGE = "language", _("Home language")
    NEED = "need", _("What helps them")
    TRAVEL = "travel", _("Way to school")


class WeekCountQuerySet(models.QuerySet["WeekCount"]):
    def visible_to(self, person: Person) -> "WeekCountQuerySet":
        """Those who look after the whole school see how it stands; others see the families they look after, not this."""
        return self.filter(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class WeekCount(models.Model):
    """The families of one group in each state at the end of one Friday; a family may be in several groups of a kind.

    `group`: the section's id, the grade, the language's tag, the slug of the need, the barrier or the travel band; "" for all
    families and for those of whom it is not known.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=GroupKind)
    group = models.CharField(max_length=60, blank=True)
    in_dialogue = models.PositiveIntegerField(default=0)
    informed = models.PositiveIntegerField(default=0)
    not_reached = models.PositiveIntegerField(default=0)
    no_contact = models.PositiveIntegerField(default=0)

    objects = WeekCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "on", "kind", "group"], name="reach_weekcount_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.group}"

    @property
    def families(self) -> int:
        return self.in_dialogue + self.informed + self.not_reached + self.no_contact
