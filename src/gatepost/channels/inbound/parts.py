"""The parts of a message: its text, and the names of what came with it. Walked without recursion, within the limits."""

import email.message
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header

from gatepost.channels.inbound import charsets, flowed, html_text, limits
from gatepost.channels.inbound.limits import TooMuchError
from gatepost.kernel.text import clean_line, clean_text

Part = email.message.Message
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
}
_REPORTS = {
    "message/delivery-status",
    "message/disposition-notification",
    "text/rfc822-headers",
    "message/global-delivery-status",
}
_LISTED_ATTACHMENTS = 20


@dataclass
class Content:
    """What a reader would see of a message."""

    text: str = ""
    attachments: list[str] = field(default_factory=list)
    attachment_count: int = 0


def walk(message: Part) -> Iterator[tuple[Part, int]]:
    """(part, depth), first to last; TooMuchError beyond the limits."""
    waiting: list[tuple[Part, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > limits.MIME_PARTS or depth > limits.MIME_DEPTH:
            raise TooMuchError("It is made of more parts than a mail program writes.")
        yield part, depth
        waiting.extend((child, depth + 1) for child in reversed(children(part)))


def content(message: Part) -> Content:
    """The text: the plain one where there is one, else that of the HTML. Messages within the message count as attachments."""
    found = Content()
    plain: list[str] = []
    rich: list[str] = []
    for part in _own_parts(message):
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and not _is_attached(part):
            (plain if kind == "text/plain" else rich).append(_text(part, kind))
        elif kind not in _SIGNATURES | _REPORTS and not _is_picture_of_the_html(part):
            found.attachment_count += 1
            found.attachments.append(_name(part))
    found.attachments = found.attachments[:_LISTED_ATTACHMENTS]
    said = "\n".join(text for text in plain if text.strip())
    found.text = (said or "\n".join(rich)).strip("\n")
    return found


def header(message: Part, name: str) -> str:
    """A header field as readable text on one line; blank where it is missing or spoilt."""
    value = next((str(raw) for field, raw in message.raw_items() if field.lower() == name.lower()), "")
    try:
        pieces = [_decoded(data, charset) for data, charset in decode_header(value)]
    except (HeaderParseError, ValueError, LookupError):
        pieces = [value.encode("utf-8", "replace").decode()]
    return clean_line("".join(pieces))[:400]


def _decoded(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, bytes):
        return charsets.decode(data, charset)
    return charsets.decode(data.encode("utf-8", "surrogateescape"), None)


def _own_parts(message: Part) -> Iterator[Part]:
    """The leaves, and whole messages within it; nothing of what lies inside those."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inside = children(part) if part.get_content_maintype() == "multipart" else []
        if inside:
            waiting.extend(reversed(inside))
        else:
            yield part


def children(part: Part) -> list[Part]:
    """The parts directly inside one."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, email.message.Message)] if isinstance(payload, list) else []


def _is_attached(part: Part) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment") or bool(_filename(part))


def _is_picture_of_the_html(part: Part) -> bool:
    """A picture that the HTML shows, a logo mostly: nobody attached it."""
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return (
        part.get_content_maintype() == "image" and part.get("Content-ID") is not None and not disposition.startswith("attachment")
    )


def _text(part: Part, kind: str) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = charsets.decode(payload, _parameter(part, "charset"))
    if kind == "text/html":
        return html_text.to_text(text)
    if _parameter(part, "format").lower() == "flowed":
        text = flowed.unflow(text, delete_space=_parameter(part, "delsp").lower() == "yes")
    return clean_text(text[: 2 * limits.TEXT_CHARACTERS])


def _parameter(part: Part, name: str) -> str:
    value = part.get_param(name, "")
    return str(value[2] if isinstance(value, tuple) else value)


def _name(part: Part) -> str:
    return _filename(part) or part.get_content_type()


def _filename(part: Part) -> str:
    try:
        name = part.get_filename() or ""
        pieces = [_decoded(data, charset) for data, charset in decode_header(name)]
    except (HeaderParseError, ValueError, LookupError, TypeError):
        return "?"
    return re.sub(r"[\\/]", "_", clean_line("".join(pieces)))[-100:]
