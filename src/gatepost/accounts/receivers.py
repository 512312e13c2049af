"""What this room hears: somebody signed in with a password or a passkey."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver

from gatepost.accounts.models import User
from gatepost.history import commands as history


@receiver(user_logged_in)
def keep_in_history(sender: Any, user: User, **kwargs: Any) -> None:
    history.record("accounts.sign_in_as_staff", by=user.person, subject=user)
