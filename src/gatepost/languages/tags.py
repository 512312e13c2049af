"""Language tags (BCP 47): from what rosters write to what our pages, catalogues and letters use."""

from functools import cache

import langcodes
from babel import Locale, UnknownLocaleError
from babel.core import get_locale_identifier, parse_locale
from django.conf import settings

# What rosters write and libraries do not know, or know otherwise.
OVERRIDES = {
    "prs": "fa-AF",
    "dari": "fa-AF",
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "mandarin": "zh-Hans",
    "cmn": "zh-Hans",
    "tl": "fil",
    "tagalog": "fil",
    "farsi": "fa",
    "castellano": "es",
}
# Names that CLDR lacks.
NAMES = {"hmn": "Hmong", "fa-AF": "دری"}
_RTL = frozenset({"ar", "fa", "ur", "ps", "he", "yi", "ckb", "dv", "ks", "sd", "ug"})


@cache
def canonical(written: str) -> str:
    """The canonical tag for a tag or a language's name ("eng", "zh_CN", "Spanish", "español"); "" if not understood."""
    text = written.strip().replace("_", "-")
    if not text:
        return ""
    if text.lower() in OVERRIDES:
        return OVERRIDES[text.lower()]
    if langcodes.tag_is_valid(text):
        tag = langcodes.standardize_tag(text)
        return OVERRIDES.get(tag.lower(), tag)
    return _by_name(text.lower())


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
        return langcodes.Language.get(clean).display_name() if langcodes.tag_is_valid(clean) else tag
    return (name or clean)[:1].upper() + (name or clean)[1:]


def babel_locale(tag: str) -> str:
    """An identifier that Babel knows for formatting dates in this language; English where there is none."""
    try:
        locale = Locale.parse(canonical(tag) or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return "en"
    return get_locale_identifier(parse_locale(str(locale)))


@cache
def _names() -> dict[str, str]:
    """Lower-case names of common languages, in themselves and in the languages of our pages."""
    found: dict[str, str] = {}
    locales = [Locale.parse(code.replace("-hans", "_Hans"), sep="_") for code, _name in settings.LANGUAGES]
    english = Locale("en").languages
    for tag in english:
        if "_" in tag:
            continue
        for locale in locales:
            name = locale.languages.get(tag)
            if name:
                found.setdefault(name.lower(), tag)
        try:
            own = Locale.parse(tag).get_language_name()
        except (UnknownLocaleError, ValueError):
            continue
        if own:
            found.setdefault(own.lower(), tag)
    return found


def _by_name(name: str) -> str:
    tag = _names().get(name, "")
    return OVERRIDES.get(tag, tag)
