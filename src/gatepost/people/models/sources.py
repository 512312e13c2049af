"""Where a record came from: the only thing by which an import finds it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    ONEROSTER = "oneroster", _("OneRoster files")
    SHEET = "sheet", _("One sheet")
    DEMO = "demo", _("The demo school")


class RosterSource(models.Model):
    """A system that sends rosters. Its ids are opaque, case-sensitive and never compared with another's."""

    key = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=SourceKind)
    remembered = models.JSONField(default=dict, blank=True, help_text="columns of a sheet, country, school: as last time")

    def __str__(self) -> str:
        return self.name


class Sourced(models.Model):
    """A record that a roster may own. `ended_at` set means: no longer in the roster, kept for its history."""

    # No index of its own: the unique constraint begins with it. No check by the database either: only imports set it,
    # half a million rows at a time, and a source is never deleted.
    source = models.ForeignKey(
        RosterSource, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    sourced_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001  NULL: not from a roster, and unique
    ended_at = models.DateTimeField(null=True, blank=True)
    roster_says = models.JSONField(
        default=dict, blank=True, help_text="what the roster last said; a field that differs was corrected here, and stays"
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["source", "sourced_id"], name="%(app_label)s_%(class)s_source_id"),
        ]
