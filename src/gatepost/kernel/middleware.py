"""Three promises on every request: GET writes nothing, refusals are sentences, personal pages are not kept by caches."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from gatepost.kernel.errors import DomainError
from gatepost.kernel.refusals import refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
_VERBS = r"(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|ALTER|DROP|CREATE|GRANT|REVOKE|CALL|DO|REFRESH)\b"
_WRITES = re.compile(
    rf"^\s*(?:{_VERBS}|EXPLAIN\b[^;]*\bANALY[SZ]E\b)"
    rf"|;\s*{_VERBS}"  # a second statement
    r"|^\s*WITH\b.*?(?:\bINSERT\s+INTO\b|(?<!FOR )(?<!KEY )\bUPDATE\b|\bDELETE\s+FROM\b|\bMERGE\s+INTO\b)"
    r"|\bprocrastinate_\w+\s*\(",  # the queue's functions write, whatever statement calls them
    re.IGNORECASE | re.DOTALL,
)
_NOT_SQL = re.compile(r"'(?:[^']|'')*'|/\*.*?\*/|--[^\n]*", re.DOTALL)
# Ways of psycopg's own past the wrapper below; none of our pages that only read needs them.
_WAYS_AROUND = ("copy", "stream", "callproc")
# Sessions, cache and history record that somebody looked; they change nothing of what they looked at.
_EXEMPT = re.compile(
    r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(django_session|kernel_cache|history_\w+|usersessions_usersession|kernel_counter)\b',
    re.IGNORECASE,
)


class WriteOnSafeRequestError(Exception):
    """A view tried to write while answering GET or HEAD: a programming mistake, found by the tests."""


def refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A database wrapper that lets only reading through."""
    statement = _NOT_SQL.sub(" ", sql if isinstance(sql, str) else sql.as_string(None))
    if _WRITES.search(statement) and not _EXEMPT.match(statement):
        raise WriteOnSafeRequestError(statement[:120])
    return execute(sql, params, many, context)


@contextmanager
def read_only(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Nothing is written through this connection, not even by ways that Django's wrappers do not see."""
    create: Callable[..., Any] = connection.create_cursor

    def guarded(name: str | None = None) -> Any:
        cursor = create(name)
        for way in _WAYS_AROUND:
            setattr(cursor, way, _refuse)
        return cursor

    connection.create_cursor = guarded  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(refuse_writes):
            yield
    finally:
        connection.create_cursor = create  # type: ignore[method-assign]


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise WriteOnSafeRequestError("copy, stream or callproc")


class SafeRequestsReadOnlyMiddleware:
    """GET and HEAD cannot write: scanners and previews open links and must not change anything."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with ExitStack() as guards:
            for connection in connections.all():
                guards.enter_context(read_only(connection))
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
