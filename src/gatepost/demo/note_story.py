"""The notes of three months: written, sent by every channel, read, answered, come back."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from gatepost.channels import tokens
from gatepost.channels.models import Answer, Content, Delivery, DeliveryState, Mailing, MailingKind, WaitsFor
from gatepost.conversations.models import MessageVia, Note
from gatepost.demo.call_story import Call, Mend, ask_to_mend, tell_call
from gatepost.demo.chronicle import Chronicle
from gatepost.demo.days import at_time, by_day
from gatepost.demo.facts.notes import NOTES, NoteText
from gatepost.demo.facts.words import ANSWERS
from gatepost.demo.households import Adult, Home
from gatepost.demo.places import SectionPlace
from gatepost.demo.plans import Mood
from gatepost.languages.models import Text, Version
from gatepost.languages.queries import frame_language
from gatepost.touchpoints.models import Direction, Means, Outcome

# On which of the school days a section writes; each section a little later than the one before.
BEATS = (3, 14, 25, 36, 46, 56)
HOLD = dt.timedelta(seconds=60)
_READS = {Mood.TALKS: 0.6, Mood.READS: 0.45, Mood.MISSED: 0.3, Mood.LOST: 0.0}
_ANSWERS = {"email": 0.3, "letter": 0.2}


@dataclass
class Sending:
    """One note on its way, as the story needs it."""

    chronicle: Chronicle
    section: SectionPlace
    text: NoteText
    text_key: int
    note: int
    mailing: int
    at: dt.datetime
    is_last: bool
    contents: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def is_recent(self) -> bool:
        return self.chronicle.is_recent(self.at.date())

    @property
    def about(self) -> dict[str, str]:
        return {"content_kind": self.text.content_kind, "tone": self.text.tone, "involvement_type": self.text.involvement_type}

    def content_for(self, language: str) -> int:
        """What a reader of this language gets: the own version, else English in an own frame."""
        chosen, frame = (language if language in self.text.versions else "en"), frame_language(language, "en")
        if (chosen, frame) not in self.contents:
            subject, body = self.text.versions[chosen]
            self.contents[chosen, frame] = self.chronicle.copier.add(
                Content, mailing_id=self.mailing, language=chosen, frame_language=frame, subject=subject, body=body,
                origin="human" if chosen == "en" else "machine", original_language="en",
                original_body="" if chosen == "en" else self.text.versions["en"][1],
                sender_name=self.section.teacher.name, school_name=self.chronicle.place.name,
            )  # fmt: skip
        return self.contents[chosen, frame]


def tell_notes(chronicle: Chronicle, homes: list[Home], beats: int = len(BEATS)) -> None:
    """Every section's notes, and what became of each."""
    of_section: dict[int, list[Home]] = defaultdict(list)
    for home in homes:
        of_section[home.section.key].append(home)
    for number, section in enumerate(chronicle.place.sections):
        for beat, place in enumerate(BEATS[-beats:]):
            # 4B has written two days ago, so that something is under way when one looks.
            index = min(place + (number % 5), len(chronicle.days) - 2) if number or beat < beats - 1 else len(chronicle.days) - 2
            sending = _write(
                chronicle, section, NOTES[(beat + number) % len(NOTES)], chronicle.days[index], is_last=beat == beats - 1
            )
            _place_in_threads(sending, of_section[section.key])
            _send(sending, of_section[section.key])


def _write(chronicle: Chronicle, section: SectionPlace, text: NoteText, day: dt.date, *, is_last: bool) -> Sending:
    copier, place = chronicle.copier, chronicle.place
    at = at_time(day, place.rng, earliest=13, latest=15)
    key = copier.add(Text, original_language="en", created_at=at)
    for language, (subject, body) in text.versions.items():
        origin = "human" if language == "en" else "machine"
        copier.add(Version, text_id=key, language=language, subject=subject, body=body, origin=origin)
    tags = {"involvement_type": text.involvement_type, "content_kind": text.content_kind, "tone": text.tone}
    mailing = copier.add(
        Mailing, school_id=place.key, section_id=section.key, kind=MailingKind.NOTE.value, sender_id=section.teacher.key,
        reference=f"languages.text:{key}", created_at=at, release_at=at + HOLD, **tags,
    )  # fmt: skip
    note = copier.add(
        Note,
        school_id=place.key,
        author_id=section.teacher.key,
        section_id=section.key,
        text_id=key,
        mailing_id=mailing,
        sent_at=at,
        **tags,
    )
    return Sending(chronicle, section, text, key, note, mailing, at, is_last)


def _place_in_threads(sending: Sending, homes: list[Home]) -> None:
    teacher = sending.section.teacher
    text = {"note_id": sending.note, "author_id": teacher.key, "text_id": sending.text_key}
    for home in homes:
        thread = sending.chronicle.thread(home, teacher, sending.at)
        source = f"conversations.note:{sending.note}:{home.key}"
        sending.chronicle.say(thread, sending.at, source, MessageVia.NOTE, **text)


def _send(sending: Sending, homes: list[Home]) -> None:
    """One delivery per adult and address; twins are one delivery about two families."""
    about: dict[tuple[int, str, str], list[Home]] = defaultdict(list)
    ways: dict[tuple[int, str, str], tuple[Adult, tuple[int, str] | None]] = {}
    for home in homes:
        for adult, channel, point in home.ways:
            key = (adult.key, channel, point[1] if point else "")
            about[key].append(home)
            ways[key] = adult, point
    for key, (adult, point) in ways.items():
        _deliver(sending, about[key], adult, key[1], point)


def _deliver(sending: Sending, homes: list[Home], adult: Adult, channel: str, point: tuple[int, str] | None) -> None:
    copier, rng = sending.chronicle.copier, sending.chronicle.place.rng
    mood = homes[0].plan.mood
    key = copier.key(Delivery)
    values: dict[str, Any] = {
        "id": key, "mailing_id": sending.mailing, "content_id": sending.content_for(adult.language), "person_id": adult.key,
        "channel": channel, "contact_point_id": point[0] if point else None, "address": point[1] if point else "",
        "personal": {"child": ", ".join(dict.fromkeys(home.child for home in homes)), "greeting": adult.name},
        "due_at": sending.at + HOLD, "attempts": 1,
    }  # fmt: skip
    if channel == "phone":
        values |= _call(sending, homes, adult, key, point)
    elif channel == "email" and mood == Mood.MISSED and sending.is_recent:
        values |= _fail(sending, homes, adult, key)
    else:
        at = sending.at + (dt.timedelta(seconds=rng.randint(62, 90)) if channel == "email" else dt.timedelta(hours=18))
        values |= {
            "state": DeliveryState.SENT.value,
            "sent_at": at,
            "settled_at": at,
            "provider": "mailroom" if channel == "email" else "letters",
        }
        for home in homes:
            sending.chronicle.touch(
                home, at, f"channels.delivery:{key}:{home.key}:sent", Outcome.SENT, channel, **_who(sending, adult)
            )
        values |= _react(sending, homes, adult, key, channel, at)
    if channel == "letter":
        values["code_digest"] = tokens.code_digest(key)
    copier.add(Delivery, **values)
    for home in homes:
        copier.add(Delivery.families.through, delivery_id=key, family_id=home.key)


def _who(sending: Sending, adult: Adult | None) -> dict[str, Any]:
    return {"adult_id": adult.key if adult else None, "staff_id": sending.section.teacher.key, **sending.about}


def _fail(sending: Sending, homes: list[Home], adult: Adult, key: int) -> dict[str, Any]:
    at = sending.at + dt.timedelta(hours=20)
    for home in homes:
        source = f"channels.delivery:{key}:{home.key}:failed"
        sending.chronicle.touch(home, at, source, Outcome.FAILED, Means.EMAIL, note="mailbox-full", **_who(sending, adult))
    if sending.is_last:
        mend = Mend(f"Find a way to reach {adult.name}", f"channels.mailing:{sending.mailing}:person:{adult.key}", at)
        ask_to_mend(sending.chronicle, homes[0], sending.section.teacher, mend)
    return {
        "state": DeliveryState.FAILED.value,
        "reason": "mailbox-full",
        "settled_at": at,
        "provider": "mailroom",
        "attempts": 5,
    }


def _call(sending: Sending, homes: list[Home], adult: Adult, key: int, point: tuple[int, str] | None) -> dict[str, Any]:
    """A call is an errand of the teacher; of the last note it is still to be made."""
    chronicle = sending.chronicle
    is_missed = homes[0].plan.mood == Mood.MISSED and sending.is_recent
    talked = not is_missed and chronicle.place.rng.random() < 0.75
    at = sending.at + dt.timedelta(hours=22)
    number = point[1] if point else ""
    call = Call(f"Call {adult.name}: {number}", sending.section.teacher, f"channels.delivery:{key}", at, phone=number)
    if sending.is_last:
        tell_call(chronicle, homes[0], replace(call, at=sending.at))
        return {"state": DeliveryState.QUEUED.value, "waits_for": WaitsFor.CALL.value, "provider": "phone"}
    tell_call(chronicle, homes[0], replace(call, result="reached" if talked else "no-answer"))
    if talked:
        return {"state": DeliveryState.SENT.value, "sent_at": at, "settled_at": at, "answered_at": at, "provider": "phone"}
    return {"state": DeliveryState.FAILED.value, "reason": "no-answer", "settled_at": at, "provider": "phone"}


def _react(sending: Sending, homes: list[Home], adult: Adult, key: int, channel: str, sent_at: dt.datetime) -> dict[str, Any]:
    """Read on the personal page, answered by mail, link or slip, or neither."""
    chronicle, rng, mood = sending.chronicle, sending.chronicle.place.rng, homes[0].plan.mood
    at = by_day(sent_at + dt.timedelta(minutes=rng.randint(20, 1_500)))
    at = min(at, chronicle.now - dt.timedelta(minutes=rng.randint(5, 300)))
    seen: dict[str, Any] = {}
    if channel == "email" and rng.random() < _READS[mood]:
        seen = {"read_at": at, "fetched_at": at}
        for home in homes:
            chronicle.touch(
                home, at, f"channels.delivery:{key}:{home.key}:read", Outcome.READ, Means.LINK, **_who(sending, adult)
            )
    answers = mood == Mood.TALKS and rng.random() < _ANSWERS[channel]
    if not answers:
        return seen
    via = "slip" if channel == "letter" else ("link" if seen else "email")
    _answer(sending, homes, adult, key, (via, at))
    return seen | {"answered_at": at}


def _answer(sending: Sending, homes: list[Home], adult: Adult, key: int, how: tuple[str, dt.datetime]) -> None:
    chronicle, rng = sending.chronicle, sending.chronicle.place.rng
    via, at = how
    source, teacher = f"demo.answer:{key}", sending.section.teacher
    body = ANSWERS[adult.language][sending.text.invites]
    thread = chronicle.thread(homes[0], teacher, at)
    entered = {"entered_by_id": chronicle.place.staff["office"][0].key} if via == "slip" else {}
    chronicle.say(
        thread, at, source, MessageVia(via), from_family=True, author_id=adult.key, body=body, delivery_id=key, **entered
    )
    chronicle.copier.add(Answer, delivery_id=key, source=source, channel=via, at=at)
    means = {"slip": Means.LETTER, "link": Means.LINK, "email": Means.EMAIL}[via]
    for home in homes:
        who = _who(sending, adult) | {"direction": Direction.IN}
        chronicle.touch(home, at, f"{source}:{home.key}", Outcome.ANSWERED, means, **who)
    reply_at = at + dt.timedelta(hours=20)
    if reply_at < chronicle.now and rng.random() < 0.4:
        words = {"author_id": teacher.key, "text_id": chronicle.text("Thank you for telling me. It helps me to know.", reply_at)}
        chronicle.say(thread, reply_at, f"demo.reply:{key}", MessageVia.STAFF, **words)
    thread.hear(at, is_unread=sending.is_last and at > chronicle.now - dt.timedelta(days=4))
