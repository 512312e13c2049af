"""One template per page; htmx asks for a named fragment of the same template."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str | None = None, status: int = 200
) -> HttpResponse:
    """The whole page, or only its fragment `part` when htmx asks for it."""
    details: Any = getattr(request, "htmx", None)
    wants_part = part is not None and bool(details) and not details.boosted and not details.history_restore_request
    response = render(request, f"{template}#{part}" if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
