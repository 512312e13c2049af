"""Reading errands: one's own first, then those of the school one looks after."""

import datetime as dt
from dataclasses import dataclass

from gatepost.errands.models import Errand, ErrandQuerySet
from gatepost.errands.results import RESULTS, Result
from gatepost.kernel import clock
from gatepost.people.models import Person


@dataclass(frozen=True)
class ErrandList:
    """A page of errands: the person's own, and the number of others' that are open."""

    own: list[Errand]
    others: list[Errand]
    number_of_others: int
    today: dt.date

    @property
    def overdue(self) -> int:
        return sum(1 for errand in self.own if errand.due_on < self.today)


def errands_of(person: Person, *, limit: int = 200, others: int = 15) -> ErrandList:
    """Open errands: the person's own, then the first of other owners' at the school the person looks after."""
    visible = _open(person)
    of_others = visible.exclude(owner=person)
    return ErrandList(
        own=list(visible.filter(owner=person)[:limit]),
        others=list(of_others[:others]) if others else [],
        number_of_others=of_others.count() if others else 0,
        today=clock.today(),
    )


def errand_for(person: Person, key: int) -> Errand | None:
    """One errand, open or closed, if this person may see it."""
    return _with_names(Errand.objects.visible_to(person)).filter(pk=key).first()


def results_of(errand: Errand) -> tuple[Result, ...]:
    """What may come of it."""
    return RESULTS[errand.kind]


def _open(person: Person) -> ErrandQuerySet:
    return _with_names(Errand.objects.visible_to(person).open())


def _with_names(errands: ErrandQuerySet) -> ErrandQuerySet:
    return errands.select_related("owner", "family__student", "section", "school", "closed_by")
