"""Gatepost's own mail to one address: codes to sign in, notices about an account. No family, no answer, no ledger."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SystemMail(models.Model):
    """One message of Django's mail interface on its way. Deleted once sent; the mailroom keeps it for a day."""

    to = ArrayField(models.EmailField(max_length=320))
    subject = models.CharField(max_length=400)
    body = models.TextField()
    html = models.TextField(blank=True)
    from_address = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, failed_at=None), name="channels_systemmail_due")
        ]

    def __str__(self) -> str:
        return f"system mail {self.pk}"
