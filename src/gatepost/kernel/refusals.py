"""The page on which anybody reads, in the language they read, that something is not possible."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise


def refusal(request: HttpRequest, message: str | Promise, *, status: int, language: str = "") -> HttpResponse:
    """A whole page, or only the sentence for htmx. Families and visitors get their own frame and language."""
    is_staff = bool(getattr(getattr(request, "person", None), "is_staff_somewhere", False))
    template = "ui/refused.html" if is_staff else "ui/family_refused.html"
    if getattr(request, "htmx", False):
        template = "ui/refused.html#message"
    with translation.override(language or language_of(request, is_staff=is_staff)):
        return render(request, template, {"message": str(message)}, status=status)


def language_of(request: HttpRequest, *, is_staff: bool) -> str:
    """English first for staff; for others what the address or the browser asks for."""
    if is_staff:
        return settings.LANGUAGE_CODE
    chosen = request.GET.get("lang", "").lower()
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
