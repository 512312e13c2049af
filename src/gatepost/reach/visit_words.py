"""Words that have no place in the notes of a home visit: marks, discipline, absences, in every language of our pages and two more.

A visit is about hopes and dreams. The lists are short and precise on purpose: whole words and fixed turns of phrase, all
languages looked for at once, because people write as they speak. What they catch by mistake ("detention" in a grandmother's
story) stays where whoever wrote it says, after the explanation, that it is not about these things; the note is never lost.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext as _

from gatepost.reach.visit_word_lists import LISTS


class Topic(StrEnum):
    """What a visit is not about."""

    MARKS = "marks"
    DISCIPLINE = "discipline"
    ABSENCE = "absence"


@dataclass(frozen=True)
class Found:
    """A word as it was written, and what it is about."""

    word: str
    topic: Topic
    at: int

    @property
    def key(self) -> str:
        """The same for one word in small and in capital letters."""
        return self.word.casefold()

    @property
    def why(self) -> str:
        """To whoever wrote it: what was found, why it does not belong here, and what to do."""
        sentences = {
            Topic.MARKS: _("A visit is not about marks: “%(word)s” was found. Please leave it out; the rest is kept here."),
            Topic.DISCIPLINE: _(
                "A visit is not about discipline: “%(word)s” was found. Please leave it out; the rest is kept here."
            ),
            Topic.ABSENCE: _("A visit is not about absences: “%(word)s” was found. Please leave it out; the rest is kept here."),
        }
        return sentences[self.topic] % {"word": self.word}


# Marks written as figures or letters, the same everywhere: 7/10, 15,5/20, 8 out of 10, C-, B+, "got a D". Not a grade as the
# year of school (grade 4, 4B, fourth grade), not a date (7/10/2026), not 24/7 or 3/4 of an hour. Capitals matter here.
_MARKS_AS_FIGURES = (
    r"(?<![\d/.,])\d{1,3}(?:[.,]\d{1,2})?\s?/\s?(?:10|20|100)(?![\w/]|[.,]\d)",
    r"(?<!\w)\d{1,3}(?:[.,]\d{1,2})?\s(?:out\sof|sur|sobre|din|من|з|trên)\s(?:10|20|100)(?![\w/]|[.,]\d)",
    r"(?<!\w)[A-F][+\-\u2212](?![\w+\-\u2212])",
    r"(?<!\w)[Ss]traight\s[A-F][’']?s?(?!\w)",
    r"(?<!\w)(?:[Gg]ot|[Gg]ets|[Rr]eceived|[Ee]arned|[Ss]cored)\s(?:an?\s)?[A-F](?![\w’'])",
    r"(?<!\w)(?:[Gg]ot|[Gg]ets|[Rr]eceived|[Ss]cored)\s(?:an?\s|only\s)?\d{1,3}(?:[.,]\d)?\s?(?:%|percent(?!\w))",
    r"(?<!\w)(?:[Gg]rade|[Mm]ark)\sof\s(?:an?\s)?(?:[A-F]|\d)(?!\w)",
    r"(?<!\w)[Gg]rade\s[A-F](?![\w’'])",
)
# Chinese is written without spaces, so its words have no edges to look for.
_WITHOUT_SPACES = frozenset({"zh-hans"})
# Arabic writes "and", "with", "for" and "the" together with the word.
_PREFIXES = {"ar": r"[وف]?(?:بال|كال|لل|ال|[بلك])?"}
_DECORATION = re.compile(r"[\u064b-\u065f\u0670\u0640]")


def refused_words(text: str) -> list[Found]:
    """Every word that does not belong in the notes of a visit, in the order of the text, each said once."""
    found = sorted(_look_through(_plain(text)), key=lambda one: (one.at, -len(one.word)))
    by_word: dict[str, Found] = {}
    end = 0
    for one in found:
        if one.at >= end:
            by_word.setdefault(one.key, one)
            end = one.at + len(one.word)
    return list(by_word.values())


def _look_through(text: str) -> Iterator[Found]:
    for topic, pattern in _patterns():
        for match in pattern.finditer(text):
            yield Found(match[0], topic, match.start())


def _plain(text: str) -> str:
    """One way of writing: composed letters, single spaces, figures of any script as 0 to 9, no vowel signs or other decoration."""
    composed = " ".join(_DECORATION.sub("", unicodedata.normalize("NFC", text)).replace("’", "'").split())
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in composed)


@cache
def _patterns() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    patterns = [(Topic.MARKS, re.compile("|".join(_MARKS_AS_FIGURES)))]
    for language, topics in LISTS.items():
        for topic, words in topics.items():
            patterns.append((Topic(topic), re.compile(_whole_words(language, words), re.IGNORECASE)))
    return tuple(patterns)


def _whole_words(language: str, words: tuple[str, ...]) -> str:
    """Any of the words, from edge to edge."""
    anyone = "|".join(words)
    if language in _WITHOUT_SPACES:
        return f"(?:{anyone})"
    return rf"(?<!\w){_PREFIXES.get(language, '')}(?:{anyone})(?!\w)"
