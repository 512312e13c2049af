"""Small facts of a request at the doors: from where it comes, in which language, and which browser it is."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
BROWSER = "family_door_browser"


def ip_of(request: HttpRequest) -> str:
    """The visitor's address; behind proxies the one the outermost trusted proxy saw (GATEPOST_PROXIES)."""
    return get_client_ip(request) or "unknown"


def browser_of(request: HttpRequest) -> str | None:
    """The secret that ties a code to the browser in which it was asked for; None where none was asked for here."""
    return request.session.get(BROWSER)


def mark_browser(request: HttpRequest) -> str:
    """Give this browser its secret (kept in the session), or find the one it has."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(32)
    return str(request.session[BROWSER])


def chosen_language(request: HttpRequest) -> str:
    """What the visitor chose on the page (`lang`), else what the browser asks for, else English."""
    asked = request.POST.get("lang") or request.GET.get("lang") or ""
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def in_visitors_language(view: View[P]) -> View[P]:
    """The view speaks the language of whoever looks, also where nobody is signed in."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(chosen_language(request)):
            return view(request, *args, **kwargs)

    return speaking
