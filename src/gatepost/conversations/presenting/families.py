"""From a delivery to the letter a family reads on its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from gatepost.accounts.queries.links import Visit
from gatepost.channels.models import Content, Delivery
from gatepost.channels.tokens import own_link as own_link_of
from gatepost.conversations.models import Note
from gatepost.conversations.presenting.words import Words
from gatepost.conversations.wording import filled
from gatepost.languages.queries import is_signed, version_for
from gatepost.languages.tags import ui_language
from gatepost.people.models import Family


@dataclass(frozen=True)
class Shown:
    """One message as its reader sees it."""

    delivery: Delivery
    sender: str
    children: str
    words: Words
    original: Words | None
    is_foreign: bool
    is_machine: bool
    page_is_unreviewed: bool
    own_link: str = ""


def shown(visit: Visit, chosen_language: str = "") -> Shown:
    """The message in the language chosen on the page, else the one it was sent in; the original beside it."""
    delivery, content = visit.delivery, visit.delivery.content
    child, own_link = called(visit.families), own_link_of(delivery.personal)
    language, body, origin = _version(content, chosen_language)
    original = None
    if content.original_language and language != content.original_language:
        original = Words(content.original_language, filled(content.original_body or content.body, child, own_link))
    page_language = get_language() or "en"
    return Shown(
        delivery=delivery,
        sender=content.sender_name,
        children=child,
        words=Words(language, filled(body, child, own_link)),
        original=original,
        is_foreign=language.split("-")[0] != page_language.split("-")[0],
        is_machine=origin == "machine",
        page_is_unreviewed=ui_language(page_language) != "en" and not is_signed(page_language),
        own_link=own_link,
    )


def _version(content: Content, chosen_language: str) -> tuple[str, str, str]:
    """(language, body, origin): another language chosen on the page is looked for among the note's versions."""
    if chosen_language:
        note = Note.objects.filter(mailing_id=content.mailing_id).select_related("text").first()
        if note is not None:
            version = version_for(note.text, chosen_language).version
            return version.language, version.body, version.origin
    return content.language, content.body, content.origin


@dataclass(frozen=True)
class Row:
    """One line of a family's list of messages."""

    delivery: Delivery
    words: Words
    sender: str
    children: str
    is_new: bool


def called(families: Iterable[Family]) -> str:
    """The children it may be told about now: who lost the right for one of them does not read that name any more."""
    return ", ".join(dict.fromkeys(family.student.called for family in families))


def rows(deliveries: Iterable[Delivery]) -> list[Row]:
    """A family's messages, one line for each mailing, newest first."""
    seen: set[int] = set()
    found = []
    for delivery in deliveries:
        if delivery.mailing_id in seen:
            continue
        seen.add(delivery.mailing_id)
        content = delivery.content
        children = called(delivery.told_families)  # type: ignore[attr-defined]  # see queries.deliveries_to
        words = Words(content.language, filled(content.body, children, own_link_of(delivery.personal)))
        found.append(Row(delivery, words, content.sender_name, children, delivery.read_at is None))
    return found
