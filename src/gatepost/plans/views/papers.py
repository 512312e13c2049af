"""The plan to print and to take along: PDF and XLSX."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.people.requests import PersonRequest
from gatepost.plans.models import Plan
from gatepost.plans.plan_paper import paper_of
from gatepost.plans.plan_sheet import XLSX, sheet_of
from gatepost.plans.queries.overview import overview_of
from gatepost.plans.queries.team import team_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import found_plan


@require_safe
@requires(Perm.READ)
def pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """In the school's language, or in the one that `?language=` asks for."""
    plan = found_plan(request.person, pk)
    team = team_of(plan, today=clock.today(plan.school.timezone))
    paper = paper_of(overview_of(plan, request.person), team, language=request.GET.get("language", ""))
    history.record("plans.print_plan", by=request.person, subject=plan)
    return _file(paper, "application/pdf", f'inline; filename="{_named(plan)}.pdf"')


@require_safe
@requires(Perm.READ)
def xlsx(request: PersonRequest, pk: int) -> HttpResponse:
    plan = found_plan(request.person, pk)
    team = team_of(plan, today=clock.today(plan.school.timezone))
    history.record("plans.export_plan", by=request.person, subject=plan)
    return _file(sheet_of(overview_of(plan, request.person), team), XLSX, f'attachment; filename="{_named(plan)}.xlsx"')


def _file(content: bytes, kind: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition
    return response


def _named(plan: Plan) -> str:
    return slugify(plan.title) or "plan"
