"""From threads and messages to what a page shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from gatepost.conversations.models import Message, Thread
from gatepost.conversations.wording import filled
from gatepost.kernel import clock
from gatepost.languages.queries import choose
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import Family, Guardianship, Person, School


@dataclass(frozen=True)
class InboxRow:
    thread: Thread
    message: Message | None
    words: str

    @property
    def is_unread(self) -> bool:
        return self.thread.unread_since is not None


def inbox_row(thread: Thread, message: Message | None) -> InboxRow:
    """One thread of the inbox with its newest words."""
    return InboxRow(thread, message, said(message, thread.school.language, thread.family.student.called) if message else "")


def said(message: Message, language: str, child: str) -> str:
    """The words of a message for a reader at the school."""
    if message.text is None:
        return message.body
    versions = {version.language: version for version in message.text.versions.all()}
    return filled(choose(versions, message.text.original_language, language).version.body, child)


@dataclass(frozen=True)
class Entry:
    """One message of a thread as the school reads it; other language versions behind a fold."""

    message: Message
    words: str
    others: list[tuple[str, str, bool, str]]

    @property
    def full_text(self) -> str:
        """The whole e-mail behind an answer, where more stood in it."""
        inbound = self.message.inbound
        return inbound.full_text if inbound and inbound.full_text.strip() != self.words.strip() else ""


def entries(messages: Iterable[Message], thread: Thread) -> list[Entry]:
    """A thread's messages with the version that the family reads, the child's name filled in."""
    child = thread.family.student.called
    theirs = family_language(thread).split("-")[0]
    found = []
    for message in messages:
        words = said(message, thread.school.language, child)
        versions = message.text.versions.all() if message.text else []
        others = [
            (version.language, language_name(version.language, "en"), is_rtl(version.language), body)
            for version in versions
            if version.language.split("-")[0] == theirs and (body := filled(version.body, child)) != words
        ]
        found.append(Entry(message, words, others))
    return found


def family_language(thread: Thread) -> str:
    """The language of the family's first adult, where it is not the school's."""
    return language_of(thread.family, thread.school)


def language_of(family: Family, school: School) -> str:
    link = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=family)
    first = link.select_related("adult").order_by("priority", "pk").first()
    language = first.adult.read_language if first else ""
    return "" if language.split("-")[0] == school.language.split("-")[0] else language


def own_language_name(thread: Thread) -> str:
    """Its name in English, for the label of the second field."""
    language = family_language(thread)
    return language_name(language, "en") if language else ""


def talk_choices(students: Iterable[Person]) -> list[tuple[Person, Family, str]]:
    """(child, family, home) for each home of each child; the home is named only where there are several."""
    listed = list(students)
    families = Family.objects.current().filter(student__in=listed).select_related("student").order_by("home")
    by_student: dict[int, list[Family]] = {}
    for family in families:
        by_student.setdefault(family.student_id, []).append(family)
    return [
        (student, family, family.home if len(by_student[student.pk]) > 1 else "")
        for student in listed
        for family in by_student.get(student.pk, [])
    ]


def adults_of(family: Family) -> list[str]:
    """Names of the adults of a family who may be contacted now."""
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=family).select_related("adult")
    return [link.adult.full_name for link in links.order_by("priority", "pk")]
