"""What is counted once besides the tallies, so that pages of results read sums and never answers."""

from django.db import models

from gatepost.surveys.models.answering import Stratum
from gatepost.surveys.models.surveys import Survey


class ScaleTally(models.Model):
    """Of one stratum: how many respondents have a mean on one scale, those means added up, and their squares.

    A respondent's mean is that of the scale's items she or he answered, reversed ones turned. The scale "type:community" is the
    share of practices of that type a respondent finds to happen; "ticked:7" counts who ticked anything in the checklist 7.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="scale_tallies")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="scale_tallies")
    scale = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    total = models.FloatField()
    squares = models.FloatField()

    class Meta:
        verbose_name_plural = "scale tallies"
        constraints = [models.UniqueConstraint(fields=["survey", "stratum", "scale"], name="surveys_scale_tally_once")]

    def __str__(self) -> str:
        return f"{self.scale}: {self.number}"


class StratumTally(models.Model):
    """How many of one stratum have answered, and what each of them counts for so that the groups have their true sizes."""

    stratum = models.OneToOneField(Stratum, models.CASCADE, primary_key=True, related_name="tally")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="stratum_tallies")
    number = models.PositiveIntegerField()
    weight = models.FloatField(default=1)

    class Meta:
        verbose_name_plural = "stratum tallies"

    def __str__(self) -> str:
        return f"{self.stratum_id}: {self.number}"


class Counting(models.Model):
    """When a survey was last counted, how its weights came about, and what the ledger shows of its practices.

    `weighing`: {sector: {…}} as `surveys.weights` tells it; `ledger`: {practice: [families with such a contact, all families]}.
    """

    survey = models.OneToOneField(Survey, models.CASCADE, primary_key=True, related_name="counting")
    counted_at = models.DateTimeField()
    weighing = models.JSONField(default=dict)
    ledger = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Counting of survey {self.survey_id}"
