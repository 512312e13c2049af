"""Three promises on every request: GET writes nothing, refusals are sentences, personal pages are not kept by caches."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

from gatepost.kernel.errors import DomainError
from gatepost.kernel.refusals import refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|ALTER|DROP|CREATE|GRANT)\b", re.IGNORECASE)
# Sessions, cache and history record that somebody looked; they change nothing of what they looked at.
_EXEMPT = re.compile(
    r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(django_session|kernel_cache|history_\w+|usersessions_usersession|kernel_counter)\b',
    re.IGNORECASE,
)


class WriteOnSafeRequestError(Exception):
    """A view tried to write while answering GET or HEAD: a programming mistake, found by the tests."""


def refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A database wrapper that lets only reading through."""
    statement = sql if isinstance(sql, str) else str(sql)
    if _WRITES.match(statement) and not _EXEMPT.match(statement):
        raise WriteOnSafeRequestError(statement[:120])
    return execute(sql, params, many, context)


class SafeRequestsReadOnlyMiddleware:
    """GET and HEAD cannot write: scanners and previews open links and must not change anything."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with ExitStack() as guards:
            for connection in connections.all():
                guards.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)


class DomainErrorMiddleware:
    """Shows a DomainError as a page, or as a fragment to htmx, with its own status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return refusal(request, exception.message, status=exception.status, language=exception.language)


class PrivatePagesMiddleware:
    """Nothing personal stays in a browser's or a proxy's cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
        return response
