"""Asking one row as one principal, and what must hold for every answer."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse

from tests.access.rows import Row
from tests.access.world import World

_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE)
_LOOKED = re.compile(
    r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(django_session|kernel_cache|kernel_counter|history_\w+|usersessions_usersession)\b',
    re.IGNORECASE,
)
_INLINE = {
    "style attribute": re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src or nonce": re.compile(
        r'<script(?![^>]*\b(?:nonce="[^"]+"|src="/static/|type="application/json"))[^>]*>', re.IGNORECASE
    ),
    "javascript address": re.compile(r'(?:href|action|src)\s*=\s*["\']?javascript:', re.IGNORECASE),
}


class Writes(list[str]):
    """Statements that changed more than the record of having looked."""

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if _WRITES.match(str(sql)) and not _LOOKED.match(str(sql)):
            self.append(str(sql)[:120])
        return execute(sql, params, many, context)


def ask(world: World, row: Row, principal: str, *, method: str | None = None) -> tuple[HttpResponse, Writes]:
    """The answer to one request, taken back at once, and what it wrote."""
    client, writes = world.clients[principal], Writes()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    url = row.url(world)
    with transaction.atomic():
        with connection.execute_wrapper(writes.watch):
            if (method or row.method) == "GET":
                response = client.get(url)
            else:
                response = client.post(url, row.body(world) if row.body else {})
            response.content_seen = _read(response)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return response, writes


def inline_faults(html: str) -> list[str]:
    """What our Content-Security-Policy would not run or show."""
    return [name for name, pattern in _INLINE.items() if pattern.search(html)]


def _read(response: HttpResponse) -> bytes:
    if getattr(response, "streaming", False):
        body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        response.streaming_content = [body]  # type: ignore[attr-defined]
        return body
    return response.content


_POST_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.IGNORECASE | re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"', re.IGNORECASE)


def forms_without_token(html: str) -> list[str]:
    """Forms that could never be sent. (Pages by personal link set no cookie and ask for none.)"""
    forms = [form for form in _POST_FORM.findall(html) if "csrfmiddlewaretoken" not in form]
    return [action[1] if (action := _ACTION.search(form)) else form[:80] for form in forms]
