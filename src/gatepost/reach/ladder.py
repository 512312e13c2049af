"""The next step towards a family: what has not been tried yet, in the order that people recommend to each other.

another channel → a call in the family's language → a letter with a slip → somebody they trust → a personal invitation
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatepost.kernel.templatetags.ui import day_in_words
from gatepost.people.models import NeedKind
from gatepost.reach.models import ReachState
from gatepost.reach.wording import language_in_words, tries_in_words
from gatepost.touchpoints.models import Means


class StepKind(StrEnum):
    """What can be planned; the value stands in addresses and in the sources of errands."""

    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"
    OTHER_HOME = "other-home"
    GOOD_NEWS = "good-news"
    INVITE = "invite"


@dataclass(frozen=True)
class Situation:
    """All that the choice of a step depends on. `tried` counts tries by means since the last talk."""

    state: str
    since: dt.date
    language: str = ""
    school_language: str = "en"
    prefers_call: bool = False
    needs: frozenset[str] = frozenset()
    can_email: bool = False
    can_phone: bool = False
    broken: tuple[tuple[str, str], ...] = ()
    tried: Mapping[str, int] = field(default_factory=dict)
    first_try_on: dt.date | None = None
    readings: int = 0
    had_good_news: bool = False
    other_home: str = ""

    @property
    def foreign_language(self) -> str:
        """The family's language in words, where it is not the school's."""
        is_own = self.language.split("-")[0] == self.school_language.split("-")[0]
        return "" if is_own or not self.language else language_in_words(self.language)


@dataclass(frozen=True)
class Step:
    kind: StepKind
    button: str
    why: str


def next_step(now: Situation) -> Step:
    """The first rung that fits and has not been tried; the last fits always, and can be tried again by another person."""
    return next(step for rung in _RUNGS if (step := rung(now)) is not None)


def _good_news(now: Situation) -> Step | None:
    if now.state != ReachState.INFORMED or not now.readings or now.had_good_news:
        return None
    why = _("They read what we send, and good news about their child is due.")
    return Step(StepKind.GOOD_NEWS, _("Write good news"), why)


def _other_home_first(now: Situation) -> Step | None:
    return _other_home(now) if now.state == ReachState.NO_CONTACT else None


def _call(now: Situation) -> Step | None:
    if not now.can_phone or Means.PHONE in now.tried:
        return None
    if now.foreign_language:
        words = {"language": now.foreign_language}
        why = _("A call in %(language)s has not been tried.") % words
        if NeedKind.INTERPRETER in now.needs:
            why += " " + _("They asked for an interpreter.")
        return Step(StepKind.CALL, _("Plan the call in %(language)s") % words, why)
    why = _("They prefer a call, and none has been tried.") if now.prefers_call else _("A call has not been tried.")
    return Step(StepKind.CALL, _("Plan the call"), why)


def _letter(now: Situation) -> Step | None:
    if Means.LETTER in now.tried:
        return None
    why = _("A letter with a reply slip, carried home by the child, has not been tried.")
    if not now.can_phone and not now.can_email:
        why = _("A child can always carry a letter home: ask on the slip which number or address to use.")
    return Step(StepKind.LETTER, _("Send a letter with a slip"), why)


def _email(now: Situation) -> Step | None:
    if not now.can_email or Means.EMAIL in now.tried:
        return None
    return Step(StepKind.EMAIL, _("Write an e-mail"), _("An e-mail has not been tried since then."))


def _other_home(now: Situation) -> Step | None:
    if not now.other_home:
        return None
    why = _("The child's other home talks with us (%(name)s): ask there which number to use.") % {"name": now.other_home}
    return Step(StepKind.OTHER_HOME, _("Ask the other home"), why)


def _invite(now: Situation) -> Step:
    why = _("What has not been tried: an invitation by name, from somebody they know.")
    return Step(StepKind.INVITE, _("Invite them in person"), why)


_RUNGS: tuple[Callable[[Situation], Step | None], ...] = (
    _good_news,
    _other_home_first,
    _call,
    _letter,
    _email,
    _other_home,
    _invite,
)


_BROKEN = {
    ("email", "bouncing"): gettext_lazy("The e-mail address we hold sends our mail back."),
    ("email", "wrong-person"): gettext_lazy("The e-mail address we hold belongs to somebody else."),
    ("email", "opted-out"): gettext_lazy("They asked us not to write e-mails."),
    ("phone", "bouncing"): gettext_lazy("The phone number we hold is out of use."),
    ("phone", "wrong-person"): gettext_lazy("The phone number we hold belongs to somebody else."),
    ("phone", "opted-out"): gettext_lazy("They asked us not to use their phone number."),
}


def what_was_tried(now: Situation) -> str:
    """What the school has tried so far, in a sentence or two; never what a family has not done."""
    sentences = []
    if now.state == ReachState.NO_CONTACT:
        known = [str(_BROKEN[pair]) for pair in dict.fromkeys(now.broken) if pair in _BROKEN]
        sentences += known or [_("We hold no e-mail address and no phone number of this family.")]
    if now.tried:
        words = {"tries": tries_in_words(now.tried), "day": day_in_words(now.first_try_on or now.since)}
        sentences.append(_("%(tries)s since %(day)s have not led to a talk yet.") % words)
    elif now.state != ReachState.NO_CONTACT:
        sentences.append(_("We have not tried anything since %(day)s.") % {"day": day_in_words(now.since)})
    return " ".join(sentences)
