"""What becomes of a visit when somebody passes on what is on the list: the pair is settled anew, and alarms find another one."""

from django.db import transaction

from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.people.models import Person
from gatepost.reach.commands import visit_errands
from gatepost.reach.commands.visits import lock
from gatepost.reach.models import HomeVisit, VisitState


@transaction.atomic
def choose_anew(errand: Errand, *, by: Person | None) -> None:
    """Somebody leaves this errand behind: of a visit, it is never handed on to whoever comes next."""
    noun, visit_id, asked, *_rest = [*errand.source.split(":"), "", ""]
    if noun == "reach.visit-off":
        errands.withdraw([errand.source], by=by)  # it told one person not to go
    elif noun == "reach.visit" and HomeVisit.objects.filter(pk=visit_id).exists():
        _of_visit(errand, asked, lock(HomeVisit(pk=int(visit_id))), by=by)


def _of_visit(errand: Errand, asked: str, visit: HomeVisit, *, by: Person | None) -> None:
    if visit.state != VisitState.PLANNED:
        errands.withdraw([errand.source], by=by)
    elif asked == "alarm":
        errands.withdraw([errand.source], by=by)
        visit_errands.ask_to_look_after(visit, besides=errand.owner_id)
    elif asked == "pair":
        successor = visit_errands.who_looks_after(visit, without={errand.owner_id})
        if successor is not None:
            errands.hand_over(errand, to=successor, by=None)
    elif visit.started_at is None and visit_errands.ask_for_another_pair(visit, instead_of=errand.owner, by=by):
        errands.withdraw([errand.source], by=by)
    # Where the pair is inside, the errand stays until both are out and well.
