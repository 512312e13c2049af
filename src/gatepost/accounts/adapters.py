"""What allauth may do here: no open sign-up, secrets encrypted, no password asked twice in a row."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from gatepost.accounts.secrets_at_rest import open_sealed, seal

JUST_NOW = 300


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Gatepost: {subject}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A password typed a moment ago need not be typed again to set up the first second factor."""
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if not required or app != "allauth.mfa" or is_mfa_enabled(self.request.user):
            return required
        records = get_authentication_records(self.request, self.request.user)
        return not any(record["method"] == "password" and time.time() - record["at"] < JUST_NOW for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Seeds of authenticator apps and recovery codes are encrypted before they are stored."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Gatepost {self._get_site_name()}"
