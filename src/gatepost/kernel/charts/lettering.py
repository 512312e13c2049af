"""How large letters may be so that a line fits: an estimate, on the safe side, for any script."""

import unicodedata
from collections.abc import Iterable

# Of the letter's size: what an average letter is wide, one of Chinese, and one of Arabic, whose letters join.
_AVERAGE, _WIDE, _JOINED = 0.53, 1.02, 0.46
SMALLEST = 7.0


def width_of(text: str, size: float) -> float:
    return size * sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _JOINED if unicodedata.bidirectional(letter) == "AL" else _AVERAGE


def size_fitting(texts: Iterable[str], room: float, size: float) -> float:
    """The size asked for, or so much smaller that the longest of these texts fits into the room."""
    longest = max((width_of(text, size) for text in texts), default=0.0)
    return size if longest <= room else max(SMALLEST, round(size * room / longest, 1))
