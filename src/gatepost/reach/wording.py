"""Counts, means and dates as a principal would say them. Pages of staff: English, through gettext all the same."""

from collections.abc import Iterable, Mapping

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gatepost.languages.tags import language_name
from gatepost.touchpoints.models import Means

_SMALL = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_in_words(number: int) -> str:
    """Numbers under a hundred as words where the page is English, else digits."""
    if number >= 100 or not (get_language() or "en").startswith("en"):
        return str(number)
    if number < 20:
        return _SMALL[number]
    tens, rest = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")


def begin_large(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def language_in_words(tag: str) -> str:
    """The language's name for a reader of this page."""
    return language_name(tag, get_language() or "en")


def listed(parts: Iterable[str]) -> str:
    """One, two and three."""
    return format_list(list(parts), locale="en" if not get_language() else str(get_language()).split("-")[0])


def tries_in_words(tried: Mapping[str, int]) -> str:
    """5 e-mails, 2 letters and 1 call: most first."""
    ordered = sorted(tried.items(), key=lambda item: -item[1])
    return listed(_tries(means, count) for means, count in ordered)


def _tries(means: str, count: int) -> str:
    words = {
        Means.EMAIL: ngettext("%(count)d e-mail", "%(count)d e-mails", count),
        Means.SMS: ngettext("%(count)d text message", "%(count)d text messages", count),
        Means.LETTER: ngettext("%(count)d letter", "%(count)d letters", count),
        Means.PHONE: ngettext("%(count)d call", "%(count)d calls", count),
        Means.VISIT: ngettext("%(count)d visit", "%(count)d visits", count),
    }
    default = ngettext("%(count)d other try", "%(count)d other tries", count)
    return words.get(Means(means), default) % {"count": count}


def means_in_words(means: str) -> str:
    """By which way, inside a sentence."""
    words = {
        Means.EMAIL: _("by e-mail"),
        Means.SMS: _("by text message"),
        Means.LINK: _("on the personal page"),
        Means.LETTER: _("by letter or slip"),
        Means.PHONE: _("on the phone"),
        Means.GATE: _("at the gate"),
        Means.VISIT: _("on a visit"),
        Means.MEETING: _("at a meeting"),
    }
    return words[Means(means)] if means else ""
