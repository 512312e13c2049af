"""Who did what, and who saw what: rows that are written once and never changed."""

from django.db import models


class Event(models.Model):
    """One act. Ids only, no foreign keys and no names: history outlives what it tells of."""

    at = models.DateTimeField(db_index=True)
    by_person_id = models.BigIntegerField(null=True, help_text="None: the system, acting on what people decided before")
    action = models.CharField(max_length=80, help_text="room.verb, such as conversations.send_note")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, help_text="ids, counts and slugs only")

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"]), models.Index(fields=["by_person_id", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_kind} {self.subject_id}"
