"""Words kept by language: which of them a reader gets, and how words of ours are written down in every language of the house."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from gatepost.languages.tags import canonical
from gatepost.surveys.models import Item

Words = dict[str, str]


def spoken(words: Mapping[str, str], language: str, *, original: str = "") -> str:
    """The words in the reader's language, else in the one they were written in, else in any; "" where there are none."""
    return spoken_in(words, language, original=original)[1]


def spoken_in(words: Mapping[str, str], language: str, *, original: str = "") -> tuple[str, str]:
    """The same, with the language they are in. Tags are compared whatever their case: "zh-hans" is "zh-Hans"."""
    said = {tag.lower(): (tag, text) for tag, text in words.items() if text}
    wanted = canonical(language).lower()
    for tag in (wanted, wanted.split("-")[0], original.lower(), "en"):
        if tag in said:
            return said[tag]
    return next(iter(said.values()), ("", ""))


def wording_of(item: Item, sector: str, language: str, *, original: str = "") -> str:
    """How this sector is asked: in its own wording, else in the one for everybody."""
    wordings = item.wordings
    words: Words = wordings.get(sector) or wordings.get("") or next(iter(wordings.values()), {})
    return spoken(words, language, original=original)


def in_all_languages(text: str | Promise) -> Words:
    """A text of our catalogues in every language that has it, in the order of `settings.LANGUAGES`."""
    words: Words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said = str(text)
        with translation.override(None):
            english = str(text)
        if code == "en" or said != english:
            words[code] = said
    return words
