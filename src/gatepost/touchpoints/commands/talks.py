"""One touchpoint at a time: talks, calls, visits, and mending what was written down wrongly."""

import datetime as dt
from typing import Required, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gatepost.channels.models import Delivery, Mailing
from gatepost.channels.queries import families_to_tell
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Family, Person
from gatepost.touchpoints.models import Activity, Direction, Means, Outcome, Touchpoint, usual_place
from gatepost.touchpoints.queries import school_of_family
from gatepost.touchpoints.queries.activities import activity_at
from gatepost.touchpoints.rules import Perm
from gatepost.touchpoints.signals import entry_corrected, ledger_grew

LONGEST_NOTE = 4000
# A phone in a pocket may run a little fast; what is further ahead is a mistake.
SKEW = dt.timedelta(minutes=10)


class Particulars(TypedDict, total=False):
    """What may be told of any contact."""

    adult: Person | None
    involvement_type: str
    content_kind: str
    tone: str
    note: str
    at: dt.datetime | None
    activity_id: int | None


class Talk(Particulars, total=False):
    means: Required[str]
    place: str


class Contact(Talk, total=False):
    direction: Required[str]
    outcome: Required[str]


class Mended(Particulars, total=False):
    means: str
    place: str
    direction: str
    outcome: str


# What a call came to, by the errand's result.
_CALLS: dict[str, tuple[Direction, Outcome]] = {
    "reached": (Direction.BOTH, Outcome.ANSWERED),
    "call-back": (Direction.OUT, Outcome.DELIVERED),
    "no-answer": (Direction.OUT, Outcome.NO_ANSWER),
    "busy": (Direction.OUT, Outcome.NO_ANSWER),
    "wrong-number": (Direction.OUT, Outcome.FAILED),
}


def record_touchpoint(family: Family, *, by: Person | None, source: str, **contact: Unpack[Contact]) -> Touchpoint:
    """One row of the ledger. The same `source` is written once; asked again, the row that stands is returned."""
    ensure(by, Perm.LOG, family)
    return _write_once(family, staff=by, source=source, contact=contact)


def log_talk(family: Family, *, by: Person, source: str, **talk: Unpack[Talk]) -> Touchpoint:
    """A talk in both directions, at the gate or anywhere. `source` holds the client's own id: exactly once."""
    return record_touchpoint(family, by=by, source=source, direction=Direction.BOTH, outcome=Outcome.ANSWERED, **talk)


@transaction.atomic
def record_call(errand: Errand, *, result: str, by: Person | None) -> list[Touchpoint]:
    """What came of one try of a call that somebody was asked to make; the right to say so was asked for there."""
    if errand.kind != ErrandKind.CALL or errand.family is None or result not in _CALLS:
        return []
    direction, outcome = _CALLS[result]
    call: Contact = {
        **_carried_by(errand),
        "means": Means.PHONE,
        "place": usual_place(Means.PHONE),
        "direction": direction,
        "outcome": outcome,
        "note": errand.all_that_was_told,
    }
    source = f"errands.errand:{errand.pk}:{errand.tries}"
    return [
        _write_once(family, staff=by, source=f"{source}:{family.pk}", contact=_as_of_its_school(call, family))
        for family in _called(errand, errand.family)
    ]


def _called(errand: Errand, first: Family) -> list[Family]:
    """The families the call was about: of twins both; none where nobody may be told any more."""
    room, _colon, key = errand.source.partition(":")
    if room not in {"channels.delivery", "conversations.call-me"} or not key.isdigit():
        return [first]
    delivery = Delivery.objects.select_related("mailing__school").filter(pk=int(key)).first()
    return list(families_to_tell(delivery)) if delivery is not None else [first]


def _carried_by(errand: Errand) -> Particulars:
    """A note that is read out on the phone is about the same, in the same tone, as one that is mailed."""
    room, _colon, key = errand.source.partition(":")
    if room not in {"channels.delivery", "conversations.call-me"} or not key.isdigit():
        return {}
    mailing = Mailing.objects.filter(deliveries=int(key)).first()
    if mailing is None:
        return {}
    part_of: Particulars = {"activity_id": mailing.activity_id}
    if room != "channels.delivery":  # who asked to be called tells in the talk what it is about
        return part_of
    return {**part_of, "involvement_type": mailing.involvement_type, "content_kind": mailing.content_kind, "tone": mailing.tone}


def _as_of_its_school(call: Contact, family: Family) -> Contact:
    """A call that was made is written down, whatever has become of what it was part of."""
    school, activity_id = school_of_family(family), call.get("activity_id")
    stands = school is not None and Activity.objects.filter(pk=activity_id, school=school).exists() if activity_id else False
    return call if stands else {**call, "activity_id": None}


@transaction.atomic
def _write_once(family: Family, *, staff: Person | None, source: str, contact: Contact) -> Touchpoint:
    standing = Touchpoint.objects.filter(source=source).first()
    if standing is not None:
        return standing
    school = school_of_family(family)
    if school is None:
        raise ConflictError(_("This child is at no school any more, so nothing can be written down."))
    now = clock.now()
    words = _typed_as_planned(contact, school.pk) | _tidied(contact, now)
    row = Touchpoint(school=school, family=family, staff=staff, source=source, recorded_at=now, **words)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same event arrived twice at the same moment
        return Touchpoint.objects.get(source=source)
    history.record("touchpoints.record", by=staff, subject=row, family=family.pk, means=row.means, outcome=row.outcome)
    ledger_grew.send(Touchpoint, family_ids={family.pk})
    return row


@transaction.atomic
def correct(touchpoint: Touchpoint, *, by: Person, **mended: Unpack[Mended]) -> Touchpoint:
    """A new row in place of a wrong one, which stays in the ledger and no longer counts. `outcome=withdrawn`: it never was."""
    ensure(by, Perm.MEND, touchpoint)
    if Touchpoint.objects.filter(corrects=touchpoint).exists():
        raise ConflictError(_("This entry was corrected before. Please correct the newer one."))
    activity_at(mended.get("activity_id"), touchpoint.school_id)
    now = clock.now()
    kept = {name: getattr(touchpoint, name) for name in _TOLD}
    row = Touchpoint(
        school_id=touchpoint.school_id,
        family_id=touchpoint.family_id,
        staff_id=touchpoint.staff_id,
        source=f"touchpoints.correction:{touchpoint.pk}",
        corrects=touchpoint,
        mended_by=by,
        recorded_at=now,
        **kept | _tidied(mended, now, default_at=touchpoint.at),
    )
    row.save(force_insert=True)
    history.record("touchpoints.correct", by=by, subject=row, family=row.family_id, corrects=touchpoint.pk)
    ledger_grew.send(Touchpoint, family_ids={row.family_id})
    entry_corrected.send(Touchpoint, touchpoint=row, before=touchpoint.source, source=row.first_source)
    return row


_TOLD = (
    "adult", "involvement_type", "content_kind", "tone", "note", "at", "activity_id", "means", "place", "direction", "outcome",
)  # fmt: skip


def _typed_as_planned(contact: Contact, school_id: int) -> dict[str, object]:
    """A contact that is part of something planned is of its type, unless somebody says otherwise."""
    part_of = activity_at(contact.get("activity_id"), school_id)
    return {"involvement_type": part_of.involvement_type} if part_of else {}


def _tidied(told: Contact | Mended, now: dt.datetime, *, default_at: dt.datetime | None = None) -> dict[str, object]:
    """The words of a row, cleaned; a moment that has not come yet is refused."""
    at = told.get("at") or default_at or now
    if at > now + SKEW:
        raise BadInputError(_("This talk lies in the future. Please check the date."))
    words: dict[str, object] = {name: told[name] for name in _TOLD if name in told}  # type: ignore[literal-required]
    words["at"] = min(at, now)
    if "means" in told:
        words.setdefault("place", usual_place(told["means"]))
    if "note" in told:
        words["note"] = clean_text(told["note"])[:LONGEST_NOTE]
    return words
