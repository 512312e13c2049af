"""Bytes to text, whatever the message says about itself: declared charsets are missing, misspelt or wrong."""

import codecs
import re

# What a name stands for in the field: writers mean the larger set that contains the one they name.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-6": "cp1256",
    "iso8859-8": "cp1255",
    "tis-620": "cp874",
}
_ALIASES = {
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "cp-850": "cp850",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "ansi_x3.110-1983": "cp1252",
}
# Seven bits wide, or shifting: bytes of these are never UTF-8 by chance.
_STATEFUL = re.compile(r"^(iso2022|utf_?7|utf-7|hz)")
_GUESSED_FROM = 20_000
_WESTERN_SHARE = 0.2


def decode(data: bytes, declared: str | None) -> str:
    """The text of `data`. UTF-8 wins where the bytes are UTF-8, for hardly anything else is so by chance."""
    name = _canonical(declared)
    if name is None or not _STATEFUL.match(name):
        text = _strictly(data, "utf-8-sig")
        if text is not None:
            return text
    if name is not None:
        text = _strictly(data, _MEANT.get(name, name))
        if text is not None:
            return text
    return _guessed(data)


def _canonical(declared: str | None) -> str | None:
    if not declared:
        return None
    asked = declared.strip().strip("'\"").lower()
    asked = _ALIASES.get(asked, asked)
    try:
        found = codecs.lookup(asked)
    except (LookupError, ValueError):
        return None
    # Codecs such as rot13, base64 or idna are no charsets.
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in {"idna", "punycode"} else None


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guessed(data: bytes) -> str:
    """Mostly ASCII with a few other signs is a western language; else a library counts which letters fit together."""
    if sum(byte > 127 for byte in data[:_GUESSED_FROM]) < _WESTERN_SHARE * len(data[:_GUESSED_FROM]):
        return data.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- slow to import, needed by few messages

    best = from_bytes(data[:_GUESSED_FROM]).best()
    text = _strictly(data, best.encoding) if best is not None else None
    return text if text is not None else data.decode("cp1252", errors="replace")
