"""Users of guardians, made when first needed; and the end of all of somebody's sessions."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from gatepost.accounts.models import User
from gatepost.history import commands as history
from gatepost.people.models import Person


@transaction.atomic
def family_user(person: Person) -> User:
    """The user behind a guardian; made at the first sign-in, without password or address."""
    user = User.objects.filter(person=person).first()
    return user or User.objects.create_user(person=person)


@transaction.atomic
def record_family_sign_in(user: User, *, by: Person) -> None:
    history.record("accounts.sign_in_as_family", by=by, subject=user)


@transaction.atomic
def sign_out_everywhere(user: User, *, by: Person | None) -> None:
    """End every session of this user, at the latest at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    UserSession.objects.filter(user=user).delete()
    history.record("accounts.sign_out_everywhere", by=by, subject=user)
