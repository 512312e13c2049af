"""How far a goal has come, in one word and in one sentence."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gatepost.plans.models import Goal, Reading
from gatepost.plans.plan_words import amount, day, month
from gatepost.plans.printed import family_texts as say


class Way(StrEnum):
    """Where a goal stands on its way."""

    REACHED = "reached"
    ON = "on"
    NOT = "not"
    UNKNOWN = "unknown"
    EMPTY = "empty"


WAY_WORDS: dict[str, str | Promise] = {
    Way.REACHED: gettext_lazy("reached"),
    Way.ON: gettext_lazy("on the way"),
    Way.NOT: gettext_lazy("not on the way"),
    Way.UNKNOWN: gettext_lazy("not measured yet"),
    Way.EMPTY: gettext_lazy("still to be written"),
}


@dataclass(frozen=True)
class Progress:
    """A goal with its readings, the earliest first."""

    goal: Goal
    readings: tuple[Reading, ...]

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def start(self) -> Decimal | None:
        """Where it stood: the baseline, else the first reading."""
        if self.goal.baseline is not None:
            return self.goal.baseline
        return self.readings[0].value if len(self.readings) > 1 else None

    @property
    def way(self) -> Way:
        """Reached, or moving towards its target at all; how fast is for people to judge."""
        goal, latest, start = self.goal, self.latest, self.start
        if not goal.title:
            return Way.EMPTY
        if latest is None or goal.target is None or start is None:
            return Way.UNKNOWN
        rising = goal.target >= start
        if (latest.value >= goal.target) if rising else (latest.value <= goal.target):
            return Way.REACHED
        return Way.ON if (latest.value > start if rising else latest.value < start) else Way.NOT

    @property
    def way_in_words(self) -> str:
        return str(WAY_WORDS[self.way])

    @property
    def sentence(self) -> str:
        """ "From 71 % to 78 %; the target is 85 % by June 2027." """
        goal, latest, start = self.goal, self.latest, self.start
        target = self._target()
        if latest is None:
            stood = say.STOOD_AT % {"start": amount(start, goal.unit)} if start is not None else ""
            return " ".join(part for part in (stood, target) if part)
        if start is None or latest.value == start:
            moved = say.STANDS_AT % {"now": amount(latest.value, goal.unit)}
        else:
            moved = say.FROM_TO % {
                "start": amount(start, goal.unit),
                "now": amount(latest.value, goal.unit),
            }
        return " ".join(part for part in (moved, target) if part)

    def _target(self) -> str:
        goal = self.goal
        if goal.target is None:
            return ""
        if goal.due_on is None:
            return say.TARGET_IS % {"target": amount(goal.target, goal.unit)}
        return say.TARGET_BY % {
            "target": amount(goal.target, goal.unit),
            "month": month(goal.due_on),
        }

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Day and number of each reading."""
        return [(day(reading.read_on), amount(reading.value, self.goal.unit)) for reading in self.readings]

    def is_overdue(self, today: dt.date) -> bool:
        return self.goal.due_on is not None and self.goal.due_on < today and self.way != Way.REACHED
