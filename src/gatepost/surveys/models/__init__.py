"""The nouns of the room: surveys with their items, who was asked, answers, paper sheets, scores from outside."""

from gatepost.surveys.models.answering import FEWEST, Invitation, InvitationQuerySet, Remark, Response, Sealed, Stratum, Tally
from gatepost.surveys.models.paper import Sheet, SheetQuerySet, SheetRun, SheetState
from gatepost.surveys.models.scans import Doubt, DoubtKind, Scan, ScannedPage, ScanState
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
from gatepost.surveys.models.tallies import Counting, ScaleTally, StratumTally
from gatepost.surveys.models.type_counts import TypeCount

__all__ = [
    "AVERAGED", "FEWEST", "NEXT", "Counting", "Doubt", "DoubtKind", "Invitation", "InvitationQuerySet", "Item", "ItemKind",
    "Part", "Privacy", "Remark", "Response", "ScaleTally", "Scan", "ScanState", "ScannedPage", "Score", "ScoreFile",
    "ScoreFileQuerySet", "Sealed", "Sheet", "SheetQuerySet", "SheetRun", "SheetState", "Stratum", "StratumTally", "Survey",
    "SurveyKind", "SurveyQuerySet", "SurveyState", "Tally", "TypeCount", "Unit",
]  # fmt: skip
