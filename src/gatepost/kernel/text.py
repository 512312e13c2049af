"""Text as people wrote it, made safe to store and to search."""

import re
import unicodedata

# Bidirectional controls, zero-width marks and the BOM: they let a name lie about itself. ZWJ and ZWNJ stay: Urdu and Persian need them.
_HIDDEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u061c]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")


def clean_line(value: str) -> str:
    """One line: NFC, no hidden or control characters, single spaces."""
    text = unicodedata.normalize("NFC", value)
    return _SPACES.sub(" ", _CONTROLS.sub("", _HIDDEN.sub("", text.replace("\t", " ")))).strip()


def clean_text(value: str) -> str:
    """Many lines: NFC, line ends as LF, no hidden or control characters, no blank space at the ends."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", _HIDDEN.sub("", text)).strip()


def search_key(value: str) -> str:
    """Lower case without accents, for searching names (PostgreSQL here brings no unaccent)."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return _SPACES.sub(" ", "".join(mark for mark in decomposed if not unicodedata.combining(mark))).strip()


def pieces(body: str) -> list[list[str] | str]:
    """Text as somebody typed it, as paragraphs and lists: lines that begin with a dash are the points of a list."""
    found: list[list[str] | str] = []
    for line in body.splitlines():
        is_point = line.startswith(("- ", "– ", "• "))
        if is_point and found and isinstance(found[-1], list):
            found[-1].append(line[2:].strip())
        elif is_point:
            found.append([line[2:].strip()])
        elif line.strip():
            found.append(line.strip())
    return found
