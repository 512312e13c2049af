"""Scanned sheets on their way: the file until it is read, each page's marks, and what a person has to look at.

Of an anonymous survey file, marks, boxes and pictures lie sealed (`paper.keeping`).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.surveys.models.paper import Sheet
from gatepost.surveys.models.surveys import Survey


class ScanState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    REFUSED = "refused", _("Could not be read")


class ScanQuerySet(models.QuerySet["Scan"]):
    def visible_to(self, person: Person) -> "ScanQuerySet":
        return self.filter(survey__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class Scan(models.Model):
    """One file of scanned sheets. Its bytes are let go as soon as it is read."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="scans")
    name = models.CharField(max_length=255)
    data = models.BinaryField(default=b"")
    state = models.CharField(max_length=8, choices=ScanState, default=ScanState.WAITING)
    pages_seen = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="[{page, sentence}]: what could not be read and what to do")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Scan {self.pk} of survey {self.survey_id}"


class ScannedPage(models.Model):
    """One page of one sheet as it was read, kept until all its pages are there and nothing is open, at most until it is counted."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="scanned_pages")
    number = models.PositiveSmallIntegerField()
    marks = models.JSONField(default=dict, help_text="item key → value, or a list of values")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="surveys_scanned_page_once")]

    def __str__(self) -> str:
        return f"Page {self.number} of sheet {self.sheet_id}"


class DoubtKind(models.TextChoices):
    TWO = "two", _("More than one box is crossed")
    FAINT = "faint", _("Hard to see whether this is a cross")
    WORDS = "words", _("Own words, to be typed")
    DIFFERS = "differs", _("Scanned twice, and the two pictures differ")


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def visible_to(self, person: Person) -> "DoubtQuerySet":
        return self.filter(page__sheet__run__survey__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class Doubt(models.Model):
    """One question of one scanned page that a person decides by looking at its picture. Gone when the sheet is counted."""

    page = models.ForeignKey(ScannedPage, models.CASCADE, related_name="doubts")
    item_key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8, choices=DoubtKind)
    seen = models.JSONField(default=list, help_text="the values of the boxes in question")
    picture = models.BinaryField(help_text="PNG of the row")
    is_settled = models.BooleanField(default=False)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "item_key"], name="surveys_doubt_once")]

    def __str__(self) -> str:
        return f"{self.item_key} on {self.page_id}"
