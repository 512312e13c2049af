"""The school calendar: terms and the days on which nobody is there."""

from django.db import models

from gatepost.people.models.places import School


class Term(models.Model):
    """A stretch of the school year in which there are lessons."""

    school = models.ForeignKey(School, models.CASCADE, related_name="terms")
    name = models.CharField(max_length=120)
    begins_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "name", "begins_on"], name="people_term_once")]

    def __str__(self) -> str:
        return self.name


class ClosedDay(models.Model):
    """A holiday on a weekday: it does not count as a school day."""

    school = models.ForeignKey(School, models.CASCADE, related_name="closed_days")
    day = models.DateField()
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="people_closedday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
