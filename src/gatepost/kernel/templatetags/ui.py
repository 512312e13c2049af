"""Template tags of the design: dates in words, permissions, direction."""

import datetime as dt
from enum import StrEnum
from typing import Any

import rules
from babel.dates import format_date, format_time
from django import template
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gatepost.kernel import clock, family_texts
from gatepost.kernel.text import pieces

register = template.Library()


@register.filter
def day_in_words(value: dt.datetime | dt.date | None) -> str:
    """Today, yesterday, tomorrow, or the date, in the reader's language and zone."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    distance = (day - timezone.localtime(clock.now()).date()).days
    words = {0: family_texts.TODAY, -1: family_texts.YESTERDAY, 1: family_texts.TOMORROW}
    return str(words.get(distance, "")) or format_date(day, format="d MMMM y", locale=_babel_locale())


@register.filter
def moment_in_words(value: dt.datetime | None) -> str:
    """The day in words and the time, in the reader's language and zone."""
    if value is None:
        return ""
    clock_time = format_time(timezone.localtime(value), format="short", locale=_babel_locale())
    return f"{day_in_words(value)} {clock_time}"


@register.simple_tag(takes_context=True)
def allowed(context: dict[str, Any], perm: str, obj: Any = None) -> bool:
    """Whether the signed-in person holds the permission: `{% allowed "conversations.send" section as can_send %}`."""
    person = context.get("person")
    return person is not None and bool(rules.has_perm(str(perm), person, obj))


@register.filter
def with_points(body: str) -> SafeString:
    """Paragraphs and lists of a text that somebody typed; everything in it is escaped."""
    return format_html_join(
        "\n",
        "{}",
        (
            (format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((point,) for point in piece))),)
            if isinstance(piece, list)
            else (format_html("<p>{}</p>", piece),)
            for piece in pieces(body)
        ),
    )


@register.filter
def value_of(mapping: dict[Any, Any], key: Any) -> Any:
    """One entry of a dictionary by a key that is itself a variable."""
    return mapping.get(key.value if isinstance(key, StrEnum) else key)


def _babel_locale() -> str:
    return translation.to_locale(translation.get_language() or "en")
