"""Scores that come from outside: a file with one row per school and respondent group, such as a city's published survey."""

from django.db import models

from gatepost.framework.types import Sector
from gatepost.people.models import Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES


class ScoreFileQuerySet(models.QuerySet["ScoreFile"]):
    def visible_to(self, person: Person) -> "ScoreFileQuerySet":
        return self.filter(school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class ScoreFile(models.Model):
    """One file brought in, with what each column means and which rows could not be read."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+", help_text="who brought it in")
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=list, help_text="[{column, place, sector, scale}]; place: code, name, score or nothing")
    rows_count = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True, blank=True, help_text="the file itself, only until its columns are named")
    problems = models.JSONField(default=list, help_text="[{row, sentence}]: what was left out and why")
    brought_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    objects = ScoreFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """One number of one sector on one scale in one unit (a school) of the file."""

    file = models.ForeignKey(ScoreFile, models.CASCADE, related_name="scores")
    unit_code = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=255, blank=True)
    sector = models.CharField(max_length=12, choices=Sector)
    scale = models.CharField(max_length=80)
    value = models.FloatField()
    respondents = models.PositiveIntegerField(null=True, blank=True)
    response_rate = models.FloatField(null=True, blank=True, help_text="in percent")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "unit_code", "sector", "scale"], name="surveys_score_once")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.sector} {self.scale}: {self.value}"
