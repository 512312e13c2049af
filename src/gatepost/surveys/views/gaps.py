"""Mirror items: what families, teachers and leadership each say of the same practice, and what the records hold."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import draw
from gatepost.people.requests import PersonRequest
from gatepost.surveys import result_wording as words
from gatepost.surveys.gap_chart import GapChart, GapRow, SideMark
from gatepost.surveys.queries.gaps import Gaps, TypeGap, gaps_of
from gatepost.surveys.queries.waiting import waiting_sentence, why_it_waits
from gatepost.surveys.rules import Perm, builds
from gatepost.surveys.views.results import title_of, visible_survey


@require_safe
@requires(Perm.SEE_RESULTS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """The types as a picture, then practice by practice, the largest clear gap first."""
    survey = visible_survey(request, pk)
    gaps = gaps_of(survey, reads_all=builds(request.person, survey))
    history.record("surveys.see_gaps", by=request.person, subject=survey)
    waiting = waiting_sentence(survey)
    opening = waiting or words.gaps_opening(gaps.widest_type, gaps.sectors, len(gaps.practices))
    context = {
        "survey": survey,
        "title": title_of(survey),
        "opening": opening,
        "why_it_waits": why_it_waits() if waiting else "",
        "gaps": gaps,
        "clear": [practice for practice in gaps.practices if practice.gap.is_clear],
        "unclear": [practice for practice in gaps.practices if not practice.gap.is_clear],
        "sides": [(sector, words.sector_name(sector)) for sector in gaps.sectors],
        "chart": _chart(gaps, opening),
        "numbers": [(row.name, [_number(row, sector) for sector in gaps.sectors]) for row in gaps.types],
    }
    return render(request, "surveys/gaps.html", context)


def chart_of(gaps: Gaps, opening: str) -> GapChart:
    rows = [
        GapRow(
            row.name,
            tuple(SideMark(sector, one.mean, row.bounds(sector), words.percent(one.mean)) for sector, one in row.marks.items()),
        )
        for row in gaps.types
    ]
    return GapChart(
        _("Six types, as each side sees them"), opening, tuple(rows), (words.percent(0), words.percent(0.5), words.percent(1))
    )


def _chart(gaps: Gaps, opening: str) -> str:
    if not gaps.types:
        return ""
    look = Look(rtl=translation.get_language_bidi())
    return mark_safe(draw(chart_of(gaps, opening), look))  # noqa: S308 -- our own drawing


def _number(row: TypeGap, sector: str) -> tuple[str, str, int]:
    if sector not in row.marks:
        return "", "", 0
    return words.percent(row.marks[sector].mean), words.between(row.bounds(sector)), int(row.marks[sector].number)
