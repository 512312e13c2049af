"""What a survey promises whoever answers, said in words and kept in deeds. Asked by every page, sheet and command."""

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy

from gatepost.framework.types import Sector
from gatepost.surveys.answering import family_texts as say
from gatepost.surveys.models import Privacy, Survey

Say = str | Lazy


@dataclass(frozen=True)
class Promise:
    """`headline` is the promise in one line, `kept` says what exactly is kept, line by line.

    `is_boxed`: the answer waits sealed and leaves the box in a group; `keeps_person`: it stays joined to the invitation;
    `names_person`: the school reads whose it is.
    """

    slug: str
    headline: Say
    kept: tuple[Say, ...]
    is_boxed: bool = False
    keeps_person: bool = False
    names_person: bool = False


_NAMED = Promise("named", say.NAMED, (say.NAMED_KEPT,), keeps_person=True, names_person=True)
_CONFIDENTIAL = Promise("confidential", say.CONFIDENTIAL, (say.CONFIDENTIAL_KEPT, say.CONFIDENTIAL_WORDS), keeps_person=True)
# The leadership of a school is one person or three: a box would promise what it cannot keep.
_LEADERSHIP = Promise("leadership", say.LEADERSHIP, (say.LEADERSHIP_FEW, say.LEADERSHIP_NO_NAME))
_LEADERSHIP_KEPT = Promise("leadership", say.LEADERSHIP, (say.LEADERSHIP_FEW, say.LEADERSHIP_NAME), keeps_person=True)


def _anonymous(kept: Say) -> Promise:
    lines = (say.ANONYMOUS_LOCKED, say.ANONYMOUS_APART, kept, say.ANONYMOUS_FEW, say.OWN_WORDS_STAND_ALONE)
    return Promise("anonymous", say.ANONYMOUS, lines, is_boxed=True)


def promise_of(survey: Survey, sector: str) -> Promise:
    """What holds for the answers of this sector."""
    if survey.privacy == Privacy.NAMED:
        return _NAMED
    is_anonymous = survey.privacy == Privacy.ANONYMOUS
    if sector == Sector.DIRECTORS:
        return _LEADERSHIP if is_anonymous else _LEADERSHIP_KEPT
    if is_anonymous:
        return _anonymous(say.ANONYMOUS_KEPT_WORK if sector == Sector.TEACHERS else say.ANONYMOUS_KEPT_HOME)
    return _CONFIDENTIAL
