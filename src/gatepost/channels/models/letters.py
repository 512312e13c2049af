"""Letters: one PDF for a section, printed, handed out, brought home."""

from django.db import models

from gatepost.channels.models.mailings import Mailing
from gatepost.people.models import Person


class LetterRun(models.Model):
    """One PDF of a mailing's letters. Kept in the database: web and worker may be different machines.

    A delivery belongs to one run at most, so no letter is printed twice; late letters (an e-mail came back) make a further run.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letter_runs")
    pdf = models.BinaryField()
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    handed_out_at = models.DateTimeField(null=True, blank=True)
    handed_out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.letters} letters of mailing {self.mailing_id}"
