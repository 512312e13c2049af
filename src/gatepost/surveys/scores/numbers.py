"""Numbers as files write them: points or commas, blanks that mean "not given", signs of percent."""

import math
import re

# What offices and programs write where there is no number.
_NOTHING = frozenset({"", "na", "n/a", "n.a.", "nan", "null", "none", "-", "–", "—", ".", "..", "*", "s", "#n/a"})
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


class NoNumberError(ValueError):
    """Something stands there that is no number."""


class UnclearNumberError(NoNumberError):
    """It could be two numbers: 1,234 is one and a bit, or a thousand and a few."""


def is_missing(cell: str) -> bool:
    return cell.strip().lower() in _NOTHING


def number_of(cell: str) -> float:
    """A decimal comma is read as one; where a comma could also part thousands, nobody guesses."""
    text = cell.strip().removesuffix("%").strip().replace("\u00a0", "").replace("\u202f", "").replace("−", "-")
    if "," in text:
        if "." in text:
            thousands, decimal = (",", ".") if text.rfind(",") < text.rfind(".") else (".", ",")
            text = text.replace(thousands, "").replace(decimal, ".")
        elif _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        elif _AMBIGUOUS.fullmatch(text):
            raise UnclearNumberError(cell)
        else:
            text = text.replace(",", ".")
    if _PLAIN.fullmatch(text) is None:
        raise NoNumberError(cell)
    found = float(text)
    if not math.isfinite(found):
        raise NoNumberError(cell)
    return found
