"""Reading documents: what everybody may read, what is being written, and in which languages words are missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from gatepost.charter.models import Confirmation, Document, Feedback, Version
from gatepost.kernel import clock
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import Person, School
from gatepost.people.school_years import label_of, year_of
from gatepost.surveys.wording import spoken


@dataclass(frozen=True)
class Chapter:
    """One chapter as a reader of one language gets it; `language` is that of the words, which may be the school's."""

    slug: str
    title: str
    body: str
    language: str
    is_own: bool

    @property
    def is_rtl(self) -> bool:
        return is_rtl(self.language)


def chapters_in(version: Version, language: str) -> list[Chapter]:
    """All chapters, those without words included."""
    return [_chapter(chapter, language, version.original_language) for chapter in version.chapters]


def _chapter(chapter: dict[str, dict[str, str]], language: str, original: str) -> Chapter:
    body = chapter["body"].get(language, "")
    is_own = bool(body) or not chapter["body"]
    words = body or spoken(chapter["body"], original)
    return Chapter(
        slug=str(chapter["slug"]),
        title=spoken(chapter["title"], language, original=original),
        body=words,
        language=language if is_own else original,
        is_own=is_own,
    )


def published(slug: str, kind: str) -> Version | None:
    """What everybody may read of the school with this address."""
    versions = Version.objects.filter(document__kind=kind, document__school__slug=slug, published_at__isnull=False)
    return versions.select_related("document__school").first()


@dataclass(frozen=True)
class LanguageState:
    """How far one language is written: chapters with words, of those that have any in the first language."""

    code: str
    name: str
    written: int
    total: int
    is_unread: bool

    @property
    def is_complete(self) -> bool:
        return self.written >= self.total


def language_states(version: Version) -> list[LanguageState]:
    """The first language, then all others of the house."""
    total = sum(1 for chapter in version.chapters if chapter["body"].get(version.original_language))
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != version.original_language)
    return [
        LanguageState(
            code,
            language_name(code),
            sum(1 for chapter in version.chapters if chapter["body"].get(code)),
            total,
            code in version.unread_languages,
        )
        for code in codes
    ]


@dataclass(frozen=True)
class Standing:
    """Where one document stands, for those who write it."""

    document: Document | None
    published: Version | None
    draft: Version | None
    earlier: list[Version]
    confirmations: list[Confirmation]
    feedback: list[Feedback]
    year: int
    year_label: str

    @property
    def confirmed(self) -> Confirmation | None:
        return next((one for one in self.confirmations if one.year == self.year), None)


def standing_of(school: School, kind: str, viewer: Person) -> Standing:
    document = Document.objects.visible_to(viewer).filter(school=school, kind=kind).first()
    versions = list(document.versions.select_related("made_by", "published_by")) if document else []
    public = [version for version in versions if version.published_at]
    confirmations = Confirmation.objects.filter(version__in=public).select_related("version", "written_by")
    feedback = (
        Feedback.objects.filter(version__in=public).order_by("settled_at", "-given_at") if document else Feedback.objects.none()
    )
    year = year_of(clock.today(school.timezone), school.pk)
    return Standing(
        document=document,
        published=public[0] if public else None,
        draft=next((version for version in versions if version.published_at is None), None),
        earlier=public[1:],
        confirmations=list(confirmations),
        feedback=list(feedback[:30]),
        year=year,
        year_label=label_of(year, school.pk),
    )


def confirmation_now(version: Version) -> tuple[Confirmation, str] | None:
    """The latest confirmation of a published version, with its school year in words."""
    found = version.confirmations.first()
    return (found, label_of(found.year, version.document.school_id)) if found else None


def difference(older: Version, newer: Version, language: str) -> list[tuple[str, str, str]]:
    """(title, before, after) of every chapter whose words in this language differ; "" where it was not there."""
    before = {chapter["slug"]: chapter for chapter in older.chapters}
    after = {chapter["slug"]: chapter for chapter in newer.chapters}
    rows = []
    for slug in _in_order(before, after):
        old, new = (_words(chapters.get(slug), language) for chapters in (before, after))
        if old != new:
            title = spoken((after.get(slug) or before[slug])["title"], language, original=newer.original_language)
            rows.append((title, "\n".join(old), "\n".join(new)))
    return rows


def _in_order(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*after, *before]))


def _words(chapter: dict[str, dict[str, str]] | None, language: str) -> tuple[str, ...]:
    if chapter is None:
        return ()
    return tuple(text for text in (chapter["title"].get(language, ""), chapter["body"].get(language, "")) if text)
