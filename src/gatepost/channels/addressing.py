"""What a room hands over to be carried: the occasion, the words, and to whom by which channel."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from gatepost.people.models import Person, School, Section


@dataclass(frozen=True)
class Occasion:
    """One act of sending. `reference` names what is carried ("conversations.note:7").

    Nothing leaves before `release_at`; None means at once. `sender_name` and `school_name` stand in the From line;
    blank ones are taken from sender and school.
    """

    school: School
    kind: str
    reference: str
    sender: Person | None = None
    section: Section | None = None
    release_at: dt.datetime | None = None
    involvement_type: str = "communicating"
    content_kind: str = "logistics"
    tone: str = "neutral"
    activity_id: int | None = None
    sender_name: str = ""
    school_name: str = ""


@dataclass(frozen=True)
class Words:
    """What is said, in one language. `{child}` and `{greeting}` in the body are filled in for each family.

    `frame_language` is the reader's own (a code of settings.LANGUAGES); it differs from `language` where the family gets
    the school's language. A blank subject becomes a neutral one in the frame's language, which names no child.
    `original_body` is the school's language, for the second half of a letter; blank where `language` is the original.
    """

    language: str
    frame_language: str
    body: str
    subject: str = ""
    origin: str = "human"
    original_language: str = ""
    original_body: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.language, self.frame_language


@dataclass(frozen=True)
class Addressee:
    """One person by one channel. `words` is the key (language, frame_language) of what this person gets.

    `personal` holds the personal words: child, greeting, and what `{own_link}` in the body is made from (`tokens.own_link`).
    `families` are the families it is about.
    """

    person_id: int
    family_ids: tuple[int, ...]
    channel: str
    words: tuple[str, str]
    address: str = ""
    contact_point_id: int | None = None
    personal: Mapping[str, str] = field(default_factory=dict)
