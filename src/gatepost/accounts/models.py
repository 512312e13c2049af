"""Users (one to one with persons) and the codes families type."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from gatepost.people.models import Person


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, person: Person, email: str, password: str | None = None) -> "User":
        user = self.model(person=person, email=email.strip().lower())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. Who the person is and may do lies in `people`."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="user")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    # Raised to end every session at once ("sign out everywhere").
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    @property
    def first_name(self) -> str:
        return self.person.called

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `session_epoch`, which ends all sessions."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"


class SignInCode(models.Model):
    """A code mailed to a guardian's address: ten minutes, five tries, once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    browser_digest = models.CharField(max_length=64, help_text="the browser that asked; another one cannot use the code")
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code for {self.person_id}"
