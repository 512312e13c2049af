"""No log line carries a key or a family's words: links, reset keys, reply addresses, typed codes, rows of the database."""

import logging
import re

_CODE = "[BCDFGHJKLMNPQRSTVWXZ]{4}"
_BLOTS = (
    (re.compile(r"(/f/)[^/\s?'\"<>]+"), r"\1…"),
    (re.compile(r"(reset/key/)[^/\s?'\"<>]+"), r"\1…"),
    (re.compile(r"\b(reply|bounce)\+[^@\s]+@", re.IGNORECASE), r"\1+…@"),
    (re.compile(r"(<d\.)[a-z2-7]+@", re.IGNORECASE), r"\1…@"),
    (re.compile(rf"\b{_CODE}[- ]?{_CODE}\b", re.IGNORECASE), "…"),
    # PostgreSQL's errors quote the row that failed; it goes on to the end of the exception's own text.
    (re.compile(r"\b(DETAIL|CONTEXT):  .*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL), r"\1: …"),
)


def blotted(text: str) -> str:
    """The text without anything that opens a page, takes an answer or repeats what was written."""
    for pattern, instead in _BLOTS:
        text = pattern.sub(instead, text)
    return text


class BlottingFormatter(logging.Formatter):
    """Blots the finished line: so message, arguments, exception and stack are covered, whoever wrote them."""

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))
