"""What stands between an adult and the school: supposed by staff, told by the family, ended as easily as noted.

A family's own word stands above what staff suppose. A row is never rewritten: what changes is ended and noted anew, so that
it can be read later who said what and when. Rows of one adult change one after the other (the person's row is locked).
"""

from collections.abc import Collection

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


@transaction.atomic
def note_barrier(person: Person, *, kind: str, by: Person, note: str = "", said_by: str = SaidBy.STAFF) -> NotedBarrier:
    """Staff write down what they suppose, or what the family told them (`said_by=family`).

    Noted twice, it stands once. Raises ConflictError where the family has said so itself and staff would only suppose it.
    """
    ensure(by, Perm.NOTE_BARRIERS, person)
    words = _words(note)
    if kind == BarrierKind.OTHER and not words:
        raise BadInputError(_("Please write a few words about it: “something else” says too little by itself."))
    standing = _lock(person).get(_kind(kind))
    if standing is not None and standing.said_by == SaidBy.FAMILY and said_by != SaidBy.FAMILY:
        raise ConflictError(_("They have told us so themselves, and that stands. Nothing was changed."))
    if standing is not None and standing.said_by == said_by and words in {"", standing.note}:
        return standing
    return _put(person, kind, said_by=said_by, note=words or (standing.note if standing else ""), by=by)


@transaction.atomic
def say_barriers(person: Person, *, kinds: Collection[str], note: str = "", by: Person | None) -> bool:
    """The family's own answer, whole: what is in it stands, everything else ends, what staff supposed too.

    `note` are their own words; they stand as “something else”. Returns whether the answer differs from the one before.
    """
    ensure(by, Perm.SAY_BARRIERS, person)
    words = _words(note)
    wanted = {_kind(kind) for kind in kinds} - {BarrierKind.OTHER}
    if words:
        wanted.add(BarrierKind.OTHER)
    standing = _lock(person)
    is_other_than_before = False
    for kind, row in standing.items():
        if kind not in wanted:
            _end(row, by=by)
            is_other_than_before |= row.said_by == SaidBy.FAMILY
    for kind in (kind for kind in BarrierKind if kind in wanted):
        said, before = words if kind == BarrierKind.OTHER else "", standing.get(kind)
        if before is None or before.said_by != SaidBy.FAMILY or (kind == BarrierKind.OTHER and before.note != said):
            _put(person, kind, said_by=SaidBy.FAMILY, note=said, by=None if by == person else by)
            is_other_than_before = True
    return is_other_than_before


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
    if row.ended_by_id in {None, row.person_id}:
        raise ConflictError(_("The family has taken this back itself, and that stands. Nothing was changed."))
    if BarrierKind(row.kind) in standing:
        raise ConflictError(_("It has been noted anew meanwhile. Nothing was changed."))
    row.ended_at = row.ended_by = None
    row.save(update_fields=["ended_at", "ended_by"])
    history.record("people.restore_barrier", by=by, subject=row, person=row.person_id, kind=row.kind)
    return row


def _lock(person: Person) -> dict[BarrierKind, NotedBarrier]:
    """What stands now; nobody else changes it until this transaction is over."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return {BarrierKind(row.kind): row for row in NotedBarrier.objects.filter(person=person, ended_at=None)}


def _put(person: Person, kind: str, *, said_by: str, note: str, by: Person | None) -> NotedBarrier:
    """A new row in place of the one that stands."""
    now = clock.now()
    NotedBarrier.objects.filter(person=person, kind=kind, ended_at=None).update(ended_at=now, ended_by=by)
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
