"""What this room hears: somebody signed in with a password or a passkey; recovery codes are made."""

import time
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from django.db.models.signals import pre_save
from django.dispatch import receiver

from gatepost.accounts.models import User
from gatepost.history import commands as history


@receiver(user_logged_in)
def keep_in_history(sender: Any, user: User, **kwargs: Any) -> None:
    history.record("accounts.sign_in_as_staff", by=user.person, subject=user)


@receiver(pre_save, sender=Authenticator)
def mark_as_viewed(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """allauth would note the first viewing while it answers a GET, which may not write; we never show codes once only."""
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        instance.data.setdefault("viewed_at", time.time())
