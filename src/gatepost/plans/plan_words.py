"""Numbers, days and years of the plan, as its readers would say them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import translation

from gatepost.people.school_years import label_of
from gatepost.plans.printed import family_texts as say

# Written close to the number by nobody's rule but by everybody's habit: a space that does not break.
_SPACE = "\u00a0"


def amount(value: Decimal | None, unit: str = "") -> str:
    """ "71 %", "1,200 families"; blank where there is no number."""
    if value is None:
        return ""
    number = format_decimal(value.normalize() if value else Decimal(0), format="#,##0.##", locale=_locale())
    return f"{number}{_SPACE}{unit}" if unit else number


def day(value: dt.date | None) -> str:
    return format_date(value, format="d MMMM y", locale=_locale()) if value else ""


def month(value: dt.date | None) -> str:
    """ "June 2027" """
    return format_date(value, format="LLLL y", locale=_locale()) if value else ""


def stretch(begins_on: dt.date | None, ends_on: dt.date | None) -> str:
    """From when to when, as far as it is known. Without words between, so that it reads in every language."""
    if begins_on is not None and ends_on is not None and begins_on != ends_on:
        return f"{_shorter(begins_on, ends_on)} – {day(ends_on)}"
    if begins_on is None and ends_on is not None:
        return str(say.BY_DAY % {"day": day(ends_on)})
    return day(begins_on)


def years(first: int, last: int, school_id: int) -> str:
    """ "2026/27", or "2026/27 – 2028/29"."""
    begins = label_of(first, school_id)
    return begins if first == last else f"{begins} – {label_of(last, school_id)}"


def plain(value: Decimal | None) -> Decimal | None:
    """The number without zeros that say nothing, as a field shows it: 120 for 120.00."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def lines_of(text: str) -> list[str]:
    """What was written one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; nothing where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _shorter(begins_on: dt.date, ends_on: dt.date) -> str:
    """In English, what the last day says already need not be said twice."""
    locale = _locale()
    if not locale.startswith("en") or begins_on.year != ends_on.year:
        return day(begins_on)
    return format_date(begins_on, format="d" if begins_on.month == ends_on.month else "d MMMM", locale=locale)


def _locale() -> str:
    return translation.to_locale(translation.get_language() or "en")
