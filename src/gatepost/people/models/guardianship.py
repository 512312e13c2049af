"""Who may hear, see, fetch and decide for a child: the sole source of it, asked again at the moment of sending."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gatepost.people.models.persons import Person
from gatepost.people.models.sources import Sourced
from gatepost.people.roles import Role


class TravelBand(models.TextChoices):
    """How long the way to school takes, where a school keeps it: a band, never an address."""

    UNDER_15 = "under-15", _("Under 15 minutes")
    TO_30 = "15-30", _("15 to 30 minutes")
    TO_60 = "30-60", _("30 to 60 minutes")
    OVER_60 = "over-60", _("More than an hour")


class FamilyQuerySet(models.QuerySet["Family"]):
    def current(self) -> "FamilyQuerySet":
        """Families of a child who is at a school now, with a home in which somebody still has the child."""
        return self.filter(ended_at=None, student__ended_at=None)

    def visible_to(self, person: Person) -> "FamilyQuerySet":
        """Families of the students this member of staff may see. (A guardian's own door is `of_adult`.)"""
        return self.filter(student__in=Person.objects.students_visible_to(person).values("pk"))

    def of_school(self, school_id: int) -> "FamilyQuerySet":
        return self.filter(
            student__school_roles__school_id=school_id,
            student__school_roles__role=Role.STUDENT,
            student__school_roles__ended_at=None,
        )

    def of_adult(self, adult: Person, *, on: dt.date) -> "FamilyQuerySet":
        """Families in which this adult holds the contact right on that day."""
        links = Guardianship.objects.with_right("contact", on=on).filter(adult=adult)
        return self.filter(ended_at=None, pk__in=links.values("family_id"))


class Family(models.Model):
    """The adults of one home of one child (`architecture.md`: the family is per child × home).

    `home` tells a child's homes apart; it is empty where the roster knows of one only.
    """

    student = models.ForeignKey(Person, models.CASCADE, related_name="families")
    home = models.CharField(max_length=120, blank=True)
    travel_band = models.CharField(max_length=10, choices=TravelBand, blank=True, default="", db_default="")
    # When an import brought it; empty where it was here from the beginning of our records.
    known_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "home"], name="people_family_once")]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return f"Family of {self.student}" + (f" ({self.home})" if self.home else "")

    @property
    def named(self) -> str:
        """The child, and the home where the roster knows of two: so that two families of one child are told apart."""
        return f"{self.student.full_name} ({self.home})" if self.home else self.student.full_name


class Relation(models.TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    RELATIVE = "relative", _("Relative")
    OTHER = "other", _("Other")


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def current(self, *, on: dt.date) -> "GuardianshipQuerySet":
        return self.filter(
            Q(begins_on=None) | Q(begins_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on),
            ended_at=None,
            adult__ended_at=None,
            student__ended_at=None,
        )

    def with_right(self, right: str, *, on: dt.date) -> "GuardianshipQuerySet":
        """Links that carry the right (`contact`, `records`, `pick_up`, `decide`) on that day, restrictions applied."""
        barred = Restriction.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            adult=OuterRef("adult"),
            student=OuterRef("student"),
            begins_on__lte=on,
            lifted_at=None,
            **{f"bars_{right}": True},
        )
        return self.current(on=on).filter(**{f"may_{right}": True}).exclude(Exists(barred))


class Guardianship(Sourced):
    """One adult's rights for one child, for a time. The default is that every guardian has the same rights."""

    adult = models.ForeignKey(Person, models.CASCADE, related_name="guardianships")
    student = models.ForeignKey(Person, models.CASCADE, related_name="guardians")
    family = models.ForeignKey(Family, models.CASCADE, related_name="guardianships")
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.GUARDIAN)
    may_contact = models.BooleanField(default=True, help_text="is written to and may answer")
    may_records = models.BooleanField(default=True, help_text="may see the child's records")
    may_pick_up = models.BooleanField(default=True, help_text="may fetch the child")
    may_decide = models.BooleanField(default=True, help_text="may consent and vote")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=1)

    objects = GuardianshipQuerySet.as_manager()

    class Meta(Sourced.Meta):
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["adult", "student"], condition=Q(ended_at=None), name="people_guardianship_once"),
            models.CheckConstraint(condition=~Q(adult=F("student")), name="people_guardianship_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.adult} for {self.student}"


class Restriction(models.Model):
    """A court order or a school's protective decision: it bars rights of one adult for one child from one day on.

    It wins over every guardianship and is never ended by an import.
    """

    adult = models.ForeignKey(Person, models.CASCADE, related_name="restrictions")
    student = models.ForeignKey(Person, models.CASCADE, related_name="protections")
    bars_contact = models.BooleanField(default=True)
    bars_records = models.BooleanField(default=True)
    bars_pick_up = models.BooleanField(default=True)
    bars_decide = models.BooleanField(default=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.adult_id} restricted for {self.student_id} from {self.begins_on}"
