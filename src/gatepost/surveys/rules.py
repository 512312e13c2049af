"""Who may ask, who may see what came back."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import declare
from gatepost.people.models import Person, School
from gatepost.people.roles import FAMILY, STAFF_ROLES, WHOLE_SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from gatepost.surveys.models import Survey


class Perm(StrEnum):
    """The permissions of this room."""

    BUILD = "surveys.build"
    SEND = "surveys.send"
    TYPE_SHEETS = "surveys.type_sheets"
    SEE_RESULTS = "surveys.see_results"
    READ_REMARKS = "surveys.read_remarks"
    CALL = "surveys.call"
    EXPORT = "surveys.export"
    BRING_IN_SCORES = "surveys.bring_in_scores"
    ANSWER = "surveys.answer"
    ANSWER_AS_STAFF = "surveys.answer_as_staff"


BUILDERS = frozenset({Role.PRINCIPAL, Role.COUNSELLOR, Role.LIAISON})


def _at(person: Person, thing: "Survey | School", roles: frozenset[Role]) -> bool:
    school_id = thing.pk if isinstance(thing, School) else thing.school_id
    return school_id in person.schools_as(roles)


def builds(person: Person, thing: "Survey | School") -> bool:
    """Of the school at which the person acts as one who may ask."""
    return _at(person, thing, BUILDERS)


def leads(person: Person, thing: "Survey | School") -> bool:
    return _at(person, thing, frozenset({Role.PRINCIPAL}))


def looks_after(person: Person, thing: "Survey | School") -> bool:
    return _at(person, thing, WHOLE_SCHOOL_ROLES)


declare(Perm.BUILD, roles=BUILDERS, description=_("Write a survey: its questions, languages, whom it asks"), test=builds)
declare(
    Perm.SEND,
    roles=[Role.PRINCIPAL],
    description=_("Open a survey, send it to those it asks, remind them, close it"),
    test=leads,
)
declare(
    Perm.TYPE_SHEETS,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("Print a survey’s paper sheets and enter what came back"),
    test=looks_after,
)
declare(
    Perm.SEE_RESULTS,
    roles=WHOLE_SCHOOL_ROLES,
    description=_("See what a survey comes to, as numbers of groups of ten or more"),
    test=looks_after,
)
declare(
    Perm.READ_REMARKS,
    roles=BUILDERS,
    description=_("Read what people wrote in their own words, without their names unless the survey says otherwise"),
    test=builds,
)
declare(
    Perm.CALL,
    roles=BUILDERS,
    description=_("Have families called of whom too few have answered a survey; what anybody answered stays unknown"),
    test=builds,
)
declare(Perm.EXPORT, roles=[Role.PRINCIPAL], description=_("Take a survey’s answers out as a file"), test=leads)
declare(
    Perm.BRING_IN_SCORES,
    roles=[Role.PRINCIPAL],
    description=_("Bring in published survey scores of schools and compare what parents, teachers and students say"),
    test=leads,
)
declare(Perm.ANSWER, roles=[*STAFF_ROLES, FAMILY], description=_("See which surveys ask oneself, and answer them"))
declare(Perm.ANSWER_AS_STAFF, roles=STAFF_ROLES, description=_("Answer a survey that asks staff"))
