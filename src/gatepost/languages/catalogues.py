"""Our catalogues: which texts a family can see, whether every language has them, and when they changed.

Family-facing are the templates below `templates/<room>/family/`, `ui/family_*.html` and the modules `family_texts.py`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
MessageKey = tuple[str, str, str]  # context, singular, plural


@dataclass(frozen=True)
class FamilyText:
    """One text a family can see, and where it stands."""

    context: str
    singular: str
    plural: str
    place: str

    @property
    def key(self) -> MessageKey:
        return (self.context, self.singular, self.plural)


def family_files() -> list[Path]:
    """Every file that holds texts for families, in a fixed order."""
    source = Path(settings.SOURCE_DIR)
    found = {
        *source.glob("*/templates/*/family/**/*.html"),
        *source.glob("*/templates/*/family/**/*.txt"),
        *source.glob("*/templates/ui/family_*.html"),
        *source.glob("**/family_texts.py"),
    }
    return sorted(found)


@cache
def family_texts() -> tuple[FamilyText, ...]:
    """Every family-facing text of the source, once, in the order of the files."""
    seen: dict[MessageKey, FamilyText] = {}
    for path in family_files():
        for text in _texts_in(path):
            seen.setdefault(text.key, text)
    return tuple(seen.values())


def read_catalogue(language: str) -> Catalog:
    """The committed catalogue of one of our languages; empty where the file is missing."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=None)
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(language))


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


@cache
def missing_texts(language: str) -> list[str]:
    """What the catalogue lacks: a family-facing text without translation, or with a plural form or placeholder missing."""
    catalogue = read_catalogue(language)
    problems = []
    for text in family_texts():
        message = catalogue.get((text.singular, text.plural) if text.plural else text.singular, text.context or None)
        problem = _problem(message, text, catalogue.num_plurals)
        if problem:
            problems.append(f"{language}: “{text.singular[:70]}” ({text.place}) {problem}")
    return problems


@cache
def family_digest(language: str) -> str:
    """SHA-256 over the family-facing texts and their translation: it changes when either does."""
    catalogue = read_catalogue(language)
    digest = hashlib.sha256()
    for text in sorted(family_texts(), key=lambda item: item.key):
        message = catalogue.get((text.singular, text.plural) if text.plural else text.singular, text.context or None)
        digest.update(repr((text.key, message.string if message else "")).encode())
    return digest.hexdigest()


def _problem(message: Message | None, text: FamilyText, plurals: int) -> str:
    if message is None or "fuzzy" in message.flags:
        return "is not translated"
    forms = _forms(message)
    if not all(form.strip() for form in forms) or (text.plural and len(forms) != plurals):
        return "lacks a form"
    wanted = set(_placeholders(text.plural or text.singular))
    last = set(_placeholders(forms[-1]))
    return "" if last == wanted else f"should hold {sorted(wanted)} and holds {sorted(last)}"


def _forms(message: Message) -> tuple[str, ...]:
    """The translation, in as many forms as the language has."""
    string = message.string
    return tuple(form or "" for form in string) if isinstance(string, (tuple, list)) else (string or "",)


def _placeholders(text: str) -> Iterator[str]:
    """Names in %(name)s and {name}."""
    for first, second in _PLACEHOLDER.findall(text):
        yield first or second


def _texts_in(path: Path) -> Iterator[FamilyText]:
    content = path.read_text(encoding="utf-8")
    code = content if path.suffix == ".py" else templatize(content)
    place = str(path.relative_to(settings.SOURCE_DIR))
    for line, found, _comments, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
        parts = (found,) if isinstance(found, str) else tuple(found)
        plural = parts[1] if len(parts) > 1 else ""
        yield FamilyText(context or "", parts[0], plural or "", f"{place}:{line}")


def pairs(language: str) -> list[tuple[str, str]]:
    """(English, translation) of every family-facing text, for a speaker to read."""
    catalogue = read_catalogue(language)
    found = []
    for text in family_texts():
        message = catalogue.get((text.singular, text.plural) if text.plural else text.singular, text.context or None)
        found.append((text.plural or text.singular, " / ".join(_forms(message)) if message else ""))
    return found
