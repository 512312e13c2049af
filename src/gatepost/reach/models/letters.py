"""The Monday letter: who got which, and who would rather have none."""

from django.db import models

from gatepost.people.models import Person, School


class MondayLetter(models.Model):
    """What became of one person's letter of one week: at most one is ever written.

    `week` is its Monday. `sent_at` is empty where there was nothing to say.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    week = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "school", "week"], name="reach_mondayletter_once")]

    def __str__(self) -> str:
        return f"Letter of {self.week} to {self.person_id}"


class StoppedLetter(models.Model):
    """This person asked not to get the Monday letter of this school."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "school"], name="reach_stoppedletter_once")]

    def __str__(self) -> str:
        return f"No letter to {self.person_id}"
