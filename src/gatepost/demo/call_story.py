"""Calls: errands of named people, made or still to be made, and what the ledger says of them."""

import datetime as dt
from dataclasses import dataclass

from gatepost.demo.chronicle import Chronicle
from gatepost.demo.facts.words import CALLS
from gatepost.demo.households import Home
from gatepost.demo.places import StaffMember
from gatepost.errands.models import Errand, ErrandKind
from gatepost.touchpoints.models import Direction, Means, Outcome

_CAME_TO = {"reached": (Direction.BOTH, Outcome.ANSWERED), "no-answer": (Direction.OUT, Outcome.NO_ANSWER)}


@dataclass(frozen=True)
class Call:
    """What is asked of whom; without a result it is still to be made."""

    title: str
    owner: StaffMember
    source: str
    at: dt.datetime
    result: str = ""
    phone: str = ""


def tell_call(chronicle: Chronicle, home: Home, call: Call) -> None:
    """An errand, and what came of it in the ledger."""
    rng, today = chronicle.place.rng, chronicle.now.date()
    note = rng.choice(CALLS) if call.result == "reached" else ""
    done = {"closed_at": call.at, "closed_by_id": call.owner.key, "result": call.result, "result_note": note, "tries": 1}
    key = chronicle.copier.add(
        Errand, school_id=chronicle.place.key, kind=ErrandKind.CALL.value, owner_id=call.owner.key, family_id=home.key,
        section_id=home.section.key, source=call.source, title=call.title[:200], phone=call.phone, created_at=min(call.at, chronicle.now),
        script=_script(home), reason="This family is best told by phone.",
        due_on=call.at.date() if call.result else today + dt.timedelta(days=rng.randint(0, 4)), **(done if call.result else {}),
    )  # fmt: skip
    if call.result:
        direction, outcome = _CAME_TO[call.result]
        words = {"direction": direction, "staff_id": call.owner.key, "note": note}
        chronicle.touch(home, call.at, f"errands.errand:{key}:1:{home.key}", outcome, Means.PHONE, **words)


@dataclass(frozen=True)
class Mend:
    """A contact that does not work."""

    title: str
    source: str
    at: dt.datetime


def ask_to_mend(chronicle: Chronicle, home: Home, owner: StaffMember, mend: Mend) -> None:
    """What could not be delivered ends as a task of a named person."""
    chronicle.copier.add(
        Errand, school_id=chronicle.place.key, kind=ErrandKind.MEND_CONTACT.value, owner_id=owner.key, family_id=home.key,
        section_id=home.section.key, source=mend.source, title=mend.title[:200], created_at=mend.at, due_on=mend.at.date(),
        reason="What we tried did not arrive:\nE-mail: The mailbox is full.",
    )  # fmt: skip


def _script(home: Home) -> str:
    return f"Good morning, this is the school. Nothing is wrong. I am calling about {home.child}. Is this a good moment?"
