"""Small facts of a request at the doors: from where it comes, in which language, and which browser it is."""

import ipaddress
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gatepost.languages.choosing import page_language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
BROWSER = "family_door_browser"


def ip_of(request: HttpRequest) -> str:
    """The visitor's address; behind proxies the one the outermost trusted proxy saw (GATEPOST_PROXIES)."""
    return get_client_ip(request) or "unknown"


def network_of(request: HttpRequest) -> str:
    """For counting tries: the address, of IPv6 its /64, since one household or one server holds all of it."""
    address = ip_of(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def browser_of(request: HttpRequest) -> str | None:
    """The secret that ties a code to the browser in which it was asked for; None where none was asked for here."""
    return request.session.get(BROWSER)


def mark_browser(request: HttpRequest) -> str:
    """Give this browser its secret (kept in the session), or find the one it has."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(32)
    return str(request.session[BROWSER])


def in_visitors_language(view: View[P]) -> View[P]:
    """The view speaks the language of whoever looks, also where nobody is signed in."""

    @wraps(view)
    def speaking(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(page_language(request)):
            return view(request, *args, **kwargs)

    return speaking
