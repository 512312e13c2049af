"""Who acts, on every request; and the step that a member of staff without a second factor has to take first."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gatepost.accounts.backends import came_by_family_door
from gatepost.people import queries as people
from gatepost.people.models import Person

# Set when a member of staff who is also a parent says "I am here as a parent".
ACTS_AS_FAMILY = "acts_as_family"
# At which of several schools a member of staff acts; see `Person.acts_at`.
ACTS_AT = "acts_at_school"
GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.person`, `request.roles` (held at this very moment) and `request.school`; dates in the school's zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = _person(request)
        school = people.school_of(person) if person else None
        request.person = person  # type: ignore[attr-defined]
        request.roles = person.role_slugs if person else frozenset()  # type: ignore[attr-defined]
        request.school = school  # type: ignore[attr-defined]
        with timezone.override(_zone(school.timezone if school else "UTC")):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Sends staff without a second factor to set one up, before anything else."""

    # What is needed to get there, to set one up and to leave.
    OPEN = frozenset(
        {
            "accounts:second-factor",
            "account_logout",
            "account_reauthenticate",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "kernel:healthz",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person: Person | None = getattr(request, "person", None)
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or person is None or not person.is_staff_somewhere:
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in self.OPEN) or is_mfa_enabled(request.user):
            return None
        return redirect("accounts:second-factor")


def _person(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    person: Person = request.user.person
    by_family_door = came_by_family_door(request.session)
    request.by_family_door = by_family_door  # type: ignore[attr-defined]
    request.acts_as_family = bool(request.session.get(ACTS_AS_FAMILY))  # type: ignore[attr-defined]
    person.came_by_family_door = by_family_door or bool(request.session.get(ACTS_AS_FAMILY))
    person.acts_at = request.session.get(ACTS_AT)
    return person


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
