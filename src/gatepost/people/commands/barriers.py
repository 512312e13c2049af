"""What stands between an adult and the school: supposed by staff, told by the family, ended as easily as noted.

A family's own word stands above what staff suppose. What an adult said on a family page and what staff wrote down of it are
rows of their own: staff's words are never shown to a family, so no family's answer may end them unseen. A row is never
rewritten: what changes is ended and noted anew, so that it can be read later who said what and when. Rows of one adult change
one after the other (the person's row is locked).

An adult may have children at several schools. A row belongs to the school at which it was written, or through whose page it
was said: staff of another school neither confirm nor end it, and what they note stands beside it. What the adult takes back
herself, she takes back everywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.kernel.text import clean_text
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import NotedBarrier, Person, Role, SaidBy, School, SchoolRole
from gatepost.people.roles import STAFF_ROLES
from gatepost.people.rules import Perm

LONGEST_NOTE = 500


@dataclass
class _Standing:
    """What stands of one adult now, as one school may know of it, by kind: told on a family page, and written down by its staff.

    `bare` are the entries of any school's staff without words that give way to the family's own word.
    """

    own: dict[BarrierKind, NotedBarrier] = field(default_factory=dict)
    by_staff: dict[BarrierKind, NotedBarrier] = field(default_factory=dict)
    bare: list[NotedBarrier] = field(default_factory=list)


@transaction.atomic
def note_barrier(person: Person, *, kind: str, by: Person, note: str = "", said_by: str = SaidBy.STAFF) -> NotedBarrier:
    """Staff write down what they suppose, or what the family told them (`said_by=family`).

    Noted twice, it stands once. Raises ConflictError where the family has said so itself and staff would only suppose it.
    """
    ensure(by, Perm.NOTE_BARRIERS, person)
    words = _words(note)
    if kind == BarrierKind.OTHER and not words:
        raise BadInputError(_("Please write a few words about it: “something else” says too little by itself."))
    listed, school = _kind(kind), _school_at_work(by)
    standing = _lock(person, school)
    own, here = standing.own.get(listed), standing.by_staff.get(listed)
    is_told = own is not None or (here is not None and here.said_by == SaidBy.FAMILY)
    if is_told and said_by != SaidBy.FAMILY:
        raise ConflictError(_("They have told us so themselves, and that stands. Nothing was changed."))
    if own is not None and not words:
        return own
    if here is not None and here.said_by == said_by and words in {"", here.note}:
        return here
    return _put(person, kind, said_by=said_by, note=words or (here.note if here else ""), by=by, school=school)


@transaction.atomic
def say_barriers(
    person: Person,
    *,
    kinds: Collection[str],
    note: str = "",
    taken_back: Collection[str] = (),
    at: School | None = None,
    by: Person | None,
) -> bool:
    """The family's own answer: what is in it stands, and what it takes back ends.

    `note` are their own words; they stand as “something else”. `taken_back` are kinds that were shown as their own and are
    wanted no more: whatever was not shown stays, and so does what staff wrote down. Only an entry of staff without any words
    gives way, where the family now says the same itself. `at`: whose page it is; without one, the only school of the children,
    if there is but one. Returns whether their answer is a new one.
    """
    ensure(by, Perm.SAY_BARRIERS, person)
    words = _words(note)
    wanted = {_kind(kind) for kind in kinds} - {BarrierKind.OTHER}
    if words:
        wanted.add(BarrierKind.OTHER)
    unwanted = {_kind(kind) for kind in taken_back} - wanted
    school = at.pk if at else _only_school_of(person)
    standing = _lock(person, school)
    is_new = False
    for row in NotedBarrier.objects.filter(person=person, ended_at=None, said_by=SaidBy.FAMILY, noted_by=None, kind__in=unwanted):
        _end(row, by=by)
        is_new = True
    for kind in (kind for kind in BarrierKind if kind in wanted):
        said, before = words if kind == BarrierKind.OTHER else "", standing.own.get(kind)
        if before is None or (kind == BarrierKind.OTHER and before.note != said):
            _put(person, kind, said_by=SaidBy.FAMILY, note=said, by=None if by == person else by, school=school)
            is_new = True
    for row in (row for row in standing.bare if row.kind in wanted):
        _end(row, by=by)
    return is_new


@transaction.atomic
def confirm_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """What somebody supposed was right: the family told us so. What stands no more is not brought back by this."""
    row = _own_row(noted, by=by)
    if row.ended_at is not None:
        raise ConflictError(_("It has been taken out or noted anew meanwhile. Nothing was changed."))
    return note_barrier(row.person, kind=row.kind, note=row.note, said_by=SaidBy.FAMILY, by=by)


@transaction.atomic
def end_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """That is not so, or not any more. Pressed twice, it has ended once."""
    row = _own_row(noted, by=by)
    return row if row.ended_at is not None else _end(row, by=by)


@transaction.atomic
def restore_barrier(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """It was taken out by mistake: it stands as before. What a family has taken back itself stays taken back."""
    row = _own_row(noted, by=by)
    if row.ended_at is None:
        return row
    kind = BarrierKind(row.kind)
    if row.ended_by_id in {None, row.person_id}:
        raise ConflictError(_("The family has taken this back itself, and that stands. Nothing was changed."))
    is_told_now = kind in _lock(row.person, _school_at_work(by)).own and (row.is_own_word or row.said_by == SaidBy.STAFF)
    place = NotedBarrier.objects.filter(person=row.person, kind=kind, ended_at=None, school=row.school_id)
    if is_told_now or place.filter(noted_by__isnull=row.is_own_word).exists():
        raise ConflictError(_("It has been noted anew meanwhile. Nothing was changed."))
    row.ended_at = row.ended_by = None
    row.save(update_fields=["ended_at", "ended_by"])
    history.record("people.restore_barrier", by=by, subject=row, person=row.person_id, kind=row.kind)
    return row


def _school_at_work(by: Person) -> int | None:
    return next(iter(by.schools_as(STAFF_ROLES)), None)


def _only_school_of(person: Person) -> int | None:
    """The school of this adult's children, where they all go to the same."""
    children = person.guardianships.with_right("contact", on=clock.today()).values("student")
    roles = SchoolRole.objects.filter(person__in=children, role=Role.STUDENT, ended_at=None)
    schools = list(roles.order_by().values_list("school_id", flat=True).distinct()[:2])
    return schools[0] if len(schools) == 1 else None


def _own_row(noted: NotedBarrier, *, by: Person) -> NotedBarrier:
    """The row as it is now, locked, if it is one that the school of this member of staff may mend."""
    ensure(by, Perm.NOTE_BARRIERS, noted.person)
    Person.objects.select_for_update(no_key=True).get(pk=noted.person_id)
    row = NotedBarrier.objects.of_school(_school_at_work(by), by=by).select_related("person").filter(pk=noted.pk).first()
    if row is None:
        raise NotAllowedError(_("This was noted at another school, and is mended there. Nothing was changed."))
    return row


def _lock(person: Person, school: int | None) -> _Standing:
    """What stands now; nobody else changes it until this transaction is over."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = _Standing()
    for row in NotedBarrier.objects.seen_at(school).filter(person=person, ended_at=None):
        if row.is_own_word:
            standing.own[BarrierKind(row.kind)] = row
        elif row.school_id == school:
            standing.by_staff[BarrierKind(row.kind)] = row
        if not row.is_own_word and not row.note:
            standing.bare.append(row)
    return standing


def _put(person: Person, kind: str, *, said_by: str, note: str, by: Person | None, school: int | None) -> NotedBarrier:
    """A new row in place of the one that stands at this school: of staff's own, or of the family's own."""
    now = clock.now()
    replaced = NotedBarrier.objects.filter(person=person, kind=kind, ended_at=None, noted_by__isnull=by is None)
    replaced.filter(Q(school=school) | Q(school=None, noted_by=by)).update(ended_at=now, ended_by=by)
    row = NotedBarrier.objects.create(
        person=person, kind=kind, said_by=said_by, note=note, noted_at=now, noted_by=by, school_id=school
    )
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
