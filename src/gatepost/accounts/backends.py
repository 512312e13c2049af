"""How a user is found for signing in."""

from allauth.account.auth_backends import AuthenticationBackend


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Password sign-in by e-mail; permissions are asked of persons (`kernel.access`), never of Django's tables."""
