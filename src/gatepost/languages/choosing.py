"""Which language a family page speaks, and the menu by which a reader chooses another. It works without script or cookie."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from gatepost.languages.tags import language_name, ui_language


def page_language(request: HttpRequest, preferred: str = "") -> str:
    """What the reader chose (`?lang=`), else the person's own, else what the browser asks for, else English."""
    chosen = ui_language(request.POST.get("lang") or request.GET.get("lang", "")) or ui_language(preferred)
    return chosen or get_language_from_request(request) or settings.LANGUAGE_CODE


def language_menu(language: str) -> dict[str, Any]:
    """What `ui/language_choice.html` needs."""
    return {"languages": settings.LANGUAGES, "language": language, "language_name": language_name(language)}
