"""Language tags (BCP 47): from what rosters write to what our pages, catalogues and letters use."""

from contextlib import suppress
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_locale_identifier, parse_locale
from django.conf import settings

from gatepost.people.language_tags import language_tag

# Names that CLDR lacks.
NAMES = {"hmn": "Hmong", "fa-AF": "دری"}
_RTL = frozenset({"ar", "fa", "ur", "ps", "he", "yi", "ckb", "dv", "ks", "sd", "ug"})


def canonical(written: str) -> str:
    """The canonical tag for a tag or a language's name ("eng", "zh_CN", "Spanish", "español"); "" if not understood."""
    return language_tag(written)


@cache
def ui_language(tag: str) -> str:
    """The code in settings.LANGUAGES that serves a reader of `tag`, or "" where we have none."""
    known = {code.lower(): code for code, _name in settings.LANGUAGES}
    clean = canonical(tag).lower()
    return known.get(clean) or known.get(clean.split("-")[0]) or ""


@cache
def is_rtl(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return canonical(tag).split("-")[0] in _RTL


@cache
def language_name(tag: str, in_language: str = "") -> str:
    """The language's name, in itself or in another language; the tag where nobody knows a name."""
    clean = canonical(tag) or tag
    if clean in NAMES:
        return NAMES[clean]
    try:
        locale = Locale.parse(clean, sep="-")
        name = locale.get_display_name(in_language.replace("-", "_").replace("_hans", "_Hans") or None)
    except (UnknownLocaleError, ValueError):
        name = _name_in_a_list(clean, in_language)
    return name[:1].upper() + name[1:] if name else clean


def _name_in_a_list(clean: str, in_language: str) -> str:
    """The name of a language that has no rules of its own in CLDR, from another language's list; "" where none has it."""
    for reader in (in_language, "en"):
        with suppress(UnknownLocaleError, ValueError):
            if name := Locale.parse(babel_locale(reader)).languages.get(clean.split("-", maxsplit=1)[0]):
                return str(name)
    return ""


@cache
def babel_locale(tag: str) -> str:
    """An identifier that Babel knows for formatting dates in this language; English where there is none."""
    try:
        locale = Locale.parse(canonical(tag) or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return "en"
    return get_locale_identifier(parse_locale(str(locale)))
