"""Two entries of one sheet side by side, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gatepost.surveys.models import Sheet
from gatepost.surveys.paper.keeping import told
from gatepost.surveys.paper.questions import Question


@dataclass(frozen=True)
class Line:
    """What each of the two entries says to one question; "" where it says nothing."""

    key: str
    number: int
    words: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def lines_of(sheet: Sheet, questions: Sequence[Question]) -> list[Line]:
    survey = sheet.run.survey
    first, second = told(survey, sheet.entered) or {}, told(survey, sheet.entered_again) or {}
    return [
        Line(question.key, question.number, question.words, _said(first, question), _said(second, question))
        for question in questions
    ]


def _said(entry: Mapping[str, Any], question: Question) -> str:
    if question.is_words:
        return str(entry.get("remarks", {}).get(question.key, ""))
    mark = entry.get("marks", {}).get(question.key)
    values = [] if mark is None else mark if isinstance(mark, list) else [mark]
    places = {option.value: f"{place} · {option.words}" for place, option in enumerate(question.options, start=1)}
    return "; ".join(places.get(value, str(value)) for value in values)
