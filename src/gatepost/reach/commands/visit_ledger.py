"""What of a visit stands in the ledger: that it was offered, what the family said, that it took place. Never a note.

The offer is one try of the school. A "yes" is an answer; a "no" is one too, written as declined, and nothing bad. The
visit itself is told once, of the type of what it is part of, else "helping parents with parenting": it is the school that learns how life at home is.
A message written from here is told by the channel that carries it, so the offer in it is not told twice.
"""

from gatepost.errands.models import Errand
from gatepost.framework.types import ContentKind, InvolvementType
from gatepost.people.models import Person
from gatepost.people.queries import acting_at
from gatepost.reach.models import HomeVisit
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Direction, Means, Outcome, Place
from gatepost.touchpoints.queries import school_of_family
from gatepost.touchpoints.rules import is_of_ones_families

_TOLD_BY_ITS_CHANNEL = frozenset({Means.EMAIL, Means.SMS, Means.LINK})
_SPOKEN = frozenset({Means.GATE, Means.PHONE, Means.MEETING, Means.VISIT})


def record_offer(visit: HomeVisit, *, by: Person) -> None:
    """One try, where it is told how they were asked."""
    means = visit.offered_means
    if not means or means in _TOLD_BY_ITS_CHANNEL:
        return
    ledger.record_touchpoint(
        visit.family,
        by=_teller(visit, by),
        source=f"reach.visit:{visit.pk}:offer",
        means=means,
        direction=Direction.OUT,
        outcome=Outcome.DELIVERED if means in _SPOKEN else Outcome.SENT,
        content_kind=ContentKind.SOCIAL,
        activity_id=_part_of(visit),
    )


def record_answer(visit: HomeVisit, *, would_like: bool, by: Person) -> None:
    """The family's own word."""
    if visit.answered_means in _TOLD_BY_ITS_CHANNEL and would_like:
        return
    ledger.record_touchpoint(
        visit.family,
        by=_teller(visit, by),
        source=f"reach.visit:{visit.pk}:{'yes' if would_like else 'no'}",
        means=visit.answered_means,
        direction=Direction.IN,
        outcome=Outcome.ANSWERED if would_like else Outcome.DECLINED,
        content_kind=ContentKind.SOCIAL,
        at=visit.answered_at,
        activity_id=_part_of(visit),
    )


def record_no_answer(errand: Errand, *, by: Person) -> None:
    """Somebody went to ask and did not meet them."""
    if errand.family is None:
        return
    ledger.record_touchpoint(
        errand.family,
        by=by if is_of_ones_families(by, errand.family) else None,
        source=f"errands.errand:{errand.pk}:{errand.tries}",
        means=Means.MEETING,
        place=Place.ELSEWHERE,
        direction=Direction.OUT,
        outcome=Outcome.NO_ANSWER,
        content_kind=ContentKind.SOCIAL,
    )


def record_visit(visit: HomeVisit, *, met: bool) -> None:
    """The visit itself, on behalf of whichever of the pair looks after the family."""
    part_of = _part_of(visit)
    ledger.record_touchpoint(
        visit.family,
        by=_teller(visit, *visit.pair),
        source=f"reach.visit:{visit.pk}",
        means=Means.VISIT,
        place=Place.ELSEWHERE if visit.where else Place.HOME,
        direction=Direction.BOTH if met else Direction.OUT,
        outcome=Outcome.TOOK_PART if met else Outcome.NO_ANSWER,
        content_kind=ContentKind.SOCIAL,
        involvement_type=visit.activity.involvement_type if visit.activity and part_of else InvolvementType.PARENTING,
        at=visit.started_at,
        activity_id=part_of,
    )


def _part_of(visit: HomeVisit) -> int | None:
    """A visit is told, whatever has become of what it was part of."""
    school = school_of_family(visit.family)
    return visit.activity_id if visit.activity and school and visit.activity.school_id == school.pk else None


def _teller(visit: HomeVisit, *people: Person) -> Person | None:
    """The first of them who looks after the family; a partner from another class goes along without that right."""
    acting = [acting_at(person, visit.school_id) for person in people]
    return next((person for person in acting if is_of_ones_families(person, visit.family)), None)
