"""Writing, publishing and confirming what the school says publicly; hearing what readers say about it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gatepost.charter.models import Confirmation, Document, Feedback, Version
from gatepost.charter.outline import starters
from gatepost.charter.rules import Perm
from gatepost.errands.commands import Wanted, give_errand
from gatepost.errands.models import ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.kernel.text import clean_line, clean_text
from gatepost.languages.queries import is_signed
from gatepost.people.models import Person, School
from gatepost.people.queries import office_of
from gatepost.surveys.wording import in_all_languages

LONGEST_BODY, LONGEST_TITLE, MOST_CHAPTERS = 6_000, 120, 30
LONGEST_FEEDBACK = 2_000


@transaction.atomic
def begin_draft(school: School, kind: str, *, by: Person) -> Version:
    """The draft to write on: the one there is, else a copy of what is published, else our outline in every language."""
    document, _new = Document.objects.get_or_create(school=school, kind=kind)
    ensure(by, Perm.WRITE, document)
    Document.objects.select_for_update().get(pk=document.pk)
    newest = document.versions.first()
    if newest is not None and newest.published_at is None:
        return newest
    own = school.language.split("-")[0]
    draft = Version.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        original_language=newest.original_language if newest else own,
        chapters=newest.chapters if newest else _outline(kind),
        unread_languages=newest.unread_languages if newest else _nobody_read(kind, own),
        made_by=by,
        changed_at=clock.now(),
    )
    history.record("charter.begin_draft", by=by, subject=draft, kind=kind)
    return draft


def _outline(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "slug": chapter.slug,
            "title": in_all_languages(chapter.title),
            "body": in_all_languages(chapter.body) if chapter.body else {},
        }
        for chapter in starters(kind)
    ]


def _nobody_read(kind: str, own: str) -> list[str]:
    """Languages in which our first words stand and no named speaker has signed our catalogue."""
    if not any(chapter.body for chapter in starters(kind)):
        return []
    return [code for code, _name in settings.LANGUAGES if code not in {"en", own} and not is_signed(code)]


@transaction.atomic
def write_chapters(
    draft: Version, words: Mapping[str, tuple[str, str]], *, language: str, seen: dt.datetime, by: Person
) -> Version:
    """Keep title and body of each chapter (slug → both) in one language. `seen`: when the writer opened the draft.

    Raises ConflictError where somebody else has written on it since; nothing is kept then.
    """
    draft = _locked(draft, by=by)
    if draft.changed_at != seen:
        raise ConflictError(
            _("Somebody else has written on this since you opened it. Your words are still below; please look and save again.")
        )
    for chapter in draft.chapters:
        if chapter["slug"] in words:
            title, body = words[chapter["slug"]]
            _put(chapter["title"], language, clean_line(title)[:LONGEST_TITLE])
            _put(chapter["body"], language, clean_text(body)[:LONGEST_BODY])
    draft.unread_languages = [code for code in draft.unread_languages if code != language]
    return _kept(draft, by=by, action="charter.write_chapters", language=language)


def _put(words: dict[str, str], language: str, text: str) -> None:
    if text:
        words[language] = text
    else:
        words.pop(language, None)


@transaction.atomic
def add_chapter(draft: Version, *, title: str, by: Person) -> Version:
    """A chapter of the school's own, at the end."""
    draft = _locked(draft, by=by)
    named = clean_line(title)[:LONGEST_TITLE]
    if not named:
        raise BadInputError(_("Please give the chapter a title."))
    if len(draft.chapters) >= MOST_CHAPTERS:
        raise BadInputError(_("There is room for %(number)d chapters.") % {"number": MOST_CHAPTERS})
    taken = {chapter["slug"] for chapter in draft.chapters}
    wanted = slugify(named)[:50] or "chapter"
    slug = next(name for number in range(MOST_CHAPTERS + 1) if (name := f"{wanted}-{number}" if number else wanted) not in taken)
    draft.chapters.append({"slug": slug, "title": {draft.original_language: named}, "body": {}})
    return _kept(draft, by=by, action="charter.add_chapter", slug=slug)


@transaction.atomic
def remove_chapter(draft: Version, slug: str, *, by: Person) -> Version:
    draft = _locked(draft, by=by)
    draft.chapters = [chapter for chapter in draft.chapters if chapter["slug"] != slug]
    return _kept(draft, by=by, action="charter.remove_chapter", slug=slug)


@transaction.atomic
def move_chapter_up(draft: Version, slug: str, *, by: Person) -> Version:
    draft = _locked(draft, by=by)
    place = next((at for at, chapter in enumerate(draft.chapters) if chapter["slug"] == slug), 0)
    if place:
        draft.chapters.insert(place - 1, draft.chapters.pop(place))
    return _kept(draft, by=by, action="charter.move_chapter", slug=slug)


@transaction.atomic
def publish(draft: Version, *, by: Person) -> Version:
    """From now on everybody reads this version. Raises NotReadyError where nothing is written in the first language."""
    ensure(by, Perm.PUBLISH, draft.document)
    draft = _locked(draft, by=by)
    if not any(chapter["body"].get(draft.original_language) for chapter in draft.chapters):
        raise NotReadyError(_("Nothing is written yet. Please write at least one chapter, then publish."))
    draft.published_at, draft.published_by = clock.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    history.record("charter.publish", by=by, subject=draft, number=draft.number)
    return draft


@transaction.atomic
def confirm(version: Version, *, year: int, body: str, on: dt.date, by: Person) -> Confirmation:
    """Write down that a body has looked at the published text and stands by it for a school year."""
    ensure(by, Perm.PUBLISH, version.document)
    if version.published_at is None:
        raise ConflictError(_("Only what is published can be confirmed."))
    named = clean_line(body)[:200]
    if not named:
        raise BadInputError(_("Please say who confirmed it, such as the school council."))
    confirmation, _new = Confirmation.objects.update_or_create(
        version=version, year=year, defaults={"body": named, "confirmed_on": on, "written_by": by}
    )
    history.record("charter.confirm", by=by, subject=confirmation, year=year)
    return confirmation


@transaction.atomic
def give_feedback(version: Version, *, language: str, helped: bool | None, words: str) -> Feedback | None:
    """What a reader says; somebody of the office is asked to look, once a day. None where nothing was said."""
    said = clean_text(words)[:LONGEST_FEEDBACK]
    if helped is None and not said:
        return None
    feedback = Feedback.objects.create(version=version, language=language, helped=helped, words=said, given_at=clock.now())
    school = version.document.school
    owner = office_of(school)
    if said and owner is not None:
        wanted = Wanted(
            school=school,
            kind=ErrandKind.REVIEW,
            owner=owner,
            source=f"charter.feedback:{version.document_id}:{clock.today(school.timezone)}",
            title=_("Somebody wrote about our public page"),
            due_on=clock.today(school.timezone) + dt.timedelta(days=7),
            reason=said,
        )
        give_errand(wanted, by=None)
    return feedback


@transaction.atomic
def settle_feedback(feedback: Feedback, *, by: Person) -> None:
    ensure(by, Perm.WRITE, feedback.version.document)
    if feedback.settled_at is None:
        feedback.settled_at, feedback.settled_by = clock.now(), by
        feedback.save(update_fields=["settled_at", "settled_by"])
        history.record("charter.settle_feedback", by=by, subject=feedback)


def _locked(draft: Version, *, by: Person) -> Version:
    """The draft as it is now, for this writer only. Raises ConflictError where it has been published meanwhile."""
    draft = Version.objects.select_for_update(of=("self",)).select_related("document__school").get(pk=draft.pk)
    ensure(by, Perm.WRITE, draft.document)
    if draft.published_at is not None:
        raise ConflictError(_("This version is published and stands as it is. Please begin a new one."))
    return draft


def _kept(draft: Version, *, by: Person, action: str, **details: Any) -> Version:
    draft.changed_at = clock.now()
    draft.save(update_fields=["chapters", "changed_at", "unread_languages"])
    history.record(action, by=by, subject=draft, **details)
    return draft
