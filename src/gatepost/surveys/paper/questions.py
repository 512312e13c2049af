"""The questions of a survey as one sector gets them on paper, in one language: plain data for setting and for typing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from gatepost.kernel.text import clean_line
from gatepost.languages.tags import ui_language
from gatepost.surveys.models import Item, ItemKind, Survey
from gatepost.surveys.paper import family_texts as say
from gatepost.surveys.wording import spoken, wording_of

# How many options stand side by side, by the letters of the longest of them.
_COLUMNS = ((14, 4), (30, 3), (64, 2))


@dataclass(frozen=True)
class Option:
    value: int
    words: str


@dataclass(frozen=True)
class Question:
    """One item with its number on this sheet."""

    key: str
    number: int
    kind: str
    words: str
    options: tuple[Option, ...]
    only_if: str
    part_id: int

    @property
    def takes_several(self) -> bool:
        return self.kind == ItemKind.CHECKLIST

    @property
    def is_words(self) -> bool:
        return self.kind == ItemKind.TEXT

    @property
    def columns(self) -> int:
        longest = max((len(option.words) for option in self.options), default=0)
        return next((columns for letters, columns in _COLUMNS if longest <= letters), 1)


def questions_of(survey: Survey, sector: str, language: str) -> list[Question]:
    """What this sector is asked, numbered from 1, in the order of the sheet."""
    items = [item for item in Item.objects.filter(survey=survey).order_by("part__number", "number") if sector in item.sectors]
    original = survey.languages[0] if survey.languages else ""
    with translation.override(ui_language(language) or "en"):
        asked: dict[str, Question] = {}
        for number, item in enumerate(items, start=1):
            asked[item.key] = Question(
                key=item.key,
                number=number,
                kind=item.kind,
                words=clean_line(wording_of(item, sector, language, original=original)),
                options=_options(item, language, original),
                only_if=_only_if(item, asked),
                part_id=item.part_id,
            )
    return list(asked.values())


def parts_for_paper(survey: Survey, questions: Sequence[Question], language: str) -> list[dict[str, Any]]:
    """The parts that have a question for this sector, as the template of a sheet takes them."""
    original = survey.languages[0] if survey.languages else ""
    parts = []
    for part in survey.parts.order_by("number"):
        items = [_for_paper(question) for question in questions if question.part_id == part.pk]
        if items:
            title, lead = (clean_line(spoken(words, language, original=original)) for words in (part.title, part.lead))
            parts.append({"title": title, "lead": lead, "items": items})
    return parts


def _for_paper(question: Question) -> dict[str, Any]:
    hint = str(say.ANY_NUMBER) if question.takes_several else str(say.OWN_WORDS) if question.is_words else ""
    return {
        "key": question.key,
        "number": str(question.number),
        "kind": question.kind,
        "words": question.words,
        "hint": hint,
        "only_if": question.only_if,
        "columns": question.columns,
        "options": [{"value": option.value, "words": option.words} for option in question.options],
    }


def _options(item: Item, language: str, original: str) -> tuple[Option, ...]:
    if item.kind == ItemKind.TEXT:
        return ()
    return tuple(
        Option(int(one["value"]), clean_line(spoken(one.get("words") or {}, language, original=original))) for one in item.options
    )


def _only_if(item: Item, asked: dict[str, Question]) -> str:
    """On paper nothing hides a question: it says itself to whom it is put."""
    before = asked.get(str(item.shown_if.get("item", ""))) if item.shown_if else None
    if before is None:
        return ""
    wanted = item.shown_if.get("values") or []
    answers = [option.words for option in before.options if option.value in wanted]
    return str(say.ONLY_IF) % {
        "answer": "” / “".join(answers),
        "number": before.number,
    }
