"""What the pages show: words in the reader's language, or in the one they exist in, said to be so."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gatepost.languages.choosing import language_menu
from gatepost.languages.queries import is_signed
from gatepost.languages.tags import is_rtl, language_name
from gatepost.surveys.answering.walk import Walk
from gatepost.surveys.inviting import minutes_for
from gatepost.surveys.models import Invitation, Item, ItemKind, Survey, SurveyKind
from gatepost.surveys.promise import Promise, promise_of
from gatepost.surveys.tokens import PAGE, token_of
from gatepost.surveys.wording import Words, spoken_in

# So many questions fit on one page together with the promise.
_ONE_PAGE = 3


@dataclass(frozen=True)
class Said:
    """Words and the language they are in, for `lang` and `dir`."""

    words: str
    language: str

    @property
    def is_rtl(self) -> bool:
        return is_rtl(self.language)


@dataclass(frozen=True)
class Option:
    value: int
    said: Said
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One question on the screen, with what was answered to it."""

    key: str
    kind: str
    said: Said
    options: list[Option]
    written: str

    @property
    def is_open(self) -> bool:
        return self.kind == ItemKind.TEXT

    @property
    def takes_several(self) -> bool:
        return self.kind == ItemKind.CHECKLIST


def is_one_page(survey: Survey, items: Sequence[Item]) -> bool:
    """A pulse: two or three questions and the promise, sent in one press."""
    is_short = survey.kind in {SurveyKind.PULSE, SurveyKind.EVALUATION} and len(items) <= _ONE_PAGE
    return is_short and not any(item.shown_if for item in items)


def frame(survey: Survey, sector: str, language: str) -> dict[str, Any]:
    """What every page of a survey needs: its title, the promise, the languages it speaks."""
    return {
        "survey": survey,
        "sector": sector,
        "title": _said(survey, survey.title, language),
        "promise": promise_of(survey, sector),
        "is_unreviewed": language != "en" and not is_signed(language),
        **language_menu(language),
        "languages": _menu(survey, language),
    }


def start(survey: Survey, sector: str, items: Sequence[Item], language: str) -> dict[str, Any]:
    """The first page: what it is for and how long it takes."""
    return {
        "intro": _said(survey, survey.intro, language),
        "number": len(items),
        "minutes": minutes_for(len(items)),
        "foreign": foreign(survey, sector, items, language),
    }


def foreign(survey: Survey, sector: str, items: Sequence[Item], language: str) -> str:
    """The name of the language in which some of the questions are, where it is not the reader's."""
    said = [_said(survey, _asked(item, sector), language).language for item in items]
    return next((language_name(tag) for tag in said if tag and tag.lower() != language), "")


def page(survey: Survey, sector: str, items: Sequence[Item], walk: Walk, language: str) -> dict[str, Any]:
    """One page of questions, and how far it is."""
    by_key = {item.key: item for item in items}
    here = [by_key[key] for key in walk.on_screen if key in by_key]
    parts = list(dict.fromkeys(item.part_id for item in items))
    part = here[0].part
    return {
        "part_title": _said(survey, part.title, language),
        "part_lead": _said(survey, part.lead, language),
        "part_number": parts.index(part.pk) + 1,
        "parts": len(parts),
        "questions": questions(survey, sector, here, walk, language),
    }


def questions(survey: Survey, sector: str, items: Sequence[Item], walk: Walk, language: str) -> list[Question]:
    return [_question(survey, sector, item, walk, language) for item in items]


def _question(survey: Survey, sector: str, item: Item, walk: Walk, language: str) -> Question:
    mark = walk.marks.get(item.key, [])
    chosen = set(mark if isinstance(mark, list) else [mark])
    options = [
        Option(option["value"], _said(survey, option["words"], language), option["value"] in chosen) for option in item.options
    ]
    return Question(item.key, item.kind, _said(survey, _asked(item, sector), language), options, walk.remarks.get(item.key, ""))


def _asked(item: Item, sector: str) -> Words:
    wordings: dict[str, Words] = item.wordings
    return wordings.get(sector) or wordings.get("") or next(iter(wordings.values()), {})


def _said(survey: Survey, words: Words, language: str) -> Said:
    tag, text = spoken_in(words, language, original=survey.languages[0] if survey.languages else "")
    return Said(text, tag)


def _menu(survey: Survey, language: str) -> list[tuple[str, str]]:
    """The languages it can be answered in, and the one on the screen."""
    offered = {code.lower() for code in survey.languages} | {language}
    return [(code, name) for code, name in settings.LANGUAGES if code in offered]


@dataclass(frozen=True)
class Waiting:
    """One line of "the school would like to ask you"."""

    title: Said
    promise: Promise
    closes_on: dt.date | None
    url: str


def waiting_rows(asked: Sequence[Invitation], language: str) -> list[Waiting]:
    return [
        Waiting(
            _said(row.survey, row.survey.title, language),
            promise_of(row.survey, row.sector),
            row.survey.closes_on,
            f"{PAGE}{token_of(row)}/",
        )
        for row in asked
    ]
