"""Puts the acting person and school on every request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gatepost.people import queries as people

FAMILY_DOOR = "came_by_family_door"


class ActorMiddleware:
    """`request.person` and `request.school`; dates are shown in the school's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = None
        if request.user.is_authenticated:
            person = request.user.person
            person.came_by_family_door = bool(request.session.get(FAMILY_DOOR))
        request.person = person  # type: ignore[attr-defined]
        school = people.school_of(person) if person else None
        request.school = school  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(school.timezone if school else "UTC")):
            return self.get_response(request)
