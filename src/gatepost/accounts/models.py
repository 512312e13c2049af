"""Users (one to one with persons) and the codes families type."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from gatepost.kernel.tokens import derived_code
from gatepost.people.models import Person


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, person: Person, email: str | None = None, password: str | None = None) -> "User":
        """A member of staff with an e-mail address to sign in with, or (without one) a guardian who types codes."""
        user = self.model(person=person, email=email.strip().lower() if email else None)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. Who the person is and may do lies in `people`.

    Only staff have an `email` here: it opens the door with password and second factor. A guardian's addresses are
    contact points, may be shared by a whole household and open the family door only.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="user")
    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True, help_text="false: the staff door is closed to this person")
    date_joined = models.DateTimeField(auto_now_add=True)
    # Raised to end every session at once ("sign out everywhere").
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email or f"user {self.pk}"

    @property
    def first_name(self) -> str:
        return self.person.called

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Changes with the password and with `session_epoch`; either ends all sessions."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("gatepost.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()


def _seed() -> int:
    return secrets.randbits(62)


class SignInCode(models.Model):
    """A code asked for at the family door: ten minutes, five tries, once, and only in the browser that asked.

    The row is the same for an address we know and for one we do not. The code itself is derived from `seed` and the
    installation's secret and never stored, so a stolen database opens nothing.
    """

    address = models.CharField(max_length=320, help_text="as typed, in lower case; whose it is, is asked when the code is used")
    language = models.CharField(max_length=20, help_text="of the page on which it was asked for")
    seed = models.BigIntegerField(default=_seed)
    browser_digest = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    mailed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.pk}"

    @property
    def code(self) -> str:
        """The eight letters: what is mailed, and what a typed code is compared with."""
        return derived_code("sign-in", self.seed)
