"""Roster runs: one roster taken in, from the file to the change it made and back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gatepost.people.models.persons import Person
from gatepost.people.models.sources import RosterSource


class RunState(models.TextChoices):
    """Where a run stands. Only `applied` has touched the school's records."""

    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Columns to be named")
    REFUSED = "refused", _("Refused")
    STAGED = "staged", _("Ready to apply")
    HELD = "held", _("Held for a second look")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")
    SUPERSEDED = "superseded", _("Replaced by a later one")
    DISCARDED = "discarded", _("Discarded")


NEXT: dict[str, frozenset[str]] = {
    RunState.READING: frozenset({RunState.MAPPING, RunState.REFUSED, RunState.STAGED, RunState.HELD, RunState.DISCARDED}),
    RunState.MAPPING: frozenset({RunState.READING, RunState.REFUSED, RunState.SUPERSEDED, RunState.DISCARDED}),
    RunState.STAGED: frozenset({RunState.READING, RunState.HELD, RunState.APPLIED, RunState.SUPERSEDED, RunState.DISCARDED}),
    RunState.HELD: frozenset({RunState.READING, RunState.STAGED, RunState.APPLIED, RunState.SUPERSEDED, RunState.DISCARDED}),
    RunState.APPLIED: frozenset({RunState.UNDONE}),
    RunState.REFUSED: frozenset(),
    RunState.UNDONE: frozenset(),
    RunState.SUPERSEDED: frozenset(),
    RunState.DISCARDED: frozenset(),
}
# States in which the staged rows are kept.
WAITING = frozenset({RunState.STAGED, RunState.HELD})


class RosterRun(models.Model):
    """One roster: uploaded, read, compared, and perhaps applied and undone."""

    source = models.ForeignKey(RosterSource, models.PROTECT, null=True, blank=True, related_name="runs")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.READING)
    file_name = models.CharField(max_length=255)
    byte_size = models.BigIntegerField(default=0)
    format = models.CharField(max_length=20, blank=True, help_text="oneroster-1.1, oneroster-1.2 or sheet")
    options = models.JSONField(default=dict, help_text="source key, country of phone numbers, school, columns of a sheet")
    extent = models.JSONField(default=dict, help_text="what the files speak of: which kinds in bulk, as delta or not at all")
    counts = models.JSONField(default=dict, help_text="per kind: new, changed, ended, unchanged")
    holds = models.JSONField(default=list, help_text="why it is held: kind, what, number, of how many")
    refusal = models.TextField(blank=True, help_text="the sentence, where it was refused")
    progress = models.CharField(max_length=120, blank=True)
    problem_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    staged_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # The very moment is also the `ended_at` of the rows this run ended: so an import knows which endings were its own.
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source", "applied_at"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name} {self.state}"


class RosterChunk(models.Model):
    """A piece of the uploaded file, kept in the database so that any worker on any machine can read it."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="people_rosterchunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class RosterProblem(models.Model):
    """Something in the files that could not be used, or was read although it is not as it should be.

    The sentence is made from `code` and `value` when it is shown (`roster.problems`).
    """

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="problems")
    file = models.CharField(max_length=255)
    row = models.PositiveIntegerField(null=True, blank=True)
    field = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}:{self.row} {self.code}"


class RosterChange(models.Model):
    """What a run changed, so that it can be undone: ids of the rows it made or ended, images of those it changed."""

    run = models.ForeignKey(RosterRun, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=10, help_text="new, ended or changed")
    ids = ArrayField(models.BigIntegerField(), default=list, help_text="for new and ended")
    row_id = models.BigIntegerField(null=True, help_text="for changed")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "kind"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind} {self.action}"
