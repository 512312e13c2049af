"""Planning the next step towards a family, and writing down that it was taken."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError
from gatepost.people.models import Family, Person
from gatepost.reach.ladder import StepKind
from gatepost.reach.rules import Perm
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Direction, Means, Outcome
from gatepost.touchpoints.queries import school_of_family

SOURCE = "reach.step"
_KINDS = {StepKind.CALL: ErrandKind.CALL, StepKind.OTHER_HOME: ErrandKind.CALL, StepKind.LETTER: ErrandKind.HAND_OUT}


@transaction.atomic
def plan_step(family: Family, *, step: StepKind, owner: Person, due_on: dt.date, reason: str, by: Person) -> Errand:
    """An errand for a named person: this family, this step, by this day. The same step is asked for once a day."""
    ensure(by, Perm.PLAN_STEP, family)
    ensure(owner, Perm.PLAN_STEP, family)
    school = school_of_family(family)
    if school is None:
        raise ConflictError(_("This child is at no school any more, so nothing can be planned."))
    wanted = errands.Wanted(
        kind=_KINDS.get(step, ErrandKind.MEND_CONTACT),
        school=school,
        owner=owner,
        source=f"{SOURCE}:{family.pk}:{step}:{clock.today(school.timezone)}",
        title=_title(step, family),
        reason=reason,
        due_on=due_on,
        family=family,
    )
    errand = errands.give_errand(wanted, by=by)
    history.record("reach.plan_step", by=by, subject=family, step=step.value, errand=errand.pk, owner=owner.pk)
    return errand


@transaction.atomic
def record_letter(errand: Errand, *, by: Person | None) -> None:
    """A letter planned here was handed out: the ledger hears of it. (Calls are told by the errand itself.)"""
    if errand.family is None or errand.result != "handed-out" or not errand.source.startswith(f"{SOURCE}:"):
        return
    source = f"errands.errand:{errand.pk}:{errand.result}"
    ledger.record_touchpoint(
        errand.family,
        by=None,
        source=source,
        means=Means.LETTER,
        direction=Direction.OUT,
        outcome=Outcome.SENT,
        note=errand.result_note,
    )


def _title(step: StepKind, family: Family) -> str:
    titles = {
        StepKind.CALL: _("Call the family of %(child)s"),
        StepKind.LETTER: _("Write a letter with a reply slip to the family of %(child)s and give it to the child"),
        StepKind.EMAIL: _("Write an e-mail to the family of %(child)s"),
        StepKind.OTHER_HOME: _("Ask the other home of %(child)s how to reach this one"),
        StepKind.GOOD_NEWS: _("Write good news to the family of %(child)s, with a question"),
        StepKind.INVITE: _("Invite the family of %(child)s in person"),
    }
    return titles[step] % {"child": family.student.full_name}
