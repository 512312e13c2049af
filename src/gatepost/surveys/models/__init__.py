"""The nouns of the room: surveys with their items, who was asked, answers, paper sheets, scores from outside."""

from gatepost.surveys.models.answering import FEWEST, Invitation, InvitationQuerySet, Remark, Response, Sealed, Stratum, Tally
from gatepost.surveys.models.paper import Sheet, SheetQuerySet, SheetRun, SheetState
from gatepost.surveys.models.scores import Score, ScoreFile, ScoreFileQuerySet
from gatepost.surveys.models.surveys import (
    AVERAGED,
    NEXT,
    Item,
    ItemKind,
    Part,
    Privacy,
    Survey,
    SurveyKind,
    SurveyQuerySet,
    SurveyState,
    Unit,
)

__all__ = [
    "AVERAGED", "FEWEST", "NEXT", "Invitation", "InvitationQuerySet", "Item", "ItemKind", "Part", "Privacy", "Remark", "Response",
    "Score", "ScoreFile", "ScoreFileQuerySet", "Sealed", "Sheet", "SheetQuerySet", "SheetRun", "SheetState", "Stratum", "Survey",
    "SurveyKind", "SurveyQuerySet", "SurveyState", "Tally", "Unit",
]  # fmt: skip
