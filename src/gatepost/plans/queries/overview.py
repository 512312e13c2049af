"""The plan as a whole: how far it is this year, and its actions by goal, type, month and owner."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from gatepost.framework.types import InvolvementType
from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.people.school_years import bounds_of, label_of, year_of
from gatepost.plans import overview_words
from gatepost.plans.goal_words import Progress
from gatepost.plans.models import Action, ActionStatus, Goal, Plan
from gatepost.plans.plan_words import stretch, total
from gatepost.plans.queries.plans import OPEN, is_late, owners_there

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One action as it stands in a list."""

    action: Action
    late: bool
    orphaned: bool
    mine: bool = False

    @property
    def when(self) -> str:
        """From when to when; blank without dates."""
        return stretch(self.action.begins_on, self.action.ends_on)

    @property
    def owner(self) -> str:
        """Who does it; blank where nobody of the school does."""
        return "" if self.orphaned or self.action.owner is None else self.action.owner.full_name


@dataclass(frozen=True)
class GoalPart:
    progress: Progress | None
    lines: list[Line]


@dataclass(frozen=True)
class TypePart:
    """One of the six types: what is planned for it first of all, and what serves it besides."""

    type: InvolvementType
    lines: list[Line]
    besides: list[Line]
    most: int

    @property
    def done(self) -> int:
        return sum(line.action.status == ActionStatus.DONE for line in self.lines)

    @property
    def cost(self) -> Decimal | None:
        return total(line.action.cost for line in self.lines)

    @property
    def spent(self) -> Decimal | None:
        return total(line.action.spent for line in self.lines)

    @property
    def share(self) -> int:
        """The length of its bar, in hundredths of the longest."""
        return round(100 * len(self.lines) / self.most)

    @property
    def share_besides(self) -> int:
        return round(100 * len(self.besides) / self.most)


@dataclass(frozen=True)
class MonthPart:
    """What begins in a month, and what goes on in it from before."""

    first: dt.date
    lines: list[Line]
    going_on: list[Line]
    is_now: bool


@dataclass(frozen=True)
class OwnerPart:
    """What one colleague has in hand; without a person: what nobody has."""

    person: Person | None
    lines: list[Line]
    is_there: bool

    @property
    def planned(self) -> int:
        """Without those that were dropped."""
        return sum(line.action.status != ActionStatus.DROPPED for line in self.lines)

    @property
    def open(self) -> int:
        return sum(line.action.status in OPEN for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


@dataclass
class Overview:
    """The plan in one year, or (year None) in all of its years."""

    plan: Plan
    viewer: Person
    year: int | None
    today: dt.date
    goals: list[Progress] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @cached_property
    def years(self) -> list[tuple[int, str]]:
        return [(year, label_of(year, self.plan.school_id)) for year in range(self.plan.first_year, self.plan.last_year + 1)]

    @cached_property
    def counts(self) -> dict[str, int]:
        counted = {status.value: 0 for status in ActionStatus}
        for line in self.lines:
            counted[line.action.status] += 1
        return counted | {"late": sum(line.late for line in self.lines)}

    @property
    def meant_to_be_done(self) -> int:
        """Actions, without those that were dropped."""
        return len(self.lines) - self.counts[ActionStatus.DROPPED]

    @property
    def sentence(self) -> str:
        """How far the plan is."""
        if not self.meant_to_be_done:
            return _("Nothing is planned yet for this year.") if self.year is not None else _("Nothing is planned yet.")
        return overview_words.how_far(self.meant_to_be_done, self.counts)

    @property
    def dropped_sentence(self) -> str:
        """What stands in the lists besides those that count; blank where there is nothing."""
        return overview_words.dropped(self.counts[ActionStatus.DROPPED])

    @property
    def goals_sentence(self) -> str:
        """How many goals move."""
        return overview_words.goals_moving([one.way for one in self.goals])

    @cached_property
    def by_goal(self) -> list[GoalPart]:
        parts = [GoalPart(one, [line for line in self.lines if line.action.goal_id == one.goal.pk]) for one in self.goals]
        rest = [line for line in self.lines if line.action.goal_id is None]
        return [*parts, GoalPart(None, rest)] if rest else parts

    @cached_property
    def by_type(self) -> list[TypePart]:
        counted = [line for line in self.lines if line.action.status != ActionStatus.DROPPED]
        mains = {kind: [line for line in counted if line.action.main_type == kind] for kind in InvolvementType}
        besides = {kind: [line for line in counted if kind in line.action.other_types] for kind in InvolvementType}
        most = max(1, *(len(mains[kind]) + len(besides[kind]) for kind in InvolvementType))
        return [TypePart(kind, mains[kind], besides[kind], most) for kind in InvolvementType]

    @property
    def imbalance(self) -> str:
        """What is missing or outweighs the rest, in a sentence; blank where all six types have something."""
        return overview_words.imbalance([(str(part.type.label), len(part.lines)) for part in self.by_type])

    @cached_property
    def by_month(self) -> list[MonthPart]:
        first, last = self._bounds()
        months, month = [], first.replace(day=1)
        while month <= last:
            following = (month + 32 * ONE_DAY).replace(day=1)
            months.append(MonthPart(month, *self._in_month(month, following), month <= self.today < following))
            month = following
        return months

    @cached_property
    def undated(self) -> list[Line]:
        return [line for line in self.lines if line.action.begins_on is None and line.action.ends_on is None]

    @cached_property
    def by_owner(self) -> list[OwnerPart]:
        """Without an owner first, then by how much there is to do."""
        nobody = [line for line in self.lines if line.orphaned]
        owned: dict[int, list[Line]] = {}
        for line in self.lines:
            if not line.orphaned and line.action.owner_id is not None:
                owned.setdefault(line.action.owner_id, []).append(line)
        parts = [OwnerPart(lines[0].action.owner, lines, is_there=True) for lines in owned.values()]
        parts.sort(key=lambda part: (-part.open, part.person.family_name if part.person else ""))
        return [*([OwnerPart(None, nobody, is_there=False)] if nobody else []), *parts]

    @property
    def orphans(self) -> list[Line]:
        """Still open, and nobody of the school does it."""
        return [line for line in self.lines if line.orphaned and line.action.status in OPEN]

    @property
    def mine_late(self) -> list[Line]:
        """What the reader does herself and is late."""
        return [line for line in self.lines if line.mine and line.late]

    @property
    def orphans_sentence(self) -> str:
        """How many those are; blank where there are none."""
        return overview_words.without_owner(len(self.orphans))

    @property
    def cost(self) -> Decimal | None:
        return total(line.action.cost for line in self.lines if line.action.status != ActionStatus.DROPPED)

    @property
    def spent(self) -> Decimal | None:
        return total(line.action.spent for line in self.lines)

    def _bounds(self) -> tuple[dt.date, dt.date]:
        school = self.plan.school_id
        if self.year is not None:
            return bounds_of(self.year, school)
        return bounds_of(self.plan.first_year, school)[0], bounds_of(self.plan.last_year, school)[1]

    def _in_month(self, first: dt.date, following: dt.date) -> tuple[list[Line], list[Line]]:
        begun, going_on = [], []
        for line in self.lines:
            begins = line.action.begins_on or line.action.ends_on
            ends = line.action.ends_on or begins
            if begins is None or ends is None or begins >= following or ends < first:
                continue
            if begins >= first:
                begun.append(line)
            elif line.action.status in OPEN:
                going_on.append(line)
        return sorted(begun, key=lambda line: (line.action.begins_on or line.action.ends_on, line.action.pk)), going_on


def overview_of(plan: Plan, viewer: Person, *, year: int | None = None) -> Overview:
    """All that the page of a plan shows, in a fixed number of statements."""
    today = clock.today(plan.school.timezone)
    shown = Overview(plan, viewer, year if year is None or plan.first_year <= year <= plan.last_year else None, today)
    shown.goals = progress_of(plan.goals.prefetch_related("readings"))
    there = owners_there(plan.school_id)
    actions: Iterable[Action] = plan.actions.select_related("owner", "goal").prefetch_related("sections")
    if shown.year is not None:
        bounds = bounds_of(shown.year, plan.school_id)
        actions = [action for action in actions if lies_within(action, bounds)]
    for action in actions:
        action.plan = plan
        line = Line(action, is_late(action, today), action.owner_id not in there, mine=action.owner_id == viewer.pk)
        shown.lines.append(line)
    # What was dropped stands last wherever it is listed.
    shown.lines.sort(key=lambda line: line.action.status == ActionStatus.DROPPED)
    return shown


def usual_year(plan: Plan) -> int | None:
    """The year one wants to see first: this one where the plan holds it; none for a plan of one year, which is seen whole."""
    if plan.first_year == plan.last_year:
        return None
    year = year_of(clock.today(plan.school.timezone), plan.school_id)
    return min(max(year, plan.first_year), plan.last_year)


def progress_of(goals: Iterable[Goal]) -> list[Progress]:
    """Needs the readings loaded along."""
    return [Progress(goal, tuple(goal.readings.all())) for goal in goals]


def lies_within(action: Action, bounds: tuple[dt.date, dt.date]) -> bool:
    """Whether some of it takes place then; what has no dates belongs to every year."""
    begins, ends = action.begins_on or action.ends_on, action.ends_on or action.begins_on
    return begins is None or ends is None or (begins <= bounds[1] and ends >= bounds[0])
