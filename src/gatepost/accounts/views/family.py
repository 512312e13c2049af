"""The family door: an address, a code, and who is here. No password, no account to make."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from gatepost.accounts import commands, doors, family_texts
from gatepost.accounts.backends import FAMILY_BACKEND
from gatepost.accounts.forms import AddressForm, CodeForm, WhoForm
from gatepost.accounts.queries.families import adults_of_address, only_school
from gatepost.kernel import clock
from gatepost.kernel.access import open_to_all
from gatepost.kernel.errors import TooManyTriesError
from gatepost.languages.choosing import language_menu
from gatepost.people.models import Person

# The address a code has just proved, for the few who share it and are asked who they are.
PROVED = "family_door_proved"
PROVED_SECONDS = 600


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
@doors.in_visitors_language
def address(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether we know the address or not."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "address", {"form": form}, status=422 if form.is_bound else 200)
    try:
        commands.request_code(
            form.cleaned_data["email"],
            language=translation.get_language() or settings.LANGUAGE_CODE,
            browser=doors.mark_browser(request),
            ip=doors.ip_of(request),
        )
    except TooManyTriesError:
        form.add_error(None, family_texts.TOO_OFTEN)
        return _page(request, "address", {"form": form}, status=429)
    return _go(request, "accounts:family-code")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
@doors.in_visitors_language
def code(request: HttpRequest) -> HttpResponse:
    """Type the code. It opens in the browser that asked for it, once."""
    browser = doors.browser_of(request)
    if browser is None:
        return _go(request, "accounts:family")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "code", {"form": form}, status=422 if form.is_bound else 200)
    try:
        proved = commands.use_code(form.cleaned_data["code"], browser=browser, ip=doors.ip_of(request))
    except TooManyTriesError:
        form.add_error(None, family_texts.TOO_OFTEN)
        return _page(request, "code", {"form": form}, status=429)
    adults = adults_of_address(proved) if proved else []
    if not adults:
        form.add_error("code", family_texts.CODE_WRONG)
        return _page(request, "code", {"form": form}, status=422)
    if len(adults) == 1:
        return _sign_in(request, adults[0])
    request.session[PROVED] = {"address": proved, "at": clock.now().timestamp()}
    return _go(request, "accounts:family-who")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
@doors.in_visitors_language
def who(request: HttpRequest) -> HttpResponse:
    """Several people share the address: which of them is here?"""
    adults = _proved_adults(request)
    if not adults:
        return _go(request, "accounts:family")
    form = WhoForm(request.POST or None, adults=adults)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "who", {"form": form, "adults": adults}, status=422 if form.is_bound else 200)
    return _sign_in(request, next(adult for adult in adults if adult.pk == form.cleaned_data["person"]))


def _proved_adults(request: HttpRequest) -> list[Person]:
    proved: dict[str, Any] = request.session.get(PROVED) or {}
    if not proved or clock.now().timestamp() - proved["at"] > PROVED_SECONDS:
        return []
    return adults_of_address(proved["address"])


def _sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """A new session with nothing left of an older one, also not of the same person's as staff."""
    user = commands.family_user(person)
    request.session.flush()
    auth.login(request, user, backend=FAMILY_BACKEND)
    commands.record_family_sign_in(user, by=person)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _go(request: HttpRequest, name: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?lang={translation.get_language()}")


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    context |= language_menu(translation.get_language() or settings.LANGUAGE_CODE) | {"school": only_school()}
    return render(request, f"accounts/family/{name}.html", context, status=status)
