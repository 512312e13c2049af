"""What allauth may do here: no open sign-up, secrets encrypted, no password asked twice in a row."""

import datetime as dt
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from gatepost.accounts.secrets_at_rest import open_sealed, seal
from gatepost.kernel import clock

JUST_NOW = dt.timedelta(minutes=5)


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Gatepost: {subject}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago need not do it twice in a row, as when setting up the first second factor."""
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        return required and not (app == "allauth.mfa" and _signed_in_just_now(self.request))


def _signed_in_just_now(request: HttpRequest) -> bool:
    """Fully: with password and second factor, with a passkey, or with a password where there was no factor until now."""
    since = clock.now() - JUST_NOW
    records = [record for record in get_authentication_records(request, request.user) if record["at"] > since.timestamp()]
    methods = {record["method"] for record in records}
    if any(record.get("passwordless") for record in records) or methods >= {"password", "mfa"}:
        return True
    had_factor = Authenticator.objects.filter(user_id=request.user.pk, created_at__lte=since).exists()
    return "password" in methods and not had_factor


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Seeds of authenticator apps and recovery codes are encrypted before they are stored."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Gatepost {self._get_site_name()}"
