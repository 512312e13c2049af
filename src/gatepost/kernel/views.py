"""Pages without a subject: health, the gallery of parts, and the four ways a request can fail."""

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gatepost.kernel import broken_texts, family_texts
from gatepost.kernel.access import open_to_all
from gatepost.kernel.refusals import refusal


@open_to_all
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether web and database answer; for supervisors and load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@open_to_all
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part of the design on one page, filled with nothing real."""
    return render(request, "ui/gallery.html", {})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, family_texts.NO_SUCH_PAGE, status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, family_texts.NOT_ALLOWED, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(request, family_texts.OPEN_TOO_LONG, status=403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return refusal(request, family_texts.NOT_UNDERSTOOD, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """Without templates and database: whatever broke may be one of them."""
    return HttpResponse(broken_texts.page(), status=500)
