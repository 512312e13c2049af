"""From known to taking part: how far the school came with each family in a stretch of time, counted at each step or further."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Case, IntegerField, Max, Q, Value, When

from gatepost.kernel import clock
from gatepost.people.models import ContactKind, Guardianship, Person
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.reach.models import FamilyState
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.queries.periods import Period
from gatepost.reach.standing_out import Share
from gatepost.touchpoints.models import GOT_THROUGH, REACHED, TWO_WAY, Outcome, Touchpoint


class Step(IntEnum):
    """Each counts whoever got there or further, so that no step is higher than the one before."""

    KNOWN = 0
    CONTACT = 1
    DELIVERED = 2
    READ = 3
    ANSWERED = 4
    TOOK_PART = 5


@dataclass(frozen=True)
class Funnel:
    """How many families got to each step or further."""

    counts: tuple[int, ...]

    @property
    def known(self) -> int:
        return self.counts[Step.KNOWN]

    def share(self, step: Step) -> Share:
        return Share(self.counts[step], self.known)

    @property
    def largest_fall(self) -> Step | None:
        """The step before which most families are left behind; None where all come through."""
        falls = {step: self.counts[step - 1] - self.counts[step] for step in Step if step}
        step = max(falls, key=lambda one: falls[one])
        return step if falls[step] else None


def funnel(person: Person, period: Period, *, among: Collection[int] | None = None) -> tuple[Funnel, Funnel | None]:
    """All families of the school and, where some are asked for and they and the others are enough, those alone."""
    steps = steps_of(person, period)
    whole = _counted(steps.values())
    some = [step for family, step in steps.items() if among is not None and family in among]
    is_enough = len(some) >= FEWEST_FAMILIES and not 0 < len(steps) - len(some) < FEWEST_FAMILIES
    return whole, _counted(some) if is_enough else None


def steps_of(person: Person, period: Period) -> dict[int, Step]:
    """The furthest step with each family, in three statements."""
    known = set(FamilyState.objects.visible_to(person).values_list("family_id", flat=True))
    steps = dict.fromkeys(known, Step.KNOWN)
    for family in known & _with_working_contact(person):
        steps[family] = Step.CONTACT
    for family, furthest in _furthest(person, period.began_at, period.ended_at):
        if family in known and furthest is not None:
            steps[family] = max(steps[family], Step(furthest))
    return steps


def _counted(steps: Collection[Step]) -> Funnel:
    at = Counter(steps)
    return Funnel(tuple(sum(at[later] for later in Step if later >= step) for step in Step))


def _with_working_contact(person: Person) -> set[int]:
    families = FamilyState.objects.visible_to(person).values("family_id")
    working = Guardianship.objects.with_right("contact", on=clock.today()).filter(
        family__in=families,
        adult__contact_points__kind__in=[ContactKind.EMAIL, ContactKind.PHONE],
        adult__contact_points__ended_at=None,
        adult__contact_points__state__in=USABLE_STATES,
    )
    return set(working.values_list("family_id", flat=True))


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
