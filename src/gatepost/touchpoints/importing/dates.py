"""Dates and times of a call log in many spellings; whether the day or the month comes first is read off all of them."""

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from gatepost.people.roster.words import plain

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
# The days of Excel since its own beginning; outside of these a number is not a date.
_EXCEL_BEGIN, _EXCEL_FROM, _EXCEL_TO = dt.date(1899, 12, 30), 20_000, 80_000
_LONGEST = 60
_CLOCK = r"(?:[T ,]\s*(?P<time>\d{1,2}[:.h].*))?"
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})" + _CLOCK)
_WORDS = re.compile(
    r"(?:[^\W\d]+[.,]?\s+)??(?:(\d{1,2})(?:st|nd|rd|th|[.º°])?\s+(?:de\s+|d['’]|of\s+)?)?([^\W\d]{3,})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:de\s+|del\s+|,\s*)?(\d{4})"
    + _CLOCK
)
_NUMBER = re.compile(r"(\d{5})(?:\.(\d+))?")
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h]\s*(\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|a\. m\.|p\. m\.|h|hs|uhr)?", re.IGNORECASE
)
_FRACTION = re.compile(r"0[.,]\d+")
_LOCALES = ("en", "es", "ca", "fr", "pt", "ro", "de", "it", "ar", "ur", "uk", "so", "vi")


class Moment(NamedTuple):
    """A date, a time of day where one is told, and the code of what is wrong with it."""

    day: dt.date | None = None
    time: dt.time | None = None
    problem: str = ""


class Evidence(NamedTuple):
    """How many dates of a column can only be read day first, only month first, or both ways."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    @property
    def order(self) -> str:
        """What the dates show; "" where they show nothing or contradict each other."""
        if bool(self.day_first) == bool(self.month_first):
            return ""
        return DAY_FIRST if self.day_first else MONTH_FIRST


def moment_of(written: str, order: str) -> Moment:
    """The cell of the date column. Nothing is guessed: without an order, what can be read in two ways is not read."""
    text = written.strip()
    return _moment_of(text, order) if len(text) <= _LONGEST else Moment(problem="date_unreadable")


@lru_cache(maxsize=20_000)
def _moment_of(text: str, order: str) -> Moment:
    if not text:
        return Moment(problem="date_missing")
    try:
        if found := _YEAR_LAST.fullmatch(text):
            return _year_last(found, order)
        return _plain_moment(text)
    except ValueError:
        return Moment(problem="date_unreadable")


def _plain_moment(text: str) -> Moment:
    """Spellings that can be read in one way only."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups()[:3])
        return Moment(dt.date(year, month, day), time_of(found["time"] or ""))
    if found := _NUMBER.fullmatch(text):
        number = int(found[1])
        if _EXCEL_FROM <= number <= _EXCEL_TO:
            return Moment(_EXCEL_BEGIN + dt.timedelta(days=number), time_of(f"0.{found[2]}") if found[2] else None)
    if found := _WORDS.fullmatch(text):
        before, name, after, year_text, clock = found.groups()
        month = _months().get(plain(name), 0)
        return Moment(dt.date(int(year_text), month, int(before or after or 0)), time_of(clock or ""))
    return Moment(problem="date_unreadable")


def _year_last(found: re.Match[str], order: str) -> Moment:
    first, second, year = (int(part) for part in found.groups()[:3])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if first != second and not order:
        if first <= 12 and second <= 12:
            return Moment(problem="date_ambiguous")
        order = DAY_FIRST if first > 12 else MONTH_FIRST
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    if month > 12 >= day:
        return Moment(problem="date_order")
    return Moment(dt.date(year, month, day), time_of(found["time"] or ""))


def evidence_of(written: str) -> Evidence:
    """What one cell says about the order; nothing for a cell that is no such date."""
    return _evidence_of(written.strip()) if len(written) <= _LONGEST else Evidence()


@lru_cache(maxsize=20_000)
def _evidence_of(text: str) -> Evidence:
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return Evidence()
    first, second = int(found[1]), int(found[2])
    if not (1 <= first <= 31 and 1 <= second <= 31) or first == second or (first > 12 and second > 12):
        return Evidence()
    return Evidence(int(first > 12), int(second > 12), int(first <= 12 and second <= 12))


def looks_like_date(written: str) -> bool:
    """Whether a cell of the first row is a date, so that the row is an entry and not the names of columns."""
    moment = moment_of(written, DAY_FIRST)
    return not (moment.problem and moment.problem != "date_order") and not written.strip().isdigit()


@lru_cache(maxsize=5_000)
def time_of(written: str) -> dt.time | None:
    """The time of day; None where there is none we can read."""
    text = written.strip()
    if _FRACTION.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * 1440)
        return dt.time(minutes // 60 % 24, minutes % 60)
    found = _TIME.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
    if half in {"a", "p"} and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    for code in _LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = Locale.parse(code).months[context][width]
                months |= {plain(name): number for number, name in names.items() if not plain(name).isdigit()}
    return months
