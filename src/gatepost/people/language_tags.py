"""What rosters call languages ("eng", "zh_CN", "Spanish", "español"), turned into BCP 47 tags."""

from functools import cache, lru_cache

import langcodes
from babel import Locale, UnknownLocaleError

_OTHERWISE = {
    "prs": "fa-AF",
    "dari": "fa-AF",
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "mandarin": "zh-Hans",
    "cmn": "zh-Hans",
    "yue": "zh-Hant",
    "cantonese": "zh-Hant",
    "tl": "fil",
    "tagalog": "fil",
    "farsi": "fa",
    "castellano": "es",
    "castilian": "es",
    "hmong": "hmn",
    "moldovan": "ro",
}
_NAMED_IN = ("en", "es", "ca", "fr", "pt", "ro", "ar", "ur", "zh_Hans", "uk", "so", "vi", "de")


@lru_cache(maxsize=2_000)
def language_tag(written: str) -> str:
    """The canonical tag, or "" where it is not understood."""
    text = written.strip().replace("_", "-")
    if not text:
        return ""
    if text.lower() in _OTHERWISE:
        return _OTHERWISE[text.lower()]
    if len(text) != 4 and langcodes.tag_is_valid(text):  # a tag begins with two, three or five and more letters
        tag = langcodes.standardize_tag(text)
        return _OTHERWISE.get(tag.lower(), tag)
    tag = _names().get(text.lower(), "")
    return _OTHERWISE.get(tag, tag)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    locales = [Locale.parse(code) for code in _NAMED_IN]
    for tag in (str(tag) for tag in locales[0].languages if "_" not in str(tag)):
        for locale in locales:
            if name := locale.languages.get(tag):
                found.setdefault(name.lower(), tag)
        try:
            own = Locale.parse(tag).get_language_name()
        except (UnknownLocaleError, ValueError):
            continue
        if own:
            found.setdefault(own.lower(), tag)
    return found
