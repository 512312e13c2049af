"""The nouns of the room, one module for each family of them."""

from gatepost.reach.models.cases import Attempt, Case, CaseQuerySet, ClosingReason
from gatepost.reach.models.states import FamilyState, FamilyStateQuerySet, MarkedFamily, ReachState
from gatepost.reach.models.visits import HomeVisit, HomeVisitQuerySet, VisitState
from gatepost.reach.models.weeks import GroupKind, WeekCount

__all__ = [
    "Attempt",
    "Case",
    "CaseQuerySet",
    "ClosingReason",
    "FamilyState",
    "FamilyStateQuerySet",
    "GroupKind",
    "HomeVisit",
    "HomeVisitQuerySet",
    "MarkedFamily",
    "ReachState",
    "VisitState",
    "WeekCount",
]
