"""A goal's number over time: its readings as dots along the days, where it began, and the target as a dashed line."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatepost.kernel.charts.design import INK, LINE, QUIET, TALK, Look
from gatepost.people.school_years import bounds_of
from gatepost.plans.goal_words import Progress
from gatepost.plans.plan_words import amount, month
from gatepost.plans.printed import family_texts as say

if TYPE_CHECKING:
    import altair as alt

_TOP, _BOTTOM, _HEIGHT = 26, 126, 150


@dataclass(frozen=True)
class Point:
    """One number on one day, with its words."""

    along: float
    value: float
    words: str


@dataclass(frozen=True)
class GoalChart:
    """`target`: its value and words; `ends`: the words at both ends of the line of days."""

    title: str
    words: str
    points: tuple[Point, ...]
    target: tuple[float, str] | None
    ends: tuple[str, str]
    width: int = 300

    def describe(self, look: Look) -> "alt.LayerChart":
        from gatepost.kernel.charts.parts import Canvas

        canvas = Canvas(look, (self.width, _HEIGHT), margins=(8, 8))
        low, high = self._range()

        def down(value: float) -> float:
            return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low)

        canvas.rules([{"x": 0, "x2": 1, "y": _BOTTOM + 6, "y2": _BOTTOM + 6}], LINE, strokeWidth=1.2)
        if self.target is not None:
            level = down(self.target[0])
            canvas.rules([{"x": 0, "x2": 1, "y": level, "y2": level}], QUIET, strokeWidth=1.4, strokeDash=[5, 4])
            canvas.words([{"x": 1, "y": level - 6, "t": self.target[1]}], "end", size=13)
        pairs = zip(self.points, self.points[1:], strict=False)
        steps = [{"x": a.along, "x2": b.along, "y": down(a.value), "y2": down(b.value)} for a, b in pairs]
        canvas.rules(steps, TALK, strokeWidth=2)
        canvas.points([{"x": one.along, "y": down(one.value)} for one in self.points], (TALK, "circle", TALK))
        for one in {self.points[0].along: self.points[0], self.points[-1].along: self.points[-1]}.values():
            at = "start" if one.along < 0.5 else "end"
            canvas.words([{"x": one.along, "y": down(one.value) + 18, "t": one.words}], at, size=13, colour=INK)  # type: ignore[arg-type]
        canvas.words([{"x": 0, "y": _HEIGHT - 4, "t": self.ends[0]}], "start", size=12)
        canvas.words([{"x": 1, "y": _HEIGHT - 4, "t": self.ends[1]}], "end", size=12)
        return canvas.chart()

    def _range(self) -> tuple[float, float]:
        values = [point.value for point in self.points] + ([self.target[0]] if self.target else [])
        low, high = min(values), max(values)
        return (low - 1, high + 1) if low == high else (low - 0.18 * (high - low), high)


def chart_of(progress: Progress, *, width: int = 300) -> GoalChart | None:
    """The chart of a goal; None where there are not two numbers to be set beside each other."""
    goal, readings = progress.goal, progress.readings
    if not readings or (len(readings) < 2 and goal.target is None and goal.baseline is None):
        return None
    first, last = _days(progress)
    length = max(1, (last - first).days)
    points = [Point((one.read_on - first).days / length, float(one.value), amount(one.value, goal.unit)) for one in readings]
    if goal.baseline is not None and points[0].along > 0:
        points.insert(0, Point(0, float(goal.baseline), amount(goal.baseline, goal.unit)))
    target = None
    if goal.target is not None:
        target = (float(goal.target), say.TARGET_LINE % {"target": amount(goal.target, goal.unit)})
    title = goal.indicator or goal.title
    return GoalChart(title, progress.sentence, tuple(points), target, (month(first), month(last)), width)


def _days(progress: Progress) -> tuple[dt.date, dt.date]:
    """From where the plan began, or the first reading, to the day of the target, or the last reading."""
    goal, readings = progress.goal, progress.readings
    begun = bounds_of(goal.plan.first_year, goal.plan.school_id)[0]
    first = min(begun, readings[0].read_on) if goal.baseline is not None else readings[0].read_on
    return first, max(goal.due_on or readings[-1].read_on, readings[-1].read_on)
