"""What stands between an adult and the school: supposed by staff, told by the family, ended as easily as noted.

A family's own word stands above what staff suppose. What an adult said on a family page and what staff wrote down of it are
rows of their own: staff's words are never shown to a family, so no family's answer may end them unseen. A row is never
rewritten: what changes is ended and noted anew, so that it can be read later who said what and when. Rows of one adult change
one after the other (the person's row is locked).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_text
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import NotedBarrier, Person, SaidBy
from gatepost.people.rules import Perm

LONGEST_NOTE = 500


@dataclass
class _Standing:
    """What stands of one adult now, by kind: told on a family page, and written down by staff."""

    own: dict[BarrierKind, NotedBarrier] = field(default_factory=dict)
    by_staff: dict[BarrierKind, NotedBarrier] = field(default_factory=dict)


@transaction.atomic
def note_barrier(person: Person, *, kind: str, by: Person, note: str = "", said_by: str = SaidBy.STAFF) -> NotedBarrier:
    """Staff write down what they suppose, or what the family told them (`said_by=family`).

    Noted twice, it stands once. Raises ConflictError where the family has said so itself and staff would only suppose it.
    """
    ensure(by, Perm.NOTE_BARRIERS, person)
    words = _words(note)
    if kind == BarrierKind.OTHER and not words:
        raise BadInputError(_("Please write a few words about it: “something else” says too little by itself."))
    listed = _kind(kind)
    standing = _lock(person)
    own, here = standing.own.get(listed), standing.by_staff.get(listed)
    is_told = own is not None or (here is not None and here.said_by == SaidBy.FAMILY)
    if is_told and said_by != SaidBy.FAMILY:
        raise ConflictError(_("They have told us so themselves, and that stands. Nothing was changed."))
    if own is not None and not words:
        return own
    if here is not None and here.said_by == said_by and words in {"", here.note}:
        return here
    return _put(person, kind, said_by=said_by, note=words or (here.note if here else ""), by=by)


@transaction.atomic
def say_barriers(
    person: Person, *, kinds: Collection[str], note: str = "", taken_back: Collection[str] = (), by: Person | None
) -> bool:
    """The family's own answer: what is in it stands, and what it takes back ends.

    `note` are their own words; they stand as “something else”. `taken_back` are kinds that were shown as their own and are
    wanted no more: whatever was not shown stays, and so does what staff wrote down. Only an entry of staff without any words
    gives way, where the family now says the same itself. Returns whether their answer is a new one.
    """
    ensure(by, Perm.SAY_BARRIERS, person)
    words = _words(note)
    wanted = {_kind(kind) for kind in kinds} - {BarrierKind.OTHER}
    if words:
        wanted.add(BarrierKind.OTHER)
    unwanted = {_kind(kind) for kind in taken_back} - wanted
    standing = _lock(person)
    is_new = False
    for row in (row for kind, row in standing.own.items() if kind in unwanted):
        _end(row, by=by)
        is_new = True
    for kind in (kind for kind in BarrierKind if kind in wanted):
        said, before = words if kind == BarrierKind.OTHER else "", standing.own.get(kind)
        if before is None or (kind == BarrierKind.OTHER and before.note != said):
            _put(person, kind, said_by=SaidBy.FAMILY, note=said, by=None if by == person else by)
            is_new = True
        bare = standing.by_staff.get(kind)
        if bare is not None and not bare.note:
            _end(bare, by=by)
    return is_new


@transaction.atomic
def confirm_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """What somebody supposed was right: the family told us so."""
    return note_barrier(noted.person, kind=noted.kind, note=noted.note, said_by=SaidBy.FAMILY, by=by)


@transaction.atomic
def end_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """That is not so, or not any more. Pressed twice, it has ended once."""
    ensure(by, Perm.NOTE_BARRIERS, noted.person)
    _lock(noted.person)
    row = NotedBarrier.objects.get(pk=noted.pk)
    return row if row.ended_at is not None else _end(row, by=by)


@transaction.atomic
def restore_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """It was taken out by mistake: it stands as before. What a family has taken back itself stays taken back."""
    ensure(by, Perm.NOTE_BARRIERS, noted.person)
    standing = _lock(noted.person)
    row = NotedBarrier.objects.get(pk=noted.pk)
    if row.ended_at is None:
        return row
    kind = BarrierKind(row.kind)
    if row.ended_by_id in {None, row.person_id}:
        raise ConflictError(_("The family has taken this back itself, and that stands. Nothing was changed."))
    is_told_now = kind in standing.own and row.said_by == SaidBy.STAFF
    if is_told_now or kind in (standing.own if row.is_own_word else standing.by_staff):
        raise ConflictError(_("It has been noted anew meanwhile. Nothing was changed."))
    row.ended_at = row.ended_by = None
    row.save(update_fields=["ended_at", "ended_by"])
    history.record("people.restore_barrier", by=by, subject=row, person=row.person_id, kind=row.kind)
    return row


def _lock(person: Person) -> _Standing:
    """What stands now; nobody else changes it until this transaction is over."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = _Standing()
    for row in NotedBarrier.objects.filter(person=person, ended_at=None):
        (standing.own if row.is_own_word else standing.by_staff)[BarrierKind(row.kind)] = row
    return standing


def _put(person: Person, kind: str, *, said_by: str, note: str, by: Person | None) -> NotedBarrier:
    """A new row in place of the one that stands: of staff's own, or of the family's own."""
    now = clock.now()
    replaced = NotedBarrier.objects.filter(person=person, kind=kind, ended_at=None, noted_by__isnull=by is None)
    replaced.update(ended_at=now, ended_by=by)
    row = NotedBarrier.objects.create(person=person, kind=kind, said_by=said_by, note=note, noted_at=now, noted_by=by)
    history.record("people.note_barrier", by=by, subject=row, person=person.pk, kind=str(kind), said_by=str(said_by))
    return row


def _end(row: NotedBarrier, *, by: Person | None) -> NotedBarrier:
    row.ended_at, row.ended_by = clock.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    history.record("people.end_barrier", by=by, subject=row, person=row.person_id, kind=row.kind, said_by=row.said_by)
    return row


def _kind(written: str) -> BarrierKind:
    try:
        return BarrierKind(written)
    except ValueError:
        raise BadInputError(_("Please choose one from the list. Nothing was changed.")) from None


def _words(note: str) -> str:
    words = clean_text(note)
    if len(words) > LONGEST_NOTE:
        raise BadInputError(_("That is very long. Please shorten it to %(n)d characters.") % {"n": LONGEST_NOTE})
    return words
