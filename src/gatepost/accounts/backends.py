"""Two doors: the backend of a session says through which one a person came."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.base import SessionBase

from gatepost.accounts.models import User

FAMILY_BACKEND = "gatepost.accounts.backends.FamilyBackend"


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Password sign-in by e-mail; permissions are asked of persons (`kernel.access`), never of Django's tables."""

    def get_user(self, user_id: int) -> User | None:
        """Asked at every request: an account closed a moment ago opens nothing any more."""
        user = _user(user_id)
        return user if user is not None and user.is_active else None


class FamilyBackend(BaseBackend):
    """Sessions opened with a mailed code. A closed staff account does not close a parent's door."""

    def get_user(self, user_id: int) -> User | None:
        return _user(user_id)


def came_by_family_door(session: SessionBase) -> bool:
    """Whether the session was opened with a mailed code, not with password and second factor."""
    return bool(session.get(BACKEND_SESSION_KEY) == FAMILY_BACKEND)


def _user(user_id: int) -> User | None:
    return User.objects.select_related("person").filter(pk=user_id).first()
