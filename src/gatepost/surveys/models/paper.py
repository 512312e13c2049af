"""Paper: sheets that are printed, filled in, and typed or read in, each exactly once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import Sector
from gatepost.languages.tags import language_name
from gatepost.people.models import Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.surveys.models.answering import Invitation
from gatepost.surveys.models.surveys import Survey


class SheetRunQuerySet(models.QuerySet["SheetRun"]):
    def visible_to(self, person: Person) -> "SheetRunQuerySet":
        return self.filter(survey__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))


class SheetRun(models.Model):
    """One PDF of sheets in one language: for named respondents, each with a code of their own, or blank ones."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sheet_runs")
    sector = models.CharField(max_length=12, choices=Sector)
    language = models.CharField(max_length=20)
    section_name = models.CharField(max_length=120, blank=True)
    sheets_count = models.PositiveIntegerField()
    layout = models.JSONField(default=dict, help_text="where each box lies on its page, for reading a scan")
    pdf = models.BinaryField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = SheetRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.sheets_count} sheets of survey {self.survey_id}"

    @property
    def in_words(self) -> str:
        """Families · Arabic · 4B."""
        language = language_name(self.language, get_language() or "en")
        return " · ".join(part for part in (self.get_sector_display(), language, self.section_name) if part)


class SheetState(models.TextChoices):
    PRINTED = "printed", _("Printed")
    ENTERED = "entered", _("Entered, not yet counted")
    CONFLICT = "conflict", _("Entered twice, differently")
    COUNTED = "counted", _("Counted")


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, person: Person) -> "SheetQuerySet":
        return self.filter(run__survey__school_id__in=person.schools_as(WHOLE_SCHOOL_ROLES))

    def with_run(self) -> "SheetQuerySet":
        """With its run and survey, without the PDF, which may hold millions of bytes."""
        return self.select_related("run__survey__school").defer("run__pdf")


class Sheet(models.Model):
    """One sheet of paper. An anonymous survey's sheets have no invitation: nobody can tell whose it is.

    What was entered stays here until it is counted, of an anonymous survey sealed (`paper.keeping`) and without who entered it
    when, so that a second entry can be compared; then it is handed on as any answer is, and only a keyed digest stays, by which a repeat is recognised.
    """

    run = models.ForeignKey(SheetRun, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField(help_text="within the run, as printed")
    code_digest = models.CharField(max_length=64, unique=True)
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, blank=True, related_name="sheet")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.PRINTED)
    entered = models.JSONField(null=True, blank=True, help_text="marks and remarks of the first entry, until counted")
    entered_again = models.JSONField(null=True, blank=True, help_text="of a second entry that differs, until settled")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_on = models.DateField(null=True, blank=True)
    was_scanned = models.BooleanField(default=False)
    answer_digest = models.CharField(max_length=64, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="surveys_sheet_number_once"),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(entered=None, entered_again=None), name="surveys_counted_sheet_keeps_no_marks"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["entered", "conflict"]) | Q(entered__isnull=False), name="surveys_entered_sheet_has_marks"
            ),
        ]

    def __str__(self) -> str:
        return f"Sheet {self.number} of run {self.run_id}"
