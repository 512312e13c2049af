"""From known to taking part: how far the school came with each family in a stretch of time, and with whom a contact works."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Case, IntegerField, Max, Q, Value, When

from gatepost.kernel.shares import Share
from gatepost.people.models import Person
from gatepost.reach.models import FamilyState, ReachState
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.queries.periods import Period
from gatepost.reach.queries.trends import hidden_today
from gatepost.touchpoints.models import GOT_THROUGH, REACHED, TWO_WAY, Outcome, Touchpoint


class Step(IntEnum):
    """A contact counts all families but those whose state says that none works; every other step, who got there or further.

    What a child carries home arrives without a contact, too: so what arrived is measured against all families, and may be
    more than those with a contact.
    """

    KNOWN = 0
    CONTACT = 1
    DELIVERED = 2
    READ = 3
    ANSWERED = 4
    TOOK_PART = 5

    @property
    def before(self) -> "Step":
        """What it is measured against."""
        return Step.KNOWN if self == Step.DELIVERED else Step(self - 1)


@dataclass(frozen=True)
class Funnel:
    """With how many families the school came to each step."""

    counts: tuple[int, ...]

    @property
    def known(self) -> int:
        return self.counts[Step.KNOWN]

    def share(self, step: Step) -> Share:
        return Share(self.counts[step], self.known)

    @property
    def largest_fall(self) -> Step | None:
        """The step before which most families are left behind; None where all come through."""
        falls = {step: self.counts[step.before] - self.counts[step] for step in Step if step}
        step = max(falls, key=lambda one: falls[one])
        return step if falls[step] else None


def funnel(person: Person, period: Period, *, among: Collection[int] | None = None) -> tuple[Funnel, Funnel | None]:
    """All families of the school and, where some are asked for and they and the others are enough, those alone."""
    states = dict(FamilyState.objects.visible_to(person).values_list("family_id", "state"))
    lost = {family for family, state in states.items() if state == ReachState.NO_CONTACT}
    steps = _steps_of(states, person, period)
    some = {family: step for family, step in steps.items() if among is not None and family in among}
    is_enough = len(some) >= FEWEST_FAMILIES and not 0 < len(steps) - len(some) < FEWEST_FAMILIES
    if not is_enough or some.keys() in hidden_today(person, steps):
        return _counted(steps, lost), None
    return _counted(steps, lost), _counted(some, lost)


def _steps_of(known: Collection[int], person: Person, period: Period) -> dict[int, Step]:
    """The furthest step with each family, by what the ledger says."""
    steps = dict.fromkeys(known, Step.KNOWN)
    for family, furthest in _furthest(person, period.began_at, period.ended_at):
        if family in steps and furthest is not None:
            steps[family] = Step(furthest)
    return steps


def _counted(steps: Mapping[int, Step], lost: Set[int]) -> Funnel:
    at = Counter(steps.values())
    counts = [sum(at[later] for later in Step if later >= step) for step in Step]
    counts[Step.CONTACT] = len(steps.keys() - lost)
    return Funnel(tuple(counts))


def _furthest(person: Person, after: dt.datetime, until: dt.datetime) -> list[tuple[int, int | None]]:
    """What the ledger of this stretch says, mistakes and overtaken rows left out."""
    step = Case(
        When(outcome=Outcome.TOOK_PART, then=Value(Step.TOOK_PART.value)),
        When(outcome__in=TWO_WAY, then=Value(Step.ANSWERED.value)),
        When(outcome__in=REACHED, then=Value(Step.READ.value)),
        When(outcome__in=GOT_THROUGH, then=Value(Step.DELIVERED.value)),
        output_field=IntegerField(),
    )
    rows = Touchpoint.objects.visible_to(person).counting().filter(Q(at__gte=after) & Q(at__lt=until))
    return list(rows.order_by().values("family_id").annotate(step=Max(step)).values_list("family_id", "step"))
