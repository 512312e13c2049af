"""Talks that waited on a phone: each is taken in once, or stays there with a sentence that says why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from gatepost.conversations.commands.talks import Talk, log_talk
from gatepost.conversations.rules import Perm
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import DomainError, NotAllowedError
from gatepost.people.models import Family, Person
from gatepost.touchpoints.commands.talks import SKEW
from gatepost.touchpoints.queries.activities import ForeignActivityError


class Result(StrEnum):
    """What became of one entry; only the first two let the phone forget it."""

    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class WaitingTalk:
    """One entry as a phone kept it: its own id, the family and the talk."""

    once: UUID
    family_id: int
    talk: Talk


@dataclass(frozen=True)
class Answer:
    """What the phone is told about one entry."""

    once: str
    result: Result
    message: str = ""


def take_in(entries: Iterable[WaitingTalk], *, by: Person, phone_says: dt.datetime | None = None) -> list[Answer]:
    """Log each entry in a transaction of its own, so that one that cannot be logged holds back no other.

    `phone_says` is the phone's own time when it sent them: a clock that goes wrong is set right by the difference.
    """
    ensure(by, Perm.LOG_TALK)
    ahead = phone_says - clock.now() if phone_says else dt.timedelta(0)
    shift = ahead if abs(ahead) > SKEW else dt.timedelta(0)
    waiting = list(entries)
    families = Family.objects.current().visible_to(by).in_bulk({entry.family_id for entry in waiting})
    return [_take_in(entry, families.get(entry.family_id), shift, by) for entry in waiting]


def _take_in(entry: WaitingTalk, family: Family | None, shift: dt.timedelta, by: Person) -> Answer:
    try:
        at = entry.talk.at - shift if entry.talk.at else None
    except OverflowError:
        return Answer(str(entry.once), Result.REFUSED, _("The date of this phone is wrong. Set it right and try again."))
    # An entry that stands already is known even where the child has left since: the first answer may have been lost.
    about = family or Family(pk=entry.family_id)
    try:
        return _log(about, replace(entry.talk, at=at), entry.once, by)
    except NotAllowedError:
        return Answer(str(entry.once), Result.REFUSED, _not_on_your_lists())
    except DomainError as error:
        return Answer(str(entry.once), Result.REFUSED, error.message)


def _log(family: Family, talk: Talk, once: UUID, by: Person) -> Answer:
    """What it was part of may be gone by the time it arrives, or was never the school's: the talk counts all the same."""
    try:
        is_new, remark = log_talk(family, talk=talk, once=once, by=by), ""
    except ForeignActivityError:
        is_new, remark = log_talk(family, talk=replace(talk, activity_id=None), once=once, by=by), _not_part_of_it()
    return Answer(str(once), Result.KEPT if is_new else Result.KNOWN, remark)


def _not_part_of_it() -> str:
    return _(
        "A talk was logged, but not as part of what you had chosen: that is not planned at this school any more. "
        "You can choose anew on the family's page."
    )


def _not_on_your_lists() -> str:
    return _(
        "This child is not on your lists now: it may have left the school or moved to another section, "
        "or you are working at another school at the moment."
    )
