"""The invitation and the reminder in one reader's language: what is asked, what is promised, until when, and where."""

import datetime as dt
import math

from babel.dates import format_date
from django.utils import translation

from gatepost.channels.addressing import Words
from gatepost.framework.types import Sector
from gatepost.languages.queries import frame_language
from gatepost.languages.tags import babel_locale
from gatepost.surveys import family_texts as say
from gatepost.surveys.models import Invitation, Survey, Unit
from gatepost.surveys.promise import promise_of
from gatepost.surveys.wording import spoken

# So many questions are answered in a minute; a checklist takes no longer than a scale.
_A_MINUTE = 3.5
_SHORTEST = 2
# A subject is one line.
_LONGEST_SUBJECT = 200


def minutes_for(number_of_items: int) -> int:
    return max(_SHORTEST, math.ceil(number_of_items / _A_MINUTE))


def words_for(survey: Survey, reader_language: str, *, minutes: int, again: bool = False) -> Words:
    """What a family reads, with `{own_link}` where its own link stands."""
    ours = frame_language(survey.school.language, "en")
    theirs = frame_language(reader_language, ours)
    return Words(
        language=theirs,
        frame_language=theirs,
        subject=_subject(survey, theirs, again=again),
        body=_family_body(survey, theirs, minutes=minutes, again=again),
        origin="human" if theirs == "en" else "phrasebook",
        original_language=ours,
        original_body="" if theirs == ours else _family_body(survey, ours, minutes=minutes, again=again),
    )


def staff_words(survey: Survey, asked: Invitation, *, minutes: int, page: str, again: bool = False) -> tuple[str, str]:
    """(subject, body) of the mail to a colleague, who signs in to answer."""
    language, sector = frame_language(asked.language, survey.school.language), asked.sector
    with translation.override(language):
        parts = [
            *_opening(survey, language, minutes=minutes, again=again),
            *_promise(survey, sector),
            *_last_day(survey.closes_on, language),
        ]
        return _subject(survey, language, again=again), "\n\n".join([*parts, f"{say.STAFF_OPEN}\n{page}"])


def _subject(survey: Survey, language: str, *, again: bool) -> str:
    with translation.override(language):
        words = say.SUBJECT_AGAIN if again else say.SUBJECT
        return (str(words) % {"school": survey.school.name})[:_LONGEST_SUBJECT]


def _family_body(survey: Survey, language: str, *, minutes: int, again: bool) -> str:
    with translation.override(language):
        who = say.ONE_FOR_FAMILY if survey.unit == Unit.FAMILY else say.EACH_ADULT
        parts = [
            *_opening(survey, language, minutes=minutes, again=again),
            *_promise(survey, Sector.FAMILIES),
            str(who),
            *_last_day(survey.closes_on, language),
            f"{say.OPEN_HERE}\n{{own_link}}",
            f"{say.OR_ON_PAPER}\n{say.LAST_WORD}",
        ]
        return "\n\n".join(parts)


def _opening(survey: Survey, language: str, *, minutes: int, again: bool) -> list[str]:
    original = survey.languages[0] if survey.languages else ""
    names = {
        "school": survey.school.name,
        "title": spoken(survey.title, language, original=original),
        "minutes": str(minutes),
    }
    own_words = "" if again else spoken(survey.intro, language, original=original)
    first = str(say.AGAIN if again else say.ASKS) % names
    return [part for part in (first, own_words, str(say.HOW_LONG) % names) if part]


def _promise(survey: Survey, sector: str) -> list[str]:
    """In short, as on the first page, where the rest of it stands."""
    promise = promise_of(survey, sector)
    return [f"{promise.headline} {promise.kept[0]}"]


def _last_day(day: dt.date | None, language: str) -> list[str]:
    if day is None:
        return []
    return [str(say.LAST_DAY) % {"day": format_date(day, format="full", locale=babel_locale(language))}]
