"""The nouns of the room: plans with team, goals and actions; evaluations, measures, agreements, reviews."""

from gatepost.plans.models.plans import (
    NEXT,
    Action,
    ActionStatus,
    Goal,
    GoalKind,
    Plan,
    PlanQuerySet,
    PlanState,
    PlanVersion,
    Reading,
    Side,
    TeamMeeting,
    TeamMember,
)
from gatepost.plans.models.reviewing import Agreement, Decision, Evaluation, MeasureDecision, Review, Verdict

__all__ = [
    "NEXT", "Action", "ActionStatus", "Agreement", "Decision", "Evaluation", "Goal", "GoalKind", "MeasureDecision", "Plan",
    "PlanQuerySet", "PlanState", "PlanVersion", "Reading", "Review", "Side", "TeamMeeting", "TeamMember", "Verdict",
]  # fmt: skip
