"""Who may see and change people."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gatepost.kernel import clock
from gatepost.kernel.access import declare
from gatepost.people.roles import FAMILY, STAFF_ROLES, Role

if TYPE_CHECKING:
    from gatepost.people.models import Person, School


class Perm(StrEnum):
    """The permissions of this room."""

    SEE_SECTIONS = "people.see_sections"
    SEE_SCHOOL = "people.see_school"
    IMPORT_ROSTER = "people.import_roster"
    EDIT_CONTACTS = "people.edit_contacts"
    RESTRICT = "people.restrict"
    KEEP_CALENDAR = "people.keep_calendar"
    SET_WINDOW = "people.set_window"
    SET_TRAVEL = "people.set_travel"
    NOTE_BARRIERS = "people.note_barriers"
    SAY_BARRIERS = "people.say_barriers"


def looks_after_adult(person: Any, adult: Any) -> bool:
    """The adult may be contacted today about a child whom this member of staff looks after."""
    links = adult.guardianships.with_right("contact", on=clock.today()).filter(family__ended_at=None)
    return bool(links.filter(student__in=type(adult).objects.students_visible_to(person).values("pk")).exists())


def is_oneself(person: Any, adult: Any) -> bool:
    """Nobody answers for somebody else."""
    return bool(person.pk == adult.pk)


def acts_at_school(person: "Person", school: "School") -> bool:
    """Whether this is the school at which the person works and acts now."""
    return bool(school.pk in person.schools_as(STAFF_ROLES))


declare(
    Perm.SEE_SECTIONS,
    roles=[Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("See sections and the families in them"),
)
declare(
    Perm.SEE_SCHOOL,
    roles=[Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL],
    description=_("See every family of the school"),
)
declare(Perm.IMPORT_ROSTER, roles=[Role.PRINCIPAL, Role.OFFICE], description=_("Import the roster and undo an import"))
declare(Perm.EDIT_CONTACTS, roles=[Role.OFFICE, Role.PRINCIPAL, Role.LIAISON], description=_("Correct contact details"))
declare(Perm.RESTRICT, roles=[Role.PRINCIPAL], description=_("Enter and lift a restriction on a guardian"))
declare(
    Perm.NOTE_BARRIERS,
    roles=STAFF_ROLES,
    description=_("Note what would make it easier for a family, and ask them about it"),
    test=looks_after_adult,
)
declare(Perm.SAY_BARRIERS, roles=[FAMILY], description=_("Say what would make it easier for oneself"), test=is_oneself)
declare(
    Perm.SET_TRAVEL,
    roles=[Role.OFFICE, Role.PRINCIPAL, Role.LIAISON],
    description=_("Enter how long the way to school takes"),
)
declare(
    Perm.KEEP_CALENDAR,
    roles=[Role.PRINCIPAL, Role.OFFICE],
    description=_("Enter terms and the days on which the school is closed"),
    test=acts_at_school,
)
declare(
    Perm.SET_WINDOW,
    roles=[Role.PRINCIPAL],
    description=_("Set how many school days count when it is said which families are reached"),
    test=acts_at_school,
)
