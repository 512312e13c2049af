"""Looking after a family until something goes both ways again: opening, handing over and closing its case."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.text import clean_text
from gatepost.people.barriers import BarrierKind
from gatepost.people.models import Family, Guardianship, Person
from gatepost.people.queries import acting_at, takes_over_from
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import Case, CaseQuerySet, ClosingReason, ReachState
from gatepost.reach.rules import Perm
from gatepost.touchpoints.models import TWO_WAY, Touchpoint
from gatepost.touchpoints.queries import school_of_family

LONGEST_NOTE = 1000


@transaction.atomic
def open_case(family: Family, *, owner: Person, by: Person | None, reason: str = "") -> Case:
    """Somebody looks after this family from now on; the case that is open already, if there is one."""
    ensure(by, Perm.PLAN_STEP, family)
    school = school_of_family(family)
    if school is None:
        raise ConflictError(_("This child is at no school any more, so nothing can be planned."))
    ensure(acting_at(owner, school.pk), Perm.PLAN_STEP, family)
    case, is_new = Case.objects.get_or_create(
        family=family,
        closed_at=None,
        defaults={"school": school, "owner": owner, "reason": reason, "opened_at": clock.now(), "opened_by": by},
    )
    if is_new:
        history.record("reach.open_case", by=by, subject=case, family=family.pk, owner=owner.pk)
    return case


@transaction.atomic
def set_barrier(case: Case, *, barrier: str, by: Person) -> Case:
    """What stands in the way most, as far as the school knows; blank: not known."""
    ensure(by, Perm.PLAN_STEP, case.family)
    if barrier and barrier not in BarrierKind.values:
        raise BadInputError(_("Please choose one of the barriers on the list."))
    locked = _open(case)
    locked.barrier = barrier
    locked.save(update_fields=["barrier"])
    history.record("reach.set_barrier", by=by, subject=locked, barrier=barrier)
    return locked


@transaction.atomic
def hand_over(case: Case, *, to: Person, by: Person | None) -> Case:
    """Somebody else looks after the family from now on; the steps that are still to be taken go along."""
    ensure(by, Perm.PLAN_STEP, case.family)
    ensure(acting_at(to, case.school_id), Perm.PLAN_STEP, case.family)
    locked = _open(case)
    before, locked.owner = locked.owner_id, to
    locked.save(update_fields=["owner"])
    for errand in Errand.objects.open().filter(attempt__case=locked, owner=before):
        errands.hand_over(errand, to=to, by=None)
    history.record("reach.hand_over", by=by, subject=locked, before=before, owner=to.pk)
    return locked


@transaction.atomic
def close_case(case: Case, *, reason: str, by: Person | None, note: str = "") -> Case:
    """Nobody works on it any more; steps that were not taken yet are taken back."""
    ensure(by, Perm.PLAN_STEP, case.family)
    if reason not in ClosingReason.values:
        raise BadInputError(_("Please choose why the case is closed."))
    locked = _open(case)
    locked.closed_at, locked.closed_by, locked.closing_reason = clock.now(), by, reason
    locked.closing_note = clean_text(note)[:LONGEST_NOTE]
    locked.save(update_fields=["closed_at", "closed_by", "closing_reason", "closing_note"])
    open_steps = Errand.objects.open().filter(attempt__case=locked).values_list("source", flat=True)
    errands.withdraw(list(open_steps), by=by)
    history.record("reach.close_case", by=by, subject=locked, reason=reason)
    return locked


def close_settled() -> int:
    """Cases end by themselves: at the first contact that went both ways, when the child has left, and when nobody of the home
    may be contacted any more. Returns how many."""
    answered = Touchpoint.objects.counting().filter(
        family=OuterRef("family"), outcome__in=TWO_WAY, recorded_at__gte=OuterRef("opened_at")
    )
    in_dialogue = Case.objects.open().filter(Exists(answered), family__reach__state=ReachState.IN_DIALOGUE)
    gone = Case.objects.open().exclude(family__in=Family.objects.current().values("pk"))
    contactable = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=OuterRef("family"))
    barred = Case.objects.open().exclude(Exists(contactable))
    closed = 0
    for cases, reason in ((in_dialogue, ClosingReason.IN_DIALOGUE), (gone, ClosingReason.LEFT), (barred, ClosingReason.RIGHTS)):
        for case in cases.select_related("family"):
            close_case(case, reason=reason, by=None)
            closed += 1
    return closed


@transaction.atomic
def pass_on_from(leaver: Person, school_id: int, *, by: Person | None) -> int:
    """The families a colleague looked after go to whoever goes on with them; returns how many."""
    return _pass_on(leaver, Case.objects.open().filter(owner=leaver, school=school_id), by=by)


@transaction.atomic
def pass_on_by_hand(leaver: Person, *, to: int | None, by: Person) -> int:
    """All that a colleague has on the list goes to another one, or, without one, to whoever fits each family."""
    ensure(by, Perm.SHARE_OUT)
    passed = 0
    for school_id in by.schools_as(WHOLE_SCHOOL_ROLES):
        if to is None:
            passed += pass_on_from(leaver, school_id, by=by) + errands.pass_on_from(leaver, school_id, by=by)
            continue
        colleague = acting_at(Person(pk=to), school_id)
        for case in Case.objects.open().filter(owner=leaver, school=school_id).select_related("family"):
            hand_over(case, to=colleague, by=by)
            passed += 1
        passed += errands.pass_on_to(leaver, school_id, to=colleague, by=by)
    return passed


def pass_on_all_of(person_id: int, school_ids: list[int]) -> None:
    """Cases and errands of somebody to whom the staff door was closed."""
    leaver = Person.objects.get(pk=person_id)
    for school_id in school_ids:
        pass_on_from(leaver, school_id, by=None)
        errands.pass_on_from(leaver, school_id, by=None)


def pass_on_from_leavers() -> int:
    """Families whose owner has left the school, or does not look after them any more, go to somebody who does."""
    owners = Case.objects.open().order_by().values_list("owner_id", "school_id").distinct()
    passed = 0
    for owner_id, school_id in owners:
        owner = Person.objects.get(pk=owner_id)
        kept = Family.objects.visible_to(acting_at(owner, school_id)).values("pk")
        passed += _pass_on(owner, Case.objects.open().filter(owner=owner_id, school=school_id).exclude(family__in=kept), by=None)
    return passed


def _pass_on(leaver: Person, cases: CaseQuerySet, *, by: Person | None) -> int:
    passed = 0
    for case in cases.select_related("family"):
        successor = takes_over_from(leaver, case.school_id, family=case.family)
        if successor is not None:
            hand_over(case, to=successor, by=None)
            passed += 1
    if passed:
        history.record("reach.pass_on", by=by, subject=leaver, cases=passed)
    return passed


def _open(case: Case) -> Case:
    locked = Case.objects.select_for_update(of=("self",)).select_related("family", "school").get(pk=case.pk)
    if locked.closed_at is not None:
        raise ConflictError(_("This case was closed in the meantime. Nothing was changed."))
    return locked
