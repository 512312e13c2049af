"""What every kind of roster file is turned into: clean rows, in the order of the staging tables' columns."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from gatepost.kernel.errors import BadInputError

OK, GONE, BAD = "ok", "gone", "bad"
# The separator inside the keys of relations: cleaned ids cannot hold it.
JOINT = "\x1f"


class RefusedError(BadInputError):
    """The file as a whole cannot be used; nothing was changed."""


class SchoolRow(NamedTuple):
    file: str
    row: int
    flag: str
    sourced_id: str
    name: str
    target_id: int | None = None


class PersonRow(NamedTuple):
    file: str
    row: int
    flag: str
    sourced_id: str
    is_student: bool = False
    is_guardian: bool = False
    is_staff: bool = False
    given_name: str = ""
    family_name: str = ""
    preferred_name: str | None = None
    read_language: str | None = None
    is_protected: bool = False
    relation: str = ""
    home: str = ""
    search_key: str = ""
    contact_kinds: str = ""


class RoleRow(NamedTuple):
    file: str
    row: int
    flag: str
    key: str
    person_sid: str
    school_sid: str
    role: str
    grade: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


class SectionRow(NamedTuple):
    file: str
    row: int
    flag: str
    sourced_id: str
    school_sid: str = ""
    name: str = ""
    grade: str = ""
    kind: str = ""


class EnrolmentRow(NamedTuple):
    file: str
    row: int
    flag: str
    key: str
    person_sid: str
    section_sid: str
    role: str
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


class LinkRow(NamedTuple):
    file: str
    row: int
    flag: str
    one_sid: str
    other_sid: str
    relation: str = ""
    home: str = ""


class ContactRow(NamedTuple):
    file: str
    row: int
    flag: str
    key: str
    person_sid: str
    kind: str
    value: str = ""
    raw: str = ""
    priority: int = 1


class KeepRow(NamedTuple):
    kind: str
    person_sid: str
    section_sid: str


CleanRow = SchoolRow | PersonRow | RoleRow | SectionRow | EnrolmentRow | LinkRow | ContactRow | KeepRow


def joint_key(*parts: str) -> str:
    """The id of a relation, made of the ids of what it joins. (The database makes long ones short: `staging`.)"""
    return JOINT.join(parts)


@dataclass
class Extent:
    """What the files speak of, and so what may be ended because they no longer name it.

    Each kind is `bulk` (the whole truth), `delta` (only what is named) or `absent` (not a word).
    `blind` kinds have an unreadable row that could speak of any record: none of the kind is ended.
    """

    modes: dict[str, str] = field(default_factory=dict)
    blind: set[str] = field(default_factory=set)

    def ends_missing(self, kind: str) -> bool:
        return self.modes.get(kind) == "bulk" and kind not in self.blind

    def as_json(self) -> dict[str, object]:
        return {"modes": self.modes, "blind": sorted(self.blind)}
