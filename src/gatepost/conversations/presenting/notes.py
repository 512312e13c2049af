"""From rows to what a page says: sentences, samples, and one line per family of a note."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.channels import reasons
from gatepost.channels.models import Channel, Delivery, DeliveryState
from gatepost.conversations import wording
from gatepost.conversations.audience import Audience, Line
from gatepost.conversations.commands.notes import NoteContent
from gatepost.conversations.forms import WHOLE_SCHOOL
from gatepost.conversations.models import Draft, Note
from gatepost.conversations.presenting.words import Words
from gatepost.conversations.queries import FamilyStatus, counts_of, status_of, statuses_of
from gatepost.kernel import clock
from gatepost.languages.models import Text, Version
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import School

STATUS_WORDS: dict[str, str | Promise] = {
    "answered": gettext_lazy("Answered"),
    "read": gettext_lazy("Read"),
    "delivered": gettext_lazy("Delivered"),
    "sent": gettext_lazy("Sent"),
    "waiting": gettext_lazy("Waiting"),
    "failed": gettext_lazy("Did not arrive"),
    "cancelled": gettext_lazy("Taken back"),
    "suppressed": gettext_lazy("Not sent"),
    "unreachable": gettext_lazy("Cannot be reached"),
}
STATUS_TAGS = {"answered": "ok", "read": "ok", "failed": "bad", "unreachable": "bad", "suppressed": "mind", "waiting": "plain"}
REASON_WORDS: dict[str, str | Promise] = {
    "no-guardian": gettext_lazy("No guardian is on record for this child. Ask the office."),
    "no-right": gettext_lazy("No adult on record may be contacted about this child."),
    "second-home": gettext_lazy("The second home has no e-mail address, phone number or postal address on record."),
}


@dataclass(frozen=True)
class ChannelLine:
    """One part of the audience sentence, with the names behind its number."""

    channel: str
    words: str
    lines: list[Line]

    @property
    def names(self) -> list[tuple[str, str]]:
        """(family, how or why) for each line."""
        return [(str(line.student.full_name), _how(line)) for line in self.lines]


def audience_lines(audience: Audience) -> list[ChannelLine]:
    """The parts of "19 by e-mail, 9 by printed letter, 2 by phone call, 1 cannot be reached"."""
    return [
        ChannelLine(channel, _channel_words(channel, number), audience.of_channel(channel))
        for channel, number in audience.counts.items()
    ]


def _channel_words(channel: str, number: int) -> str:
    count = {"count": number}
    if channel == Channel.EMAIL:
        return _("%(count)d by e-mail") % count
    if channel == Channel.LETTER:
        return _("%(count)d by printed letter") % count
    if channel == Channel.PHONE:
        return _("%(count)d by phone call") % count
    return ngettext("%(count)d cannot be reached", "%(count)d cannot be reached", number) % count


def _how(line: Line) -> str:
    if not line.ways:
        return str(REASON_WORDS.get(line.reason, ""))
    return ", ".join(way.adult.full_name for way in line.ways)


@dataclass(frozen=True)
class Sample:
    """What one family will read, in its language."""

    who: str
    channel: str
    language: str
    language_name: str
    is_rtl: bool
    is_own: bool
    subject: str
    body: str


def samples(audience: Audience, content: NoteContent, school: School) -> list[Sample]:
    """Three families as different as possible, each with its words."""
    text = Text(original_language=content.original_language)
    versions = {
        tag: Version(text=text, language=tag, body=body, subject=content.subject if tag == content.original_language else "")
        for tag, body in content.versions.items()
    }
    found = []
    for line in audience.samples(tag for tag in content.versions if tag != content.original_language):
        words = wording.words_for(text, versions, school, line.language)
        own = not line.language or words.language.split("-")[0] == line.language.split("-")[0]
        found.append(
            Sample(
                who=line.student.full_name,
                channel=str(Channel(line.channel).label),
                language=words.language,
                language_name=language_name(line.language or words.language, "en"),
                is_rtl=is_rtl(words.language),
                is_own=own,
                subject=words.subject,
                body=wording.filled(words.body, line.student.called),
            )
        )
    return found


def note_content(draft: Draft) -> NoteContent:
    """A draft's fields as the content that will be sent."""
    typed: dict[str, Any] = draft.content
    versions = {name.removeprefix("version_"): body for name, body in typed.items() if name.startswith("version_")}
    language = draft.school.language
    return NoteContent(
        original_language=language,
        versions={language: typed.get("body", ""), **{tag: body for tag, body in versions.items() if body.strip()}},
        subject=typed.get("subject", ""),
        involvement_type=typed.get("involvement_type", "communicating"),
        content_kind=typed.get("content_kind", "logistics"),
        tone=typed.get("tone", "neutral"),
        activity_id=int(typed["activity"]) if typed.get("activity") else None,
    )


def typed_again(note: Note) -> dict[str, str]:
    """The fields of the writing page as they were when this note was sent."""
    original = note.text.original_language
    versions = {version.language: version for version in note.text.versions.all()}
    others = {f"version_{tag}": version.body for tag, version in versions.items() if tag != original}
    return {
        "to": str(note.section_id or WHOLE_SCHOOL),
        "subject": versions[original].subject,
        "body": versions[original].body,
        "content_kind": note.content_kind,
        "tone": note.tone,
        "involvement_type": note.involvement_type,
        "activity": str(note.mailing.activity_id or ""),
        **others,
    }


def words_of(note: Note) -> list[Words]:
    """The note's versions, the original first; an ellipsis stands where each family reads its child's name."""
    versions = sorted(note.text.versions.all(), key=lambda version: version.language != note.text.original_language)
    return [Words(version.language, wording.filled(version.body, "…")) for version in versions]


@dataclass(frozen=True)
class NoteLine:
    """One family of a note that was sent."""

    family_status: FamilyStatus
    next_step: str

    @property
    def status(self) -> str:
        return self.family_status.status

    @property
    def words(self) -> str:
        return str(STATUS_WORDS[self.status])

    @property
    def tag(self) -> str:
        return STATUS_TAGS.get(self.status, "")

    @property
    def ways(self) -> str:
        """By which channels, in order: "E-mail, then printed letter"."""
        used = dict.fromkeys(str(Channel(delivery.channel).label) for delivery in self.family_status.deliveries)
        return _(", then ").join(used)

    @property
    def reason(self) -> str:
        return next((reasons.sentence(delivery.reason) for delivery in self.family_status.deliveries if delivery.reason), "")


def note_lines(note: Note) -> list[NoteLine]:
    """Every family of a note with its state and what Gatepost will do next."""
    return [NoteLine(line, next_step(line)) for line in statuses_of(note)]


def status_counts(lines: list[NoteLine]) -> list[tuple[str, int, str]]:
    """(slug, families, words) for each state there is."""
    return [(slug, number, str(STATUS_WORDS[slug])) for slug, number in counts_of([line.family_status for line in lines])]


def next_step(line: FamilyStatus) -> str:
    """What happens next without anybody doing anything, or who was asked to do it."""
    if line.status in {"answered", "cancelled"}:
        return ""
    if line.status == "unreachable":
        return _("Nobody can be reached yet: the office needs a contact.")
    return next((words for delivery in line.open_deliveries if (words := _next_of(delivery))), "")


def _next_of(delivery: Delivery) -> str:
    state, channel = status_of(delivery), delivery.channel
    if state == "waiting":
        return _waits_for(delivery)
    if state in {"failed", "suppressed"}:
        return _("Somebody has been asked to find a way that works.")
    if channel == Channel.LETTER and state == "sent":
        return _("The slip may come back with the child.")
    return ""


def _waits_for(delivery: Delivery) -> str:
    if delivery.channel == Channel.LETTER:
        return _("Is printed with the section's letters, then handed out.")
    if delivery.channel == Channel.PHONE:
        return _("A call is on the list.")
    if delivery.attempts:
        return _("Is tried again soon.")
    return _("Leaves when the minute is over.") if delivery.due_at > clock.now() else _("Leaves in a moment.")


@dataclass(frozen=True)
class Progress:
    """Where a note is on its way."""

    phase: str
    seconds_left: int
    done: int
    total: int


def progress_of(note: Note, now: dt.datetime) -> Progress:
    """`held`, `going`, `done`, `stopped` or `taken-back`, and how many of its messages have left or will not."""
    mailing = note.mailing
    rows = Delivery.objects.filter(mailing=mailing)
    waiting = (
        rows.filter(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]).exclude(channel__in=["letter", "phone"]).count()
    )
    total = rows.count()
    left = max(0, int((mailing.release_at - now).total_seconds()))
    if mailing.stopped_at:
        phase = (
            "stopped" if rows.exclude(state__in=[DeliveryState.CANCELLED, DeliveryState.SUPPRESSED]).exists() else "taken-back"
        )
    elif left > 0:
        phase = "held"
    else:
        phase = "going" if waiting else "done"
    return Progress(phase, left, total - waiting, total)
