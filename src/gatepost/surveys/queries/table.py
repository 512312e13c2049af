"""The table of types by sectors from answers: of one survey its respondents, of several schools the schools."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from gatepost.framework.table import Cell
from gatepost.framework.types import Sector
from gatepost.surveys.models import FEWEST, Item, ItemKind, ScaleTally, Survey, SurveyKind, SurveyState, Tally, TypeCount

Counts = dict[tuple[str, str], Cell | None]


def is_shown(sector: str, number: int) -> bool:
    """Ten or more; those who lead a school are always few and answer for the leadership, as their page says."""
    return number >= FEWEST or (sector == Sector.DIRECTORS and number > 0)


def respondents_by_type(survey: Survey) -> Counts:
    """(type, sector) → how many report it, of those who answered any of its practices; None where they are too few."""
    asked = _asked(survey)
    sums = (
        TypeCount.objects.filter(survey=survey)
        .values_list("involvement_type", "stratum__sector")
        .annotate(Sum("reports"), Sum("asked"))
    )
    counted = {(kind, sector): Cell(reports, base) for kind, sector, reports, base in sums if is_shown(sector, base)}
    return {key: counted.get(key) for key in asked}


def schools_by_type(schools: Iterable[int]) -> Counts:
    """(type, sector) → in how many of these schools more than half of the sector report it; of each its last closed survey.

    A school counts for a sector only where the sector's answers may be shown. For whoever may see these schools: the caller says.
    """
    latest = (
        Survey.objects.filter(school_id__in=schools, state=SurveyState.CLOSED, kind__in=(SurveyKind.MIRROR, SurveyKind.SHORT))
        .order_by("school_id", "-closed_at", "-pk")
        .distinct("school_id")
    )
    sums = (
        TypeCount.objects.filter(survey__in=list(latest.values_list("pk", flat=True)))
        .values_list("survey_id", "involvement_type", "stratum__sector")
        .annotate(Sum("reports"), Sum("asked"))
        .order_by("survey_id")
    )
    found: Counts = {}
    for _survey, kind, sector, reports, base in sums:
        if is_shown(sector, base):
            before = found.get((kind, sector)) or Cell(0, 0)
            found[kind, sector] = Cell(before.number + (2 * reports > base), before.base + 1)
    return found


@dataclass(frozen=True)
class ItemCount:
    """How one sector answered one question: value → number; None where too few did."""

    item: Item
    sector: str
    answered: int
    values: dict[int, int] | None


def counts_of_items(survey: Survey) -> list[ItemCount]:
    """Every closed question of every sector it was asked of, in the order of the survey."""
    sums = Tally.objects.filter(survey=survey).values_list("item_id", "stratum__sector", "value").annotate(Sum("number"))
    counted: dict[tuple[int, str], dict[int, int]] = {}
    for item_id, sector, value, number in sums:
        counted.setdefault((item_id, sector), {})[value] = number
    # Who ticked several things of a list is one person all the same.
    persons = ScaleTally.objects.filter(survey=survey, scale__startswith="ticked:").values_list("scale", "stratum__sector")
    ticked = {(scale, sector): number for scale, sector, number in persons.annotate(Sum("number"))}
    found = []
    for item in survey.items.exclude(kind=ItemKind.TEXT):
        for sector in (sector for sector in Sector.values if sector in item.sectors and sector in survey.sectors):
            values = dict(counted.get((item.pk, sector), {}))
            values.pop(-1, None)
            answered = ticked.get((f"ticked:{item.pk}", sector), 0) if item.kind == ItemKind.CHECKLIST else sum(values.values())
            found.append(ItemCount(item, sector, answered, values if is_shown(sector, answered) else None))
    return found


def has_practices(survey: Survey) -> bool:
    """Whether it asks anything a table could be made of."""
    return bool(_asked(survey))


def _asked(survey: Survey) -> list[tuple[str, str]]:
    pairs = {
        (kind, sector)
        for kind, sectors in survey.items.exclude(practice="")
        .exclude(involvement_type="")
        .values_list("involvement_type", "sectors")
        for sector in sectors
        if sector in survey.sectors
    }
    return sorted(pairs)
