"""Giving an errand to a named person, recording what came of it, withdrawing it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.errands import signals
from gatepost.errands.bound import is_bound
from gatepost.errands.models import Errand
from gatepost.errands.results import FRUITLESS, MAX_TRIES, NO_ANSWER, Result, result_of
from gatepost.errands.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.models import Family, Person, School, Section
from gatepost.people.queries import staff_now, takes_over_from


@dataclass(frozen=True)
class Wanted:
    """What is asked of whom, and why. `source` names what asks ("room.noun:id") and asks once only."""

    kind: str
    school: School
    owner: Person
    source: str
    title: str
    reason: str = ""
    script: str = ""
    phone: str = ""
    due_on: dt.date | None = None
    family: Family | None = None
    section: Section | None = None


@transaction.atomic
def give_errand(wanted: Wanted, *, by: Person | None) -> Errand:
    """One errand for one person; the one that the same source asked for before, if there is one."""
    errand, is_new = Errand.objects.get_or_create(
        source=wanted.source,
        defaults={
            "kind": wanted.kind,
            "school": wanted.school,
            "owner": wanted.owner,
            "title": wanted.title[:200],
            "reason": wanted.reason,
            "script": wanted.script,
            "phone": wanted.phone,
            "due_on": wanted.due_on or clock.today(wanted.school.timezone),
            "family": wanted.family,
            "section": wanted.section,
            "created_at": clock.now(),
        },
    )
    if is_new:
        history.record("errands.give_errand", by=by, subject=errand, kind=wanted.kind, owner=wanted.owner.pk)
    return errand


@transaction.atomic
def record_result(
    errand: Errand, *, result: str, by: Person, note: str = "", said: str = "", again_on: dt.date | None = None
) -> Errand:
    """What came of it. A result that is not final moves the errand to another day, three times at most.

    `said` are the family's own words, in a call; `note` is the note of the one who did it.
    """
    ensure(by, Perm.DO, errand)
    locked = Errand.objects.select_for_update().get(pk=errand.pk)
    if locked.closed_at is not None:
        raise ConflictError(_("Somebody has already recorded what came of this. Nothing was changed."))
    came_of_it = result_of(locked.kind, result)
    if came_of_it is None:
        raise BadInputError(_("Please choose what came of it."))
    locked.tries += 1
    locked.result, locked.result_note, locked.said = result, note, said
    history.record("errands.record_result", by=by, subject=locked, result=result, tries=locked.tries)
    if result in FRUITLESS and locked.tries >= MAX_TRIES:
        locked.result = NO_ANSWER
        return _close(locked, by=by)
    if came_of_it.is_final:
        return _close(locked, by=by)
    return _try_again(locked, came_of_it, by=by, again_on=again_on)


@transaction.atomic
def hand_over(errand: Errand, *, to: Person, by: Person | None) -> Errand:
    """Somebody else does it from now on; day and words stay."""
    ensure(by, Perm.DO, errand)
    locked = Errand.objects.select_for_update().get(pk=errand.pk)
    if locked.closed_at is not None:
        raise ConflictError(_("Somebody has already recorded what came of this. Nothing was changed."))
    if not staff_now(locked.school_id).filter(pk=to.pk).exists():
        raise BadInputError(_("%(name)s does not work at this school.") % {"name": to.full_name})
    before, locked.owner = locked.owner_id, to
    locked.save(update_fields=["owner"])
    history.record("errands.hand_over", by=by, subject=locked, before=before, owner=to.pk)
    return locked


@transaction.atomic
def pass_on_from(leaver: Person, school_id: int, *, by: Person | None) -> int:
    """All that was asked of a colleague who has left goes to whoever goes on with it; returns how many."""
    passed = 0
    for errand in _to_pass_on(leaver, school_id, by=by):
        successor = takes_over_from(leaver, school_id, family=errand.family)
        if successor is not None:
            hand_over(errand, to=successor, by=None)
            passed += 1
    if passed:
        history.record("errands.pass_on", by=by, subject=leaver, errands=passed)
    return passed


@transaction.atomic
def pass_on_to(leaver: Person, school_id: int, *, to: Person, by: Person) -> int:
    """All that is asked of a colleague goes to this one; returns how many."""
    passed = _to_pass_on(leaver, school_id, by=by)
    for errand in passed:
        hand_over(errand, to=to, by=by)
    return len(passed)


def pass_on_from_leavers() -> int:
    """What was asked of everybody who holds no staff role any more at that school goes to somebody who is there."""
    owners = Errand.objects.open().order_by().values_list("owner_id", "school_id").distinct()
    left = [(owner, school) for owner, school in owners if not staff_now(school).filter(pk=owner).exists()]
    return sum(pass_on_from(Person.objects.get(pk=owner), school, by=None) for owner, school in left)


@transaction.atomic
def withdraw(sources: Iterable[str], *, by: Person | None) -> int:
    """These errands are no longer needed; those that nobody has closed disappear."""
    needless = Errand.objects.open().filter(source__in=list(sources))
    keys = list(needless.values_list("pk", flat=True))
    if keys:
        needless.delete()
        history.record("errands.withdraw", by=by, errands=keys)
    return len(keys)


@transaction.atomic
def reword(source: str, *, title: str, script: str, family: Family, phone: str | None = None) -> None:
    """What is asked names somebody who may not be named any more: it is said anew, also where it is closed already."""
    words: dict[str, object] = {"title": title[:200], "script": script, "family": family}
    if phone is not None:
        words["phone"] = phone
    if Errand.objects.filter(source=source).update(**words):
        history.record("errands.reword", by=None, source=source)


@transaction.atomic
def blot_out(source: str) -> None:
    """Closed, and not to have been done: who did it and what came of it stays, and whom it was about goes."""
    closed = Errand.objects.filter(source=source).exclude(closed_at=None)
    if closed.update(title=_("An errand that was no longer allowed"), reason="", script="", phone="", said=""):
        history.record("errands.blot_out", by=None, source=source)


def _to_pass_on(leaver: Person, school_id: int, *, by: Person | None) -> list[Errand]:
    """What may be somebody else's. Of what may not, those hear who asked for it: they choose somebody anew."""
    waiting = list(Errand.objects.open().filter(owner=leaver, school=school_id).select_related("family"))
    for errand in waiting:
        if is_bound(errand.source):
            signals.errand_left_behind.send(sender=Errand, errand=errand, by=by)
    return [errand for errand in waiting if not is_bound(errand.source)]


def _close(errand: Errand, *, by: Person) -> Errand:
    errand.closed_at, errand.closed_by = clock.now(), by
    errand.save(update_fields=["tries", "result", "result_note", "said", "closed_at", "closed_by"])
    signals.errand_closed.send(sender=Errand, errand=errand, by=by)
    return errand


def _try_again(errand: Errand, came_of_it: Result, *, by: Person, again_on: dt.date | None) -> Errand:
    today = clock.today(errand.school.timezone)
    errand.due_on = max(again_on or today + dt.timedelta(days=came_of_it.again_in), today)
    errand.save(update_fields=["tries", "result", "result_note", "said", "due_on"])
    signals.errand_tried.send(sender=Errand, errand=errand, result=came_of_it.slug, note=errand.all_that_was_told, by=by)
    return errand
