"""What stands between a family and the school: one list in two halves, and what the school does about each.

The school's own half comes first: most of what keeps families away is in the school's hands. The other half is never held
against a family; it tells the school how to come to meet it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class BarrierKind(models.TextChoices):
    """In the words of staff pages; families read the words of `reach.family_texts`."""

    LANGUAGE = "language", _("We do not write or speak in their language")
    HOURS = "hours", _("Our hours do not fit theirs")
    TRANSPORT = "transport", _("The way to school")
    CHILDCARE = "childcare", _("Nobody to look after younger children")
    JARGON = "jargon", _("Our words are hard to understand")
    BAD_EXPERIENCE = "bad-experience", _("A bad experience with a school")
    NOT_ASKED = "not-asked", _("Nobody has asked them personally")
    ACCESS = "accessibility", _("Our rooms or papers are not accessible to them")
    CHANNEL = "channel", _("We use a channel they do not use")
    OTHER = "other", _("Something else, in words of their own")
    WORK = "work", _("Work that leaves little time")
    HEALTH = "health", _("Illness, or somebody to care for")
    HOUSING = "housing", _("A move, or where and how they live")
    FAMILY_CHANGE = "family-change", _("Something has changed in the family")


class Accommodation(models.TextChoices):
    """What the school does so that a barrier matters less: rooms above ask for it when they plan something."""

    INTERPRETER = "interpreter", _("Have an interpreter there")
    EVENING = "evening-slot", _("Offer an hour that fits theirs")
    TRANSPORT = "transport", _("Arrange the way, or come to them")
    CHILDCARE = "childcare", _("Have somebody look after the younger children")
    PLAIN_WORDS = "plain-words", _("Use plain words and tell it by voice")
    LISTEN_FIRST = "listen-first", _("Listen first, with somebody from the leadership")
    ASK_IN_PERSON = "ask-in-person", _("Ask them in person")
    ACCESSIBLE = "accessible", _("Step-free room, large print")
    OTHER_CHANNEL = "other-channel", _("Call instead of writing, or the channel they name")
    THEIR_WORDS = "their-words", _("Read what they said, and answer it")
    SHORT_AND_EARLY = "short-and-early", _("Keep it short, tell it early, let them answer later")
    FROM_HOME = "from-home", _("Meet from home, by phone or on a visit")
    HELP_NEARBY = "help-nearby", _("Ask whether help nearby would be welcome")
    PATIENCE = "patience", _("Keep the door open, without asking why")


@dataclass(frozen=True)
class Barrier:
    """One entry of the list. `in_our_hands`: the school can remove it."""

    kind: BarrierKind
    in_our_hands: bool
    accommodation: Accommodation


_OURS = {
    BarrierKind.LANGUAGE: Accommodation.INTERPRETER,
    BarrierKind.HOURS: Accommodation.EVENING,
    BarrierKind.TRANSPORT: Accommodation.TRANSPORT,
    BarrierKind.CHILDCARE: Accommodation.CHILDCARE,
    BarrierKind.JARGON: Accommodation.PLAIN_WORDS,
    BarrierKind.BAD_EXPERIENCE: Accommodation.LISTEN_FIRST,
    BarrierKind.NOT_ASKED: Accommodation.ASK_IN_PERSON,
    BarrierKind.ACCESS: Accommodation.ACCESSIBLE,
    BarrierKind.CHANNEL: Accommodation.OTHER_CHANNEL,
    BarrierKind.OTHER: Accommodation.THEIR_WORDS,
}
_OUTSIDE = {
    BarrierKind.WORK: Accommodation.SHORT_AND_EARLY,
    BarrierKind.HEALTH: Accommodation.FROM_HOME,
    BarrierKind.HOUSING: Accommodation.HELP_NEARBY,
    BarrierKind.FAMILY_CHANGE: Accommodation.PATIENCE,
}
BARRIERS: dict[str, Barrier] = {
    kind.value: Barrier(kind, kind in _OURS, accommodation) for kind, accommodation in (_OURS | _OUTSIDE).items()
}
HALVES: dict[bool, str | Promise] = {True: _("The school can remove"), False: _("Outside the school")}
