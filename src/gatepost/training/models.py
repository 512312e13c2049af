"""Sessions of a training module, and who took part from which side."""

from django.db import models
from django.db.models import Q

from gatepost.framework.types import Sector
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person) -> "SessionQuerySet":
        return self.filter(school_id__in=person.schools_as(STAFF_ROLES))


class Session(models.Model):
    """One module held on one day, for staff and families together."""

    school = models.ForeignKey(School, models.CASCADE, related_name="training_sessions")
    module = models.SlugField(max_length=60)
    meets_on = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    led_by = models.CharField(max_length=300, blank=True)
    languages = models.CharField(max_length=200, blank=True, help_text="spoken or interpreted there")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.module} on {self.meets_on}"


class Attendance(models.Model):
    """Somebody was there. `person` is empty for who is not in the roster."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=12, choices=Sector)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="training_attendance_once"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="training_attendance_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.name} at {self.session_id}"


class Slip(models.Model):
    """The module's question, answered before and after on one slip of paper without a name: 1 to 5 each."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="slips")
    sector = models.CharField(max_length=12, choices=Sector)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(before__gte=1, before__lte=5), name="training_before_in_five_steps"),
            models.CheckConstraint(condition=Q(after__gte=1, after__lte=5), name="training_after_in_five_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
