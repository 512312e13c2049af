"""Letting members of staff in, and out again."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gatepost.accounts import signals
from gatepost.accounts.commands.sessions import sign_out_everywhere
from gatepost.accounts.models import User
from gatepost.accounts.queries.staff import Access, access_of, staff_list, staff_visible_to
from gatepost.accounts.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.kernel.jobs import defer
from gatepost.kernel.text import clean_line
from gatepost.people.models import Person, PersonKind, School, SchoolRole
from gatepost.people.roles import Role

INVITATION, RESET = "invitation", "reset"


@transaction.atomic
def invite_staff(person: Person, *, email: str, by: Person | None) -> User:
    """Mail a member of staff a link to choose a password. Who can already sign in gets a new address only from a principal."""
    ensure(by, Perm.INVITE_STAFF)
    _ensure_same_school(person, by)
    address = _checked(email)
    user = User.objects.select_for_update().filter(person=person).first()
    if access_of(user) in {Access.ACTIVE, Access.ENDED} or Role.PRINCIPAL in _roles(person):
        ensure(by, Perm.MANAGE_ACCESS)
    if User.objects.filter(email=address).exclude(person=person).exists():
        raise ConflictError(_("Somebody else signs in with %(email)s. Please give another address.") % {"email": address})
    if user is None:
        user = User.objects.create_user(person=person, email=address)
    _open_anew(user, address, by=by)
    history.record("accounts.invite_staff", by=by, subject=user)
    defer("accounts.mail_password_link", queue="urgent", user_id=user.pk, occasion=INVITATION)
    return user


@transaction.atomic
def invite_everyone(*, by: Person) -> int:
    """Invite every member of staff whose address the roster knows and who was never invited; returns how many."""
    ensure(by, Perm.INVITE_STAFF)
    invited = 0
    taken = set(User.objects.exclude(email=None).values_list("email", flat=True))
    for member in staff_list(by):
        address = member.suggested_email.lower()
        is_for_principals = member.leads and Role.PRINCIPAL not in by.role_slugs
        if member.access != Access.NONE or not address or address in taken or is_for_principals:
            continue
        invite_staff(member.person, email=address, by=by)
        taken.add(address)
        invited += 1
    return invited


@transaction.atomic
def end_access(person: Person, *, by: Person) -> None:
    """Close the staff door to a person at once: every session ends, password and second factor are forgotten."""
    ensure(by, Perm.MANAGE_ACCESS)
    _ensure_same_school(person, by)
    if person.pk == by.pk:
        raise NotAllowedError(_("You cannot end your own access. Ask another principal."))
    user = _account(person)
    _close(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_out_everywhere(user, by=by)
    history.record("accounts.end_access", by=by, subject=user)
    signals.access_ended.send(sender=User, person_id=person.pk, school_ids=person.staff_schools)


@transaction.atomic
def give_access_back(person: Person, *, by: Person) -> None:
    """Open the staff door again: the person gets a new invitation to the same address."""
    ensure(by, Perm.MANAGE_ACCESS)
    user = _account(person)
    if access_of(user) != Access.ENDED or user.email is None:
        raise ConflictError(_("This person's access has not been ended."))
    invite_staff(person, email=user.email, by=by)


@transaction.atomic
def forget_second_factor(person: Person, *, by: Person) -> None:
    """After a lost phone: the person signs in with the password once and sets up a new second factor."""
    ensure(by, Perm.MANAGE_ACCESS)
    _ensure_same_school(person, by)
    if person.pk == by.pk:
        raise NotAllowedError(_("You cannot do this for yourself. Use one of your recovery codes or ask another principal."))
    user = _account(person)
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user, by=by)
    history.record("accounts.forget_second_factor", by=by, subject=user)


@transaction.atomic
def invite_first_principal(*, email: str, name: str, school_name: str) -> str:
    """For a new installation, by who runs it: a principal who lets everybody else in. Returns the link, mail or no mail.

    A school that has a principal with an account invites its own people; whoever runs the machine stays outside.
    """
    school = School.objects.filter(name=school_name, ended_at=None).first()
    if school and User.objects.filter(is_active=True, person__in=_principals(school).values("person_id")).exclude(email=None):
        raise ConflictError(
            _("%(school)s has a principal who can sign in. New ones are invited on the page “Staff and access”.")
            % {"school": school}
        )
    given, _blank, family = clean_line(name).partition(" ")
    if school is None:
        school = School.objects.create(name=clean_line(school_name), slug=slugify(school_name)[:80] or "school")
    person = Person.objects.create(kind=PersonKind.ADULT, given_name=given, family_name=family)
    SchoolRole.objects.create(person=person, school=school, role=Role.PRINCIPAL)
    user = invite_staff(person, email=email, by=None)
    history.record("accounts.invite_first_principal", by=None, subject=user, school=school.pk)
    return password_link(user)


@transaction.atomic
def request_password_link(user: User | None) -> None:
    """Somebody forgot a password. The same is done for an address nobody signs in with, so time tells nothing."""
    defer("accounts.mail_password_link", queue="urgent", user_id=user.pk if user else None, occasion=RESET)


def mail_password_link(user_id: int | None, occasion: str) -> None:
    """Mail the link on which a password is chosen; it holds three days and until it is used."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email=None).first() if user_id else None
    if user is None or user.email is None:
        return
    context = {"user": user, "url": password_link(user), "base_url": settings.BASE_URL}
    subject = render_to_string(f"accounts/mail/{occasion}_subject.txt", context).strip()
    body = render_to_string(f"accounts/mail/{occasion}.txt", context).strip()
    EmailMessage(subject, body + "\n", to=[user.email]).send()


def password_link(user: User) -> str:
    """Where this user chooses a password; the link says nothing of the person."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=parts)


def _open_anew(user: User, address: str, *, by: Person | None) -> None:
    """An invitation always starts from nothing: no old password or second factor opens the account of a new address."""
    if user.email != address or not user.is_active:
        _close(user)
        sign_out_everywhere(user, by=by)
    user.email, user.is_active = address, True
    user.save(update_fields=["email", "is_active"])


def _close(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def _account(person: Person) -> User:
    user = User.objects.select_for_update().filter(person=person).first()
    if user is None or user.email is None:
        raise ConflictError(_("This person has never been invited."))
    return user


def _ensure_same_school(person: Person, by: Person | None) -> None:
    if by is not None and not staff_visible_to(by).filter(pk=person.pk).exists():
        raise NotAllowedError(_("This person does not work at your school."))


def _principals(school: School) -> QuerySet[SchoolRole]:
    return SchoolRole.objects.filter(school=school, role=Role.PRINCIPAL, ended_at=None, person__ended_at=None)


def _roles(person: Person) -> set[str]:
    return set(person.school_roles.filter(ended_at=None).values_list("role", flat=True))


def _checked(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInputError(_("“%(email)s” is not an e-mail address.") % {"email": email}) from None
    return address
