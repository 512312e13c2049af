"""One message from its raw bytes to what it is and says, as plain data. No database, no Django: it runs in the child."""

import email
import email.message
from email.utils import getaddresses
from typing import Any

from gatepost.channels.inbound import automatic, bounces, cutting, header_section, limits, parts
from gatepost.channels.inbound.html_text import QUOTE_BEGINS
from gatepost.channels.inbound.trimming import trim
from gatepost.kernel.text import clean_text

_TRUSTED_RESULTS = 5


def read_mail(raw: bytes, *, is_null_sender: bool = False, is_to_bounces: bool = False) -> dict[str, Any]:
    """Everything our rules need to know. Raises TooMuchError, RecursionError or whatever the parser finds to raise."""
    fields, position = header_section.split(raw)
    message = email.message_from_bytes(fields + b"\r\n" + trim(raw, position))
    for _part, _depth in parts.walk(message):
        pass
    content = parts.content(message)
    returned = bounces.read(message, content.text, is_expected=is_null_sender or is_to_bounces)
    answer = cutting.cut(content.text[: limits.TEXT_CHARACTERS])
    return {
        "from_addresses": _addresses(message, "From"),
        "subject": parts.header(message, "Subject"),
        "recipients": _addresses(message, "Delivered-To", "X-Original-To", "To", "Cc"),
        "return_path": parts.header(message, "Return-Path"),
        "authentication": [str(value)[:2000] for value in (message.get_all("Authentication-Results") or [])[:_TRUSTED_RESULTS]],
        "automatic": automatic.reason(message, is_null_sender=is_null_sender),
        "has_telling_subject": automatic.has_telling_subject(message),
        "returned": returned.as_dict(content.text) if returned is not None else None,
        "text": clean_text(answer.text),
        "cut_by": answer.how,
        "full_text": _full(content.text),
        "is_shortened": len(content.text) > limits.TEXT_CHARACTERS,
        "attachments": content.attachments,
        "attachment_count": content.attachment_count,
    }


def _addresses(message: email.message.Message, *names: str) -> list[str]:
    """The addresses of these fields, lower case, without names. A lone one of two where the field was doubled would lie."""
    values = [str(value) for name in names for value in message.get_all(name, [])]
    return [address.lower()[:320] for _name, address in getaddresses(values) if "@" in address][:50]


def _full(text: str) -> str:
    lines = [line for line in text[: limits.TEXT_CHARACTERS].split("\n") if QUOTE_BEGINS not in line]
    return clean_text("\n".join(lines))
