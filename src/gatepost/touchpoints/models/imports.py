"""An old call log brought in: the file in pieces, its rows as they were understood, and where it stands."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models import Person, School
from gatepost.touchpoints.rules import IMPORTING_ROLES


class ImportState(models.TextChoices):
    """Where an import stands. Only `applied` and what follows it has touched the ledger."""

    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Columns to be named")
    REFUSED = "refused", _("Refused")
    STAGED = "staged", _("Ready to apply")
    HELD = "held", _("Held for a second look")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


_UNDECIDED = frozenset({ImportState.READING, ImportState.HELD, ImportState.STAGED, ImportState.APPLYING, ImportState.DISCARDED})
NEXT: dict[str, frozenset[str]] = {
    ImportState.READING: frozenset(
        {ImportState.MAPPING, ImportState.REFUSED, ImportState.STAGED, ImportState.HELD, ImportState.DISCARDED}
    ),
    ImportState.MAPPING: frozenset({ImportState.READING, ImportState.REFUSED, ImportState.DISCARDED}),
    ImportState.STAGED: _UNDECIDED,
    ImportState.HELD: _UNDECIDED,
    ImportState.APPLYING: frozenset({ImportState.APPLIED, ImportState.STAGED, ImportState.HELD}),
    ImportState.APPLIED: frozenset({ImportState.UNDOING}),
    ImportState.UNDOING: frozenset({ImportState.UNDONE}),
    ImportState.REFUSED: frozenset(),
    ImportState.UNDONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
# States in which somebody has to decide, and the difference may still change.
WAITING = frozenset({ImportState.STAGED, ImportState.HELD})
# States after which nothing can happen any more.
OVER = frozenset({ImportState.REFUSED, ImportState.UNDONE, ImportState.DISCARDED})
# States in which a worker is at it.
BUSY = frozenset({ImportState.READING, ImportState.APPLYING, ImportState.UNDOING})


class LedgerImportQuerySet(models.QuerySet["LedgerImport"]):
    def visible_to(self, person: Person) -> "LedgerImportQuerySet":
        """All of the school at which this person acts, if she or he may bring in a log there."""
        return self.filter(school_id__in=person.schools_as(IMPORTING_ROLES))


class LedgerImport(models.Model):
    """One sheet: uploaded, read, compared with the ledger, and perhaps applied and undone."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    file_name = models.CharField(max_length=255)
    byte_size = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict, help_text="as somebody chose: columns, day order, what unknown words and names mean")
    found = models.JSONField(default=dict, help_text="as the sheet shows: its columns, first rows, dates, remarks")
    counts = models.JSONField(default=dict, help_text="rows: new, known, problem; families, repeats")
    is_confirmed = models.BooleanField(default=False, help_text="held, and somebody has looked twice")
    refusal = models.TextField(blank=True, help_text="the sentence, where it was refused")
    progress = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    staged_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = LedgerImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name} {self.state}"

    @property
    def is_held(self) -> bool:
        """More than a tenth of the rows cannot be placed: perhaps a column is taken for another."""
        rows = sum(self.counts.get(verdict, 0) for verdict in Verdict.values)
        return bool(self.counts.get(Verdict.PROBLEM, 0) * 10 > rows)


class ImportChunk(models.Model):
    """A piece of the uploaded file, kept in the database so that any worker on any machine can read it."""

    run = models.ForeignKey(LedgerImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="touchpoints_importchunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class Verdict(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New")
    KNOWN = "known", _("In the ledger already")
    PROBLEM = "problem", _("Cannot be placed")


class ImportedRow(models.Model):
    """One row of the sheet as it was understood. Forgotten when the import can no longer be undone.

    Persons and families are plain numbers here: a row that waits keeps nobody from being taken out of the roster.
    """

    run = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = ArrayField(models.TextField(), default=list)
    verdict = models.CharField(max_length=8, choices=Verdict)
    problems = models.JSONField(default=list, help_text="code, field, value of each")
    asks = ArrayField(models.CharField(max_length=600), default=list, help_text="questions whose answers would place the row")
    candidates = ArrayField(models.BigIntegerField(), default=list, help_text="families among which somebody must choose")
    family_id = models.BigIntegerField(null=True)
    adult_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)
    has_time = models.BooleanField(default=False)
    means = models.CharField(max_length=10, blank=True)
    direction = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    involvement_type = models.CharField(max_length=20, blank=True)
    content_kind = models.CharField(max_length=20, blank=True)
    tone = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "verdict", "number"])]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number} {self.verdict}"
