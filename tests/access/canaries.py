"""Canaries: marks planted in every text of the world, which name whose text it is, and the scanner that finds them."""

import itertools
import re
from collections.abc import Iterable

from django.http import HttpResponse

_numbers = itertools.count(10)
_MARK = re.compile(r"zqzq([a-z]+)\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?3469\d{7}")
_phones: dict[str, str] = {}


def mark(scope: str) -> str:
    """A word that belongs to `scope` and to nobody else."""
    return f"Zqzq{scope}{next(_numbers)}"


def phone(scope: str) -> str:
    """A number that belongs to `scope`."""
    number = f"+3469{next(_numbers):07}"
    _phones[number[1:]] = scope
    return number


def scopes_in(text: str) -> set[str]:
    """Whose texts stand in this text."""
    digits = re.sub(r"(?<=\d)[ \u00a0-](?=\d)", "", text)
    found = {scope.lower() for scope in _MARK.findall(text)}
    return found | {_phones[number.lstrip("+")] for number in _PHONE.findall(digits) if number.lstrip("+") in _phones}


def texts_of(response: HttpResponse) -> Iterable[str]:
    """Everything of a response a reader could see: headers, and the body as text (PDF and ZIP unpacked)."""
    yield " ".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    if body.startswith(b"%PDF"):
        yield _pdf_text(body)
    elif body.startswith(b"PK"):
        yield _zip_text(body)
    else:
        yield body.decode("utf-8", "replace")


def leaks(response: HttpResponse, allowed: Iterable[str]) -> set[str]:
    """Scopes that stand in the response and must not."""
    found = set().union(*(scopes_in(text) for text in texts_of(response)))
    return found - set(allowed)


def _pdf_text(body: bytes) -> str:
    import io

    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def _zip_text(body: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
