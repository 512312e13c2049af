"""The next step towards a family: what has not been tried yet, in the order that people recommend to each other.

another channel → a call in the family's language → somebody they trust → a letter with a slip → a personal invitation → the offer
of a visit
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.kernel.templatetags.ui import day_in_words
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import NeedKind
from gatepost.reach.models import ReachState
from gatepost.reach.wording import language_in_words, tries_in_words
from gatepost.touchpoints.models import Means


class StepKind(TextChoices):
    """What can be planned, in the order of the ladder; the value stands in addresses and in the sources of errands."""

    GOOD_NEWS = "good-news", gettext_lazy("Write good news")
    EMAIL = "email", gettext_lazy("Write an e-mail")
    CALL = "call", gettext_lazy("Call them, in their language")
    TRUSTED = "trusted", gettext_lazy("Ask somebody they trust")
    LETTER = "letter", gettext_lazy("Send a letter with a slip")
    OTHER_HOME = "other-home", gettext_lazy("Ask the other home")
    INVITE = "invite", gettext_lazy("Invite them in person")
    VISIT = "visit", gettext_lazy("Offer a visit")


@dataclass(frozen=True)
class Situation:
    """All that the choice of a step depends on. `tried` counts tries by means since the last talk.

    `steps_taken`: rungs of the ladder that were planned since then. `known_to`: who of the staff talked with them last.
    """

    state: str
    since: dt.date
    language: str = ""
    school_language: str = "en"
    prefers_call: bool = False
    needs: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    can_email: bool = False
    can_phone: bool = False
    broken: tuple[tuple[str, str], ...] = ()
    tried: Mapping[str, int] = field(default_factory=dict)
    steps_taken: frozenset[str] = frozenset()
    first_try_on: dt.date | None = None
    readings: int = 0
    had_good_news: bool = False
    other_home_talks: bool = False
    known_to: str = ""
    known_to_id: int | None = None
    may_offer_visit: bool = True

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
    """The first rung that fits and has not been tried, a barrier's own rung before all others; the last one fits always."""
    return next(step for rung in (*_called_for(now), *_RUNGS) if (step := rung(now)) is not None)


def _called_for(now: Situation) -> list["Rung"]:
    """A barrier that we know of says where to begin."""
    return [rung for barrier, rung in _BARRIER_RUNGS.items() if barrier in now.barriers]


def _good_news(now: Situation) -> Step | None:
    if now.state != ReachState.INFORMED or not now.readings or now.had_good_news or StepKind.GOOD_NEWS in now.steps_taken:
        return None
    why = _("They read what we send, and good news about their child is due.")
    return Step(StepKind.GOOD_NEWS, _("Write good news"), why)


def _other_home_first(now: Situation) -> Step | None:
    return _other_home(now) if now.state == ReachState.NO_CONTACT else None


def _email(now: Situation) -> Step | None:
    """Another channel than those tried so far; not for those who asked for a call."""
    if not now.can_email or Means.EMAIL in now.tried or StepKind.EMAIL in now.steps_taken:
        return None
    is_called_first = now.prefers_call or BarrierKind.CHANNEL in now.barriers
    if is_called_first and _call(now) is not None:
        return None
    return Step(StepKind.EMAIL, _("Write an e-mail"), _("An e-mail has not been tried since then."))


def _call(now: Situation) -> Step | None:
    if not now.can_phone or Means.PHONE in now.tried or StepKind.CALL in now.steps_taken:
        return None
    if now.foreign_language:
        words = {"language": now.foreign_language}
        why = _("A call in %(language)s has not been tried.") % words
        if NeedKind.INTERPRETER in now.needs:
            why += " " + _("They asked for an interpreter.")
        return Step(StepKind.CALL, _("Plan the call in %(language)s") % words, why)
    why = _("They prefer a call, and none has been tried.") if now.prefers_call else _("A call has not been tried.")
    return Step(StepKind.CALL, _("Plan the call"), why)


def _trusted(now: Situation) -> Step | None:
    if StepKind.TRUSTED in now.steps_taken:
        return None
    if now.known_to:
        why = _("%(name)s talked with them last, and they know each other.") % {"name": now.known_to}
        return Step(StepKind.TRUSTED, _("Ask %(name)s") % {"name": now.known_to}, why)
    if not (now.tried or now.steps_taken or BarrierKind.BAD_EXPERIENCE in now.barriers):
        return None  # nothing of our own has been tried yet
    if now.foreign_language:
        why = _("Another family or a colleague who speaks %(language)s may open the door.") % {"language": now.foreign_language}
    else:
        why = _("Somebody they trust may open the door: another family, a former teacher, a neighbour.")
    return Step(StepKind.TRUSTED, _("Ask somebody they trust"), why)


def _letter(now: Situation) -> Step | None:
    if Means.LETTER in now.tried or StepKind.LETTER in now.steps_taken:
        return None
    why = _("A letter with a reply slip, carried home by the child, has not been tried.")
    if not now.can_phone and not now.can_email:
        why = _("A child can always carry a letter home: ask on the slip which number or address to use.")
    return Step(StepKind.LETTER, _("Send a letter with a slip"), why)


def _other_home(now: Situation) -> Step | None:
    if not now.other_home_talks or StepKind.OTHER_HOME in now.steps_taken:
        return None
    why = _("The child's other home talks with us: ask there which number to use.")
    return Step(StepKind.OTHER_HOME, _("Ask the other home"), why)


def _invite(now: Situation) -> Step | None:
    if StepKind.INVITE in now.steps_taken:
        return None
    why = _("What has not been tried: an invitation by name, from somebody they know.")
    if BarrierKind.NOT_ASKED in now.barriers:
        why = _("Nobody has asked them personally yet.")
    return Step(StepKind.INVITE, _("Invite them in person"), why)


def _visit(now: Situation) -> Step | None:
    if StepKind.VISIT in now.steps_taken or not now.may_offer_visit:
        return None
    why = _("A visit, if they would like one: two of us, at home or where they prefer, about their hopes for the child.")
    return Step(StepKind.VISIT, _("Offer a visit"), why)


def _once_more(_now: Situation) -> Step:
    why = _("Every step has been tried once. Try again with somebody else, at another hour.")
    return Step(StepKind.INVITE, _("Try once more, in person"), why)


Rung = Callable[[Situation], Step | None]
_RUNGS: tuple[Rung, ...] = (
    _good_news,
    _other_home_first,
    _email,
    _call,
    _trusted,
    _letter,
    _other_home,
    _invite,
    _visit,
    _once_more,
)
_BARRIER_RUNGS: dict[str, Rung] = {
    BarrierKind.LANGUAGE: _call,
    BarrierKind.CHANNEL: _call,
    BarrierKind.JARGON: _call,
    BarrierKind.BAD_EXPERIENCE: _trusted,
    BarrierKind.NOT_ASKED: _invite,
}


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
        number = sum(now.tried.values())
        told = ngettext(
            "%(tries)s since %(day)s has not led to a talk yet.", "%(tries)s since %(day)s have not led to a talk yet.", number
        )
        sentences.append(told % words)
    elif now.state != ReachState.NO_CONTACT:
        sentences.append(_("We have not tried anything since %(day)s.") % {"day": day_in_words(now.since)})
    return " ".join(sentences)
