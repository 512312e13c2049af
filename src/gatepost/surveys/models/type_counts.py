"""How many of a group report each type of involvement: what the table of types by sectors is made of."""

from django.db import models
from django.db.models import F, Q

from gatepost.framework.types import InvolvementType
from gatepost.surveys.models.answering import Stratum
from gatepost.surveys.models.surveys import Survey


class TypeCount(models.Model):
    """Of one stratum: who answered at least one practice of a type, and who of them reports the type (at least half of those).

    Counted person by person, so that the sums of single questions could not tell it.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="type_counts")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="type_counts")
    involvement_type = models.CharField(max_length=20, choices=InvolvementType)
    reports = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "stratum", "involvement_type"], name="surveys_typecount_once"),
            models.CheckConstraint(condition=Q(reports__lte=F("asked")), name="surveys_typecount_part_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.involvement_type}: {self.reports} of {self.asked}"
