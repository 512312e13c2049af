"""Many touchpoints at once: an old call log, an evening's attendance. One statement, whatever their number."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Family, Person
from gatepost.people.roles import STAFF_ROLES
from gatepost.touchpoints.commands.talks import LONGEST_NOTE, SKEW
from gatepost.touchpoints.models import Activity, Touchpoint, usual_place
from gatepost.touchpoints.rules import Perm
from gatepost.touchpoints.signals import ledger_grew

CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row to be written. `source` names the event that made it and is written once; `place` blank: the usual one.

    `activity_id`: what it was part of, at the same school.
    """

    family_id: int
    school_id: int
    at: dt.datetime
    means: str
    direction: str
    outcome: str
    source: str
    place: str = ""
    involvement_type: str = InvolvementType.COMMUNICATING
    content_kind: str = ContentKind.LOGISTICS
    tone: str = Tone.NEUTRAL
    note: str = ""
    adult_id: int | None = None
    staff_id: int | None = None
    activity_id: int | None = None


# Column by column, as PostgreSQL takes them in fastest.
_COLUMNS = {
    "at": "timestamptz", "school_id": "bigint", "family_id": "bigint", "adult_id": "bigint", "staff_id": "bigint",
    "direction": "text", "means": "text", "place": "text", "outcome": "text", "involvement_type": "text",
    "content_kind": "text", "tone": "text", "note": "text", "source": "text", "activity_id": "bigint",
}  # fmt: skip
_WRITE = f"""
INSERT INTO touchpoints_touchpoint ({", ".join(_COLUMNS)}, recorded_at)
SELECT *, %(now)s FROM unnest({", ".join(f"%({name})s::{kind}[]" for name, kind in _COLUMNS.items())})
ON CONFLICT (source) DO NOTHING
RETURNING family_id
"""  # noqa: S608 -- our own column names


@transaction.atomic
def record_touchpoints(batch: Iterable[Entry], *, by: Person | None) -> int:
    """All rows or none; a `source` that stands in the ledger already is passed over. Returns how many were written.

    `by` needs the right to write for every family of the batch, at the school where she or he acts.
    """
    ensure(by, Perm.LOG)
    now, written = clock.now(), 0
    families: set[int] = set()
    rest = iter(batch)
    while chunk := list(islice(rest, CHUNK)):
        _ensure_may_write(chunk, by)
        _ensure_own_activities(chunk)
        rows = _write(chunk, now)
        written += len(rows)
        families.update(rows)
    if families:
        history.record("touchpoints.record_batch", by=by, written=written, families=len(families))
        ledger_grew.send(Touchpoint, family_ids=families)
    return written


def _ensure_may_write(chunk: Sequence[Entry], by: Person | None) -> None:
    if by is None:
        return
    families, schools = {entry.family_id for entry in chunk}, {entry.school_id for entry in chunk}
    own = Family.objects.visible_to(by).filter(pk__in=families).count()
    if own < len(families) or not schools <= set(by.schools_as(STAFF_ROLES)):
        raise NotAllowedError(_("Some of these families are not among yours, so nothing was written down."))


def _ensure_own_activities(chunk: Sequence[Entry]) -> None:
    named = {(entry.activity_id, entry.school_id) for entry in chunk if entry.activity_id is not None}
    if not named:
        return
    known = Activity.objects.filter(pk__in={activity for activity, _school in named}).values_list("pk", "school_id")
    if named - set(known):
        raise BadInputError(_("Some contacts of this list name an activity of another school, so nothing was written down."))


def _write(chunk: Sequence[Entry], now: dt.datetime) -> list[int]:
    """The families of the rows that were written."""
    if max(entry.at for entry in chunk) > now + SKEW:
        raise BadInputError(_("A contact of this list lies in the future. Please check the dates; nothing was written down."))
    columns: dict[str, list[object]] = {name: [getattr(entry, name) for entry in chunk] for name in _COLUMNS}
    columns["at"] = [min(entry.at, now) for entry in chunk]
    columns["place"] = [entry.place or usual_place(entry.means).value for entry in chunk]
    columns["note"] = [clean_text(entry.note)[:LONGEST_NOTE] if entry.note else "" for entry in chunk]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {**columns, "now": now})
        return [int(row[0]) for row in cursor.fetchall()]
