"""This week's ten: who to turn to next, why, and with what."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from gatepost.errands.models import Errand, ErrandQuerySet
from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.reach.ladder import Step, StepKind, next_step, what_was_tried
from gatepost.reach.models import Attempt, Case, ClosingReason, FamilyState, ReachState
from gatepost.reach.queries.lists import BY_SEVERITY
from gatepost.reach.queries.situations import Home, homes_of

TEN = 10
# Chosen among so many of the families that have waited longest.
POOL = 60
# So long nobody turns to a family that would rather not now.
IN_PEACE = dt.timedelta(days=42)
_WEIGHT = {ReachState.NO_CONTACT: 30, ReachState.NOT_REACHED: 30, ReachState.INFORMED: 10}
_MOST_SILENCE = dt.timedelta(days=120)


@dataclass(frozen=True)
class Turn:
    """One family to turn to: what was tried, what has not been, and the button for it."""

    home: Home
    tried: str
    step: Step
    url: str

    @property
    def reason(self) -> str:
        """Why this step, for whoever is asked to take it."""
        return f"{self.tried} {self.step.why}".strip()

    @property
    def family_id(self) -> int:
        return self.home.state.family_id


def turn_to(home: Home) -> Turn:
    """What is said of one family, and its next step."""
    step = next_step(home.situation)
    url = reverse("reach:family", args=[home.state.family_id]) + f"?step={step.kind}#next"
    return Turn(home, what_was_tried(home.situation), step, url)


@dataclass(frozen=True)
class Ten:
    """The ten of a week: those still to be given out, and how many families were taken up since Monday."""

    turns: list[Turn]
    taken_up: int

    @property
    def is_given_out(self) -> bool:
        return not self.turns and self.taken_up > 0


def ten_of_the_week(person: Person, *, more: bool = False) -> Ten:
    """Ten a week, and not ten more as soon as those are given out, unless somebody asks for `more`."""
    taken_up = Attempt.objects.filter(case__in=Case.objects.visible_to(person), errand__created_at__gte=_monday())
    number = taken_up.values("case__family").distinct().count()
    return Ten(this_weeks_ten(person)[: TEN if more else max(TEN - number, 0)], number)


def this_weeks_ten(person: Person) -> list[Turn]:
    """Ten families by silence, need and what is left to try; none of whom somebody is taking care already."""
    turns = sorted((turn_to(home) for home in homes_of(_longest_waiting(person))), key=_urgency)
    return _one_per_adult(turns)[:TEN]


def _longest_waiting(person: Person) -> list[FamilyState]:
    """State by state, those without contact first: as a rule the first state has enough, and no school sorts all its families."""
    left_in_peace = Case.objects.filter(closing_reason=ClosingReason.RESPECTED, closed_at__gte=clock.now() - IN_PEACE)
    waiting = FamilyState.objects.visible_to(person).exclude(
        Exists(_taken_care_of().filter(family=OuterRef("family"))) | Exists(left_in_peace.filter(family=OuterRef("family")))
    )
    found: list[int] = []
    for state in BY_SEVERITY[:-1]:
        if len(found) < POOL:
            longest_first = waiting.filter(state=state).order_by(Coalesce(TruncDate("last_two_way_at"), "since"), "pk")
            found += longest_first.values_list("pk", flat=True)[: POOL - len(found)]
    states = FamilyState.objects.select_related("family__student", "school").in_bulk(found)
    return [states[pk] for pk in found]


def _taken_care_of() -> ErrandQuerySet:
    """Errands that are under way, or were done this week. One that is overdue takes care of nobody."""
    return Errand.objects.filter(
        Q(closed_at=None, due_on__gte=timezone.localtime(clock.now()).date()) | Q(closed_at__gte=_monday())
    )


def _monday() -> dt.datetime:
    """The first moment of this week."""
    today = timezone.localtime(clock.now())
    return today.replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(days=today.weekday())


def _urgency(turn: Turn) -> tuple[float, int]:
    state, situation = turn.home.state, turn.home.situation
    quiet_since = state.last_two_way_at.date() if state.last_two_way_at else state.since
    silence = min(clock.today() - quiet_since, _MOST_SILENCE) / _MOST_SILENCE
    points = _WEIGHT[ReachState(state.state)] + 20 * silence
    points += 4 * bool(situation.foreign_language) + 4 * bool(situation.needs) + 4 * (turn.step.kind != StepKind.INVITE)
    return -points, turn.family_id


def _one_per_adult(turns: list[Turn]) -> list[Turn]:
    """Brothers and sisters share their adults: one of them stands for all."""
    seen: set[int] = set()
    chosen = []
    for turn in turns:
        adults = {adult.pk for adult in turn.home.adults}
        if not adults & seen:
            chosen.append(turn)
        seen |= adults
    return chosen
