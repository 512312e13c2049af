"""Reading texts: the version a reader gets, and how far each of our catalogues is signed."""

from dataclasses import dataclass

from django.conf import settings

from gatepost.languages.catalogues import family_digest, family_texts, missing_texts
from gatepost.languages.models import CatalogueSignature, Text, Version
from gatepost.languages.tags import canonical, language_name, ui_language


@dataclass(frozen=True)
class Choice:
    """The version a reader gets; `is_own` is false where the school's language stands in for the reader's."""

    version: Version
    is_own: bool


def version_for(text: Text, reader_language: str) -> Choice:
    """The version in the reader's language, else the original; a blank translation never blanks a message."""
    versions = {version.language: version for version in text.versions.all()}
    return choose(versions, text.original_language, reader_language)


def choose(versions: dict[str, Version], original_language: str, reader_language: str) -> Choice:
    """As `version_for`, on versions already loaded."""
    wanted = canonical(reader_language)
    by_base = {tag.split("-")[0]: version for tag, version in versions.items() if version.body.strip()}
    exact = versions.get(wanted)
    if wanted and exact is not None and exact.body.strip():
        return Choice(exact, is_own=True)
    # Portuguese of Brazil serves a reader of Portuguese; simplified Chinese does not serve one of traditional.
    if wanted and not wanted.startswith("zh") and wanted.split("-")[0] in by_base:
        return Choice(by_base[wanted.split("-")[0]], is_own=True)
    return Choice(versions[original_language], is_own=not wanted)


def frame_language(reader_language: str, school_language: str) -> str:
    """The language of what stands around a text: the reader's where our pages speak it, else the school's."""
    return ui_language(reader_language) or ui_language(school_language) or "en"


def names_of(tags: list[str], in_language: str) -> list[tuple[str, str]]:
    """(tag, name) pairs, sorted by name, for filters."""
    return sorted(((tag, language_name(tag, in_language)) for tag in tags), key=lambda pair: pair[1])


@dataclass(frozen=True)
class CatalogueState:
    """One of our languages: how many family texts it has and who stands by them."""

    code: str
    name: str
    translated: int
    total: int
    signed_by: list[str]

    @property
    def is_reviewed(self) -> bool:
        return bool(self.signed_by)


def catalogue_states() -> list[CatalogueState]:
    """All our languages with their signatures; one whose texts changed since is unsigned again."""
    signatures = CatalogueSignature.objects.select_related("signed_by").order_by("signed_at")
    total = len(family_texts())
    states = []
    for code, name in settings.LANGUAGES:
        current = family_digest(code)
        signed = [row.signed_by.full_name for row in signatures if row.language == code and row.digest == current]
        missing = 0 if code == "en" else len(missing_texts(code))
        states.append(CatalogueState(code, name, total - missing, total, signed))
    return states


def is_signed(language: str) -> bool:
    """Whether a named speaker stands by our catalogue of this language as it is now."""
    return CatalogueSignature.objects.filter(language=language, digest=family_digest(language)).exists()
