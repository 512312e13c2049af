"""E-mails as bytes: built once per content, filled in for each family.

Assembling a message object per family would cost ten times what sending it does.
"""

import binascii
import html
import re
import time
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from functools import lru_cache

from django.conf import settings

from gatepost.channels import tokens
from gatepost.channels.composing import BLANK, Composed
from gatepost.kernel.text import clean_line
from gatepost.kernel.tokens import digest

# Longer lines are cut or refused on the way (RFC 5321: 998); personal words need some room.
_LONGEST_LINE = 800
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>,;:\\\"()\[\]]")


class BadAddressError(ValueError):
    """This is no address that mail can be sent to."""


class Message:
    """One content's e-mail as bytes with blanks. `filled` gives the message for one delivery."""

    def __init__(self, composed: Composed, key: int) -> None:
        boundary = "=_" + digest("channels.boundary", str(key)).hex()[:24]
        self._head = _headers(composed, boundary)
        self._text, self._html, self._boundary = composed.text, composed.html, boundary
        longest = max(len(line.encode()) for part in (composed.text, composed.html) for line in part.split("\n"))
        self.fits_8bit = longest <= _LONGEST_LINE
        self._pieces = _pieces(self._template("8bit", composed.text, composed.html)) if self.fits_8bit else []

    def filled(self, delivery_id: int, address: str, personal: Mapping[str, str], *, eight_bit: bool = True) -> bytes:
        """The whole message, CRLF line ends, not yet dot-stuffed."""
        values = _values(delivery_id, address, personal)
        if eight_bit and self.fits_8bit:
            return _join(self._pieces, values)
        parts = [_quoted(_join(_pieces(part), values)) for part in (f"{self._text}", _in_html(self._html))]
        template = self._template("quoted-printable", "\x02first\x03", "\x02second\x03")
        return _join(_pieces(template), {**values, "first": parts[0], "second": parts[1]})

    def _template(self, encoding: str, text: str, html_text: str) -> str:
        parts = []
        for kind, body in (("plain", text), ("html", _in_html(html_text))):
            parts.append(
                f"--{self._boundary}\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}\n"
            )
        return f"{self._head}Content-Transfer-Encoding: {'8bit' if encoding == '8bit' else '7bit'}\n\n{''.join(parts)}--{self._boundary}--\n"


def wire_address(address: str) -> str:
    """The address as it goes over the wire: the domain in ASCII. Raises BadAddressError for what could break a line."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or _UNSAFE.search(address) or len(address) > 320:
        raise BadAddressError(address)
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadAddressError(address) from error


def folded(name: str, value: str | Address) -> str:
    """One header, encoded and folded; a line break in the value cannot make another header."""
    holder = EmailMessage(policy=SMTP)
    holder[name] = clean_line(value) if isinstance(value, str) else value
    return holder.as_bytes().decode("ascii").strip().replace("\r\n", "\n") + "\n"


def from_address(display_name: str) -> Address:
    """Our From line: who writes, and the school's one address."""
    local, _at, domain = settings.MAIL_FROM.rpartition("@")
    return Address(clean_line(display_name)[:150], local, domain)


def _headers(composed: Composed, boundary: str) -> str:
    """No header holds a family's word but To; RFC 8058 and RFC 3834 for the machines on the way."""
    return (
        folded("From", from_address(composed.sender))
        + "To: \x02to\x03\nReply-To: \x02reply_to\x03\n"
        + folded("Subject", composed.subject)
        + "Date: \x02date\x03\nMessage-ID: \x02message_id\x03\nMIME-Version: 1.0\n"
        + f"Content-Language: {composed.language}\n"
        + "List-Unsubscribe: <\x02stop_link\x03>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
        + "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
        + f'Content-Type: multipart/alternative; boundary="{boundary}"\n'
    )


def _values(delivery_id: int, address: str, personal: Mapping[str, str]) -> dict[str, bytes]:
    link = tokens.link_url(delivery_id)
    child, greeting = clean_line(personal.get("child", "")), clean_line(personal.get("greeting", ""))
    values = {
        "to": address,
        "reply_to": tokens.reply_address(delivery_id),
        "message_id": tokens.message_id(delivery_id),
        "date": _date(int(time.time())),
        "link": link,
        "stop_link": f"{link}stop/",
        "own_link": tokens.own_link(personal),
        "child": child,
        "greeting": greeting,
        "child_html": html.escape(child),
        "greeting_html": html.escape(greeting),
    }
    return {name: value.encode() for name, value in values.items()}


def _in_html(template: str) -> str:
    """In HTML the personal words are escaped."""
    return template.replace("\x02child\x03", "\x02child_html\x03").replace("\x02greeting\x03", "\x02greeting_html\x03")


def _pieces(template: str) -> list[tuple[bytes, str]]:
    """(literal, blank after it) pairs; the last blank is ""."""
    found = BLANK.split(template.replace("\n", "\r\n"))
    names = [*found[1::2], ""]
    return [(literal.encode(), name) for literal, name in zip(found[::2], names, strict=True)]


def _join(pieces: list[tuple[bytes, str]], values: Mapping[str, bytes]) -> bytes:
    return b"".join([part for literal, name in pieces for part in (literal, values.get(name, b""))])


def _quoted(text: bytes) -> bytes:
    return binascii.b2a_qp(text, istext=True)


@lru_cache(maxsize=8)
def _date(second: int) -> str:
    return formatdate(second)
