"""System checks: what must not be off where a real school can be reached."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@register()
def second_factor_is_required(**kwargs: Any) -> list[CheckMessage]:
    """Without a second factor one guessed or reused password opens a whole school."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if settings.STAFF_SECOND_FACTOR_REQUIRED or host in LOCAL_HOSTS or host.endswith(".localhost"):
        return []
    return [
        Error(
            f"Staff can sign in at {settings.BASE_URL} with a password alone.",
            hint="Remove GATEPOST_SECOND_FACTOR=no. It is meant for a demo on one's own computer (http://localhost) only.",
            id="accounts.E001",
        )
    ]
