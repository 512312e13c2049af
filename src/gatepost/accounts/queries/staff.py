"""The members of staff of a school and whether they can sign in."""

from dataclasses import dataclass
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.accounts.models import User
from gatepost.accounts.rules import Perm
from gatepost.kernel import clock
from gatepost.kernel.access import GRANTS
from gatepost.people.models import ContactKind, ContactPoint, Person, SchoolRole
from gatepost.people.roles import STAFF_ROLES, Role


class Access(StrEnum):
    """Whether somebody can sign in."""

    NONE = "none"
    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


ACCESS_WORDS: dict[str, str | Promise] = {
    Access.NONE: _("not yet invited"),
    Access.INVITED: _("invited, has not chosen a password yet"),
    Access.ACTIVE: _("can sign in"),
    Access.ENDED: _("access ended"),
}


@dataclass(frozen=True)
class StaffMember:
    """One line of the list: who, as what, and whether and how she can sign in."""

    person: Person
    roles: list[str]
    access: Access
    user: User | None
    has_second_factor: bool
    suggested_email: str

    @property
    def access_words(self) -> str | Promise:
        return ACCESS_WORDS[self.access]

    @property
    def roles_in_words(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.roles)

    @property
    def leads(self) -> bool:
        return Role.PRINCIPAL in self.roles


def current_roles(school_ids: list[int]) -> QuerySet[SchoolRole]:
    """Staff roles held today at these schools."""
    today = clock.today()
    return SchoolRole.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        school_id__in=school_ids,
        role__in=STAFF_ROLES,
        ended_at=None,
        person__ended_at=None,
    )


def staff_visible_to(viewer: Person) -> QuerySet[Person]:
    """Members of staff of the schools where the viewer may invite."""
    schools = viewer.schools_as(GRANTS[Perm.INVITE_STAFF].roles)
    return Person.objects.current().filter(pk__in=current_roles(schools).values("person_id"))


def staff_list(viewer: Person) -> list[StaffMember]:
    """By name, in a fixed number of queries."""
    people = list(staff_visible_to(viewer).order_by("family_name", "given_name", "pk"))
    roles: dict[int, list[str]] = {}
    for role in current_roles(viewer.schools_as(GRANTS[Perm.INVITE_STAFF].roles)).order_by("role"):
        roles.setdefault(role.person_id, []).append(role.role)
    with_factor = Exists(Authenticator.objects.filter(user_id=OuterRef("pk")))
    users = {user.person_id: user for user in User.objects.filter(person__in=people).annotate(factor=with_factor)}
    emails = _emails(people)
    return [_member(person, roles[person.pk], users.get(person.pk), emails.get(person.pk, "")) for person in people]


def access_of(user: User | None) -> Access:
    if user is None or user.email is None:
        return Access.NONE
    if not user.is_active:
        return Access.ENDED
    return Access.ACTIVE if user.has_usable_password() else Access.INVITED


def email_of(person: Person) -> str:
    """The first address the roster knows of this person, or ""."""
    return _emails([person]).get(person.pk, "")


def _member(person: Person, roles: list[str], user: User | None, email: str) -> StaffMember:
    return StaffMember(
        person=person,
        roles=roles,
        access=access_of(user),
        user=user,
        has_second_factor=bool(getattr(user, "factor", False)),
        suggested_email=(user.email if user and user.email else email),
    )


def _emails(people: list[Person]) -> dict[int, str]:
    points = ContactPoint.objects.filter(person__in=people, kind=ContactKind.EMAIL, ended_at=None).order_by("-priority", "-pk")
    return {point.person_id: point.value for point in points}
