"""A counter that several processes share: the ground of every limit."""

from django.db import models


class Counter(models.Model):
    """How often something happened within a window of time; raised in one statement, so no two processes miscount."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
