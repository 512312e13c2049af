"""The nouns of the room, one module for each family of them."""

from gatepost.people.models.barriers import NotedBarrier, SaidBy
from gatepost.people.models.calendars import ClosedDay, Term
from gatepost.people.models.contacts import ContactKind, ContactPoint, ContactState
from gatepost.people.models.guardianship import Family, Guardianship, Relation, Restriction, TravelBand
from gatepost.people.models.persons import Need, NeedKind, Person, PersonKind
from gatepost.people.models.places import Enrolment, EnrolmentRole, School, SchoolRole, Section, SectionKind
from gatepost.people.models.runs import RosterChange, RosterChunk, RosterProblem, RosterRun, RunState
from gatepost.people.models.sources import RosterSource, Sourced, SourceKind
from gatepost.people.models.staging import (
    STAGED_MODELS,
    Staged,
    StagedContact,
    StagedEnding,
    StagedEnrolment,
    StagedGuardianship,
    StagedKeep,
    StagedLink,
    StagedPerson,
    StagedRole,
    StagedSchool,
    StagedSection,
)
from gatepost.people.roles import Role

__all__ = [
    "STAGED_MODELS",
    "ClosedDay",
    "ContactKind",
    "ContactPoint",
    "ContactState",
    "Enrolment",
    "EnrolmentRole",
    "Family",
    "Guardianship",
    "Need",
    "NeedKind",
    "NotedBarrier",
    "Person",
    "PersonKind",
    "Relation",
    "Restriction",
    "Role",
    "RosterChange",
    "RosterChunk",
    "RosterProblem",
    "RosterRun",
    "RosterSource",
    "RunState",
    "SaidBy",
    "School",
    "SchoolRole",
    "Section",
    "SectionKind",
    "SourceKind",
    "Sourced",
    "Staged",
    "StagedContact",
    "StagedEnding",
    "StagedEnrolment",
    "StagedGuardianship",
    "StagedKeep",
    "StagedLink",
    "StagedPerson",
    "StagedRole",
    "StagedSchool",
    "StagedSection",
    "Term",
    "TravelBand",
]
