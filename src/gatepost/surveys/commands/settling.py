"""Which groups the answers of a confidential survey are shown in: decided once, after closing, for every page and file alike."""

from collections.abc import Mapping

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.surveys.mixing import Cell, coarse_cells
from gatepost.surveys.models import Privacy, Remark, Response, Stratum, Survey, SurveyState


def settle(survey: Survey) -> bool:
    """Put answers into groups of at least ten alike in sector, language and grade. False where that is not due, or was done.

    Two pages, or a page and a file, that each left out something else would give single answers away by subtraction: so what
    is too fine is given up before anything is counted, and never looked at again. The section is always given up. A sector of
    fewer than ten becomes one group, which no page shows; so does the leadership, which every page shows.

    Inside the transaction of whoever counts, under its lock. Closed surveys take no answers, so none comes in between.
    """
    if survey.privacy != Privacy.CONFIDENTIAL or survey.state != SurveyState.CLOSED or survey.settled_at is not None:
        return False
    _move(survey, _groups(survey))
    _tell_no_finer_language(survey)
    survey.settled_at = clock.now()
    survey.save(update_fields=["settled_at"])
    return True


def _groups(survey: Survey) -> Mapping[int, Cell]:
    """Stratum → what is kept of it."""
    cells: dict[Cell, list[int]] = {}
    answered = Response.objects.filter(survey=survey).order_by().values_list("stratum_id", flat=True)
    strata = Stratum.objects.filter(survey=survey).in_bulk()
    for pk in answered.iterator(chunk_size=10_000):
        one = strata[pk]
        cell = Cell(one.sector) if one.sector == Sector.DIRECTORS else Cell(one.sector, one.language, one.grade)
        cells.setdefault(cell, []).append(pk)
    return {pk: cell for cell, rows in coarse_cells(cells).items() for pk in rows}


def _move(survey: Survey, groups: Mapping[int, Cell]) -> None:
    """What was counted before goes with the groups it was counted in."""
    kept = set()
    for cell in sorted(set(groups.values())):
        stratum, _new = Stratum.objects.get_or_create(survey=survey, section_name="", **cell._asdict())
        kept.add(stratum.pk)
        belonging = [pk for pk, said in groups.items() if said == cell]
        Response.objects.filter(survey=survey, stratum__in=belonging).exclude(stratum=stratum).update(stratum=stratum)
    Stratum.objects.filter(survey=survey).exclude(pk__in=kept).delete()


def _tell_no_finer_language(survey: Survey) -> None:
    """The language of own words only where it is that of the whole group, as with what leaves the box."""
    rows = Remark.objects.filter(item__survey=survey).exclude(sector=Sector.DIRECTORS).exclude(language="")
    told = set(rows.values_list("pk", "language", "response__stratum__language"))
    finer = [pk for pk, language, of_group in told if language != of_group]
    for start in range(0, len(finer), 5_000):
        Remark.objects.filter(pk__in=finer[start : start + 5_000]).update(language="")
