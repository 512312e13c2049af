"""Staged rows: what a run's files say, cleaned but not yet compared. Emptied when a run is over.

They hold text as it was read (ids of the source, not of our rows); `flag` is ok, gone (to be ended) or bad
(present but unreadable: what it speaks of stays as it was).
"""

from django.db import models

from gatepost.people.models.runs import RosterRun


class Staged(models.Model):
    """A staged row of one run. No constraint and no index: rows are written by COPY and joined as whole sets."""

    run = models.ForeignKey(RosterRun, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")

    class Meta:
        abstract = True


class FromFile(Staged):
    """A staged row that remembers its place in the files."""

    file = models.TextField()
    row = models.IntegerField()
    flag = models.TextField()

    class Meta:
        abstract = True


class StagedSchool(FromFile):
    sourced_id = models.TextField()
    name = models.TextField()
    target_id = models.BigIntegerField(null=True, help_text="the school it is, once known")

    def __str__(self) -> str:
        return self.sourced_id


class StagedPerson(FromFile):
    """A user. What a file does not say is NULL: it is then left as it is."""

    sourced_id = models.TextField()
    is_student = models.BooleanField()
    is_guardian = models.BooleanField()
    is_staff = models.BooleanField()
    given_name = models.TextField()
    family_name = models.TextField()
    preferred_name = models.TextField(null=True)  # noqa: DJ001  NULL: not said
    read_language = models.TextField(null=True)  # noqa: DJ001
    is_protected = models.BooleanField()
    relation = models.TextField()
    home = models.TextField()
    search_key = models.TextField()
    contact_kinds = models.TextField(help_text="kinds of contact points of which the row speaks")

    def __str__(self) -> str:
        return self.sourced_id


class StagedRole(FromFile):
    """A role at a school."""

    key = models.TextField()
    person_sid = models.TextField()
    school_sid = models.TextField()
    role = models.TextField()
    grade = models.TextField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.key


class StagedSection(FromFile):
    sourced_id = models.TextField()
    school_sid = models.TextField()
    name = models.TextField()
    grade = models.TextField()
    kind = models.TextField()

    def __str__(self) -> str:
        return self.sourced_id


class StagedEnrolment(FromFile):
    key = models.TextField()
    person_sid = models.TextField()
    section_sid = models.TextField()
    role = models.TextField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.key


class StagedLink(FromFile):
    """Two persons who belong together, as the file names them: which of them is the child is settled later."""

    one_sid = models.TextField()
    other_sid = models.TextField()
    relation = models.TextField()
    home = models.TextField()

    def __str__(self) -> str:
        return f"{self.one_sid} {self.other_sid}"


class StagedGuardianship(FromFile):
    key = models.TextField()
    adult_sid = models.TextField()
    student_sid = models.TextField()
    relation = models.TextField()
    home = models.TextField()

    def __str__(self) -> str:
        return self.key


class StagedContact(FromFile):
    key = models.TextField()
    person_sid = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    raw = models.TextField()
    priority = models.SmallIntegerField()

    def __str__(self) -> str:
        return self.key


class StagedKeep(Staged):
    """An unreadable row spoke of something of this person or section: its relations of this kind are not ended."""

    kind = models.TextField()
    person_sid = models.TextField()
    section_sid = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind} {self.person_sid} {self.section_sid}"


class StagedEnding(Staged):
    """A school, section or person of ours that would end; what hangs on it ends with it."""

    kind = models.TextField()
    row_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


STAGED_MODELS: tuple[type[Staged], ...] = (
    StagedSchool,
    StagedPerson,
    StagedRole,
    StagedSection,
    StagedEnrolment,
    StagedLink,
    StagedGuardianship,
    StagedContact,
    StagedKeep,
    StagedEnding,
)
