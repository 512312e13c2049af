"""The nouns of the room, one module for each family of them."""

from gatepost.reach.models.cases import Attempt, Case, CaseQuerySet, ClosingReason
from gatepost.reach.models.letters import MondayLetter, StoppedLetter
from gatepost.reach.models.states import FamilyState, FamilyStateQuerySet, MarkedFamily, ReachState
from gatepost.reach.models.visits import GRACE, UNDER_WAY, CalledOff, HomeVisit, HomeVisitQuerySet, VisitHours, VisitState
from gatepost.reach.models.weeks import GroupKind, WeekCount

__all__ = [
    "GRACE",
    "UNDER_WAY",
    "Attempt",
    "CalledOff",
    "Case",
    "CaseQuerySet",
    "ClosingReason",
    "FamilyState",
    "FamilyStateQuerySet",
    "GroupKind",
    "HomeVisit",
    "HomeVisitQuerySet",
    "MarkedFamily",
    "MondayLetter",
    "ReachState",
    "StoppedLetter",
    "VisitHours",
    "VisitState",
    "WeekCount",
]
