"""The line "reply above this line" in every mail of ours: where it stands, the quotation begins, in any language."""

import re

# Plain ASCII, so that no mail program, charset or direction of writing changes it.
OPENING, CLOSING = "##-", "-##"
_QUOTED_START = re.compile(r"^[>|\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*##-\s")
# A mail program may break the line; it never makes more than this many of it.
_MOST_LINES = 4


def marker_line(words: str) -> str:
    """The line as it stands in our mail; `words` are in the reader's language and hold no line break."""
    return f"{OPENING} {words} {CLOSING}"


def marker_index(lines: list[str]) -> int | None:
    """The number of the first line that is a marker, however it was quoted or broken; None where there is none."""
    for index, line in enumerate(lines):
        if _QUOTED_START.match(line) and any(CLOSING in following for following in lines[index : index + _MOST_LINES]):
            return index
    return None
