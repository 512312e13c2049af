"""Reading what was decided about the 15 measures, over three years, and which actions came of it."""

from dataclasses import dataclass

from gatepost.people.models import Person, School
from gatepost.people.school_years import label_of
from gatepost.plans.catalogue.measures import MEASURES, Measure
from gatepost.plans.models import Action, MeasureDecision, Plan, Verdict

YEARS = 3


@dataclass(frozen=True)
class MeasureLine:
    """One measure: each year's label with the decision in force (None: nothing decided), and the actions that came of it."""

    measure: Measure
    decisions: tuple[tuple[str, MeasureDecision | None], ...]
    actions: tuple[Action, ...]

    @property
    def now(self) -> MeasureDecision | None:
        return self.decisions[-1][1]


@dataclass(frozen=True)
class MeasureTable:
    """All 15, over the years up to this one."""

    years: tuple[int, ...]
    labels: tuple[str, ...]
    lines: tuple[MeasureLine, ...]

    def count(self, verdict: str) -> int:
        return sum(1 for line in self.lines if line.now and line.now.verdict == verdict)

    @property
    def taken_up(self) -> int:
        return self.count(Verdict.ADOPT) + self.count(Verdict.ADAPT)

    @property
    def open(self) -> int:
        return sum(1 for line in self.lines if line.now is None)


def measure_table(school: School, viewer: Person, *, year: int) -> MeasureTable:
    """A decision holds from its year on until a newer one; the last three years, this one last."""
    years = tuple(range(year - YEARS + 1, year + 1))
    decided: dict[int, list[MeasureDecision]] = {}
    for row in MeasureDecision.objects.filter(school=school, year__lte=year).select_related("written_by").order_by("year", "pk"):
        decided.setdefault(row.measure, []).append(row)
    actions: dict[int, list[Action]] = {}
    plans = Plan.objects.visible_to(viewer).filter(school=school)
    for action in Action.objects.filter(plan__in=plans, measure__isnull=False).select_related("owner", "plan"):
        actions.setdefault(action.measure or 0, []).append(action)
    labels = tuple(label_of(one, school.pk) for one in years)
    lines = tuple(
        MeasureLine(
            measure,
            tuple((label, _in_force(decided.get(number, []), one)) for label, one in zip(labels, years, strict=True)),
            tuple(actions.get(number, [])),
        )
        for number, measure in MEASURES.items()
    )
    return MeasureTable(years, labels, lines)


def decisions_about(school: School, number: int) -> list[MeasureDecision]:
    """Everything that was ever decided about one measure, newest first."""
    rows = MeasureDecision.objects.filter(school=school, measure=number).select_related("written_by")
    return list(rows.order_by("-year", "-pk"))


def _in_force(rows: list[MeasureDecision], year: int) -> MeasureDecision | None:
    return next((row for row in reversed(rows) if row.year <= year), None)
