"""Who may write, read and log."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.roles import FAMILY, STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role


class Perm(StrEnum):
    """The permissions of this room."""

    READ_THREADS = "conversations.read_threads"
    WRITE_NOTE = "conversations.write_note"
    WRITE_TO_SCHOOL = "conversations.write_to_school"
    REPLY = "conversations.reply"
    LOG_TALK = "conversations.log_talk"
    TYPE_SLIPS = "conversations.type_slips"
    READ_AS_FAMILY = "conversations.read_as_family"


def is_at_school_of(person: Any, thing: Any) -> bool:
    """Looks after the whole school the thing belongs to."""
    return thing.school_id in person.schools_as(WHOLE_SCHOOL_ROLES)


def teaches_section_of(person: Any, thing: Any) -> bool:
    """Teaches the section, or the section of the note or thread, or owns it at a school where she still works."""
    section_id = getattr(thing, "section_id", None) or (thing.pk if thing._meta.label == "people.Section" else None)
    owner_id = getattr(thing, "owner_id", None) or getattr(thing, "author_id", None)
    is_own = owner_id == person.pk and thing.school_id in person.schools_as(STAFF_ROLES)
    return is_own or (section_id is not None and section_id in person.taught_section_ids)


def runs_school(person: Any, school: Any) -> bool:
    """Leads this very school or runs its office."""
    return school.pk in person.schools_as({Role.PRINCIPAL, Role.OFFICE})


def looks_after(person: Any, thing: Any) -> bool:
    """The whole school, or this section, or one's own thread."""
    return is_at_school_of(person, thing) or teaches_section_of(person, thing)


declare(Perm.READ_THREADS, roles=STAFF_ROLES, description=_("Read threads with families"), test=looks_after)
declare(Perm.WRITE_NOTE, roles=STAFF_ROLES, description=_("Write a note to the families of a section"), test=looks_after)
declare(
    Perm.WRITE_TO_SCHOOL,
    roles=[Role.PRINCIPAL, Role.OFFICE],
    description=_("Write a note to every family of the school"),
    test=runs_school,
)
declare(Perm.REPLY, roles=STAFF_ROLES, description=_("Answer in a thread"), test=looks_after)
declare(Perm.LOG_TALK, roles=STAFF_ROLES, description=_("Log a talk at the gate, a call, a visit"))
declare(Perm.TYPE_SLIPS, roles=STAFF_ROLES, description=_("Type in a reply slip that came back"))
declare(Perm.READ_AS_FAMILY, roles=[FAMILY], description=_("Read and answer what concerns one's own child"))
