"""Planning the next step towards a family, and writing down that it was taken."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Family, Person
from gatepost.reach.calling import CallSheet, call_sheet
from gatepost.reach.commands.cases import close_case, open_case
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import Attempt, Case, ClosingReason
from gatepost.reach.rules import Perm
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.commands.talks import Contact
from gatepost.touchpoints.models import Direction, Means, Outcome, Place
from gatepost.touchpoints.rules import is_of_ones_families

_KINDS = {
    StepKind.GOOD_NEWS: ErrandKind.WRITE,
    StepKind.EMAIL: ErrandKind.WRITE,
    StepKind.CALL: ErrandKind.CALL,
    StepKind.TRUSTED: ErrandKind.APPROACH,
    StepKind.LETTER: ErrandKind.HAND_OUT,
    StepKind.OTHER_HOME: ErrandKind.MEND_CONTACT,
    StepKind.INVITE: ErrandKind.APPROACH,
    StepKind.VISIT: ErrandKind.VISIT,
}


def _in_person(direction: Direction, outcome: Outcome) -> Contact:
    return {"means": Means.MEETING, "place": Place.ELSEWHERE, "direction": direction, "outcome": outcome}


# What a step came to, as the ledger has it. A call is told by its errand, a written message by the channel that carried it.
_CAME_TO: dict[tuple[str, str], Contact] = {
    (ErrandKind.HAND_OUT, "handed-out"): {"means": Means.LETTER, "direction": Direction.OUT, "outcome": Outcome.SENT},
    (ErrandKind.APPROACH, "talked"): _in_person(Direction.BOTH, Outcome.ANSWERED),
    (ErrandKind.APPROACH, "passed-on"): _in_person(Direction.OUT, Outcome.DELIVERED),
    (ErrandKind.APPROACH, "declined"): _in_person(Direction.IN, Outcome.DECLINED),
    (ErrandKind.APPROACH, "no-answer"): _in_person(Direction.OUT, Outcome.NO_ANSWER),
}


@transaction.atomic
def plan_step(family: Family, *, step: StepKind, owner: Person, due_on: dt.date, reason: str, by: Person) -> Errand:
    """An errand for a named person: this family, this step, by this day. It opens the family's case, if none is open.

    The same step is asked for once a day.
    """
    case = open_case(family, owner=owner, reason=reason, by=by)
    sheet = call_sheet(family, case.school) if step == StepKind.CALL else None
    wanted = errands.Wanted(
        kind=_KINDS[step],
        school=case.school,
        owner=owner,
        source=f"reach.step:{family.pk}:{step}:{clock.today(case.school.timezone)}",
        title=_title(step, family),
        reason=reason,
        script=sheet.script if sheet else "",
        phone=sheet.phone if sheet else "",
        due_on=due_on,
        family=family,
    )
    errand = errands.give_errand(wanted, by=by)
    Attempt.objects.get_or_create(errand=errand, defaults={"case": case, "step": step})
    history.record("reach.plan_step", by=by, subject=family, step=step.value, errand=errand.pk, owner=owner.pk)
    return errand


@dataclass(frozen=True)
class Share:
    """One family of those given out: who takes which step, and why."""

    family: Family
    step: StepKind
    owner: Person
    reason: str


@transaction.atomic
def share_out(shares: Sequence[Share], *, due_on: dt.date, by: Person) -> int:
    """Each of these families gets somebody who looks after it: all of them or none. Returns how many steps are new."""
    ensure(by, Perm.SHARE_OUT)
    if not shares:
        raise BadInputError(_("Nobody was ticked, so nothing was given out."))
    now, given = clock.now(), 0
    for share in shares:
        errand = plan_step(share.family, step=share.step, owner=share.owner, due_on=due_on, reason=share.reason, by=by)
        given += errand.created_at >= now  # somebody else may have given it out a moment ago
    return given


@transaction.atomic
def record_step(errand: Errand, *, result: str, by: Person | None) -> None:
    """What came of a planned step: the ledger hears of it."""
    came_to = _CAME_TO.get((errand.kind, result))
    if errand.family is None or came_to is None or not Attempt.objects.filter(errand=errand).exists():
        return
    # Who did it may not look after this family any more; it was done all the same.
    staff = by if by is not None and is_of_ones_families(by, errand.family) else None
    source = f"errands.errand:{errand.pk}:{errand.tries}"
    contact: Contact = {**came_to, "note": errand.result_note}
    ledger.record_touchpoint(errand.family, by=staff, source=source, **contact)
    if came_to["outcome"] == Outcome.DECLINED:
        respect(errand)


def respect(errand: Errand) -> None:
    """They would rather not now: nobody goes on trying, and the ladder suggests nothing for a while."""
    case = Case.objects.open().filter(attempts__errand=errand).select_related("family").first()
    if case is not None:
        close_case(case, reason=ClosingReason.RESPECTED, by=None)


@transaction.atomic
def review_calls(student_id: int | None = None) -> int:
    """Who may be called about a child has changed: open calls say so or are taken back, closed ones name nobody any more.

    Without a student, all open ones: a restriction may have begun today. Returns how many were changed.
    """
    calls = Errand.objects.filter(attempt__step=StepKind.CALL, family__isnull=False).select_related("family__student", "school")
    calls = calls.filter(family__student=student_id) if student_id is not None else calls.open()
    changed = 0
    for errand in calls:
        family = errand.family
        if family is None:
            continue
        sheet = call_sheet(family, errand.school) if errand.closed_at is None else CallSheet("", "")
        if sheet is None:
            changed += errands.withdraw([errand.source], by=None)
        elif (sheet.phone, sheet.script) != (errand.phone, errand.script):
            errands.reword(errand.source, title=errand.title, script=sheet.script, family=family, phone=sheet.phone)
            changed += 1
    return changed


def _title(step: StepKind, family: Family) -> str:
    titles = {
        StepKind.GOOD_NEWS: _("Write good news to the family of %(child)s, with a question"),
        StepKind.EMAIL: _("Write an e-mail to the family of %(child)s"),
        StepKind.CALL: _("Call the family of %(child)s"),
        StepKind.TRUSTED: _("Speak with the family of %(child)s, or ask somebody they trust to"),
        StepKind.LETTER: _("Write a letter with a reply slip to the family of %(child)s and give it to the child"),
        StepKind.OTHER_HOME: _("Ask the other home of %(child)s how to reach this one"),
        StepKind.INVITE: _("Invite the family of %(child)s in person"),
        StepKind.VISIT: _("Ask the family of %(child)s whether they would like a visit"),
    }
    return titles[step] % {"child": family.named}
