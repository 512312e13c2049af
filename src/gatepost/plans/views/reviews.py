"""Pages of the yearly review."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, requires
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import draw
from gatepost.languages.tags import is_rtl
from gatepost.people.requests import PersonRequest
from gatepost.people.school_years import label_of, year_of
from gatepost.plans.commands import reviews as commands
from gatepost.plans.forms.reviews import CloseForm, DecideForm
from gatepost.plans.models import Review
from gatepost.plans.queries.plans import current_plan
from gatepost.plans.queries.reviews import review_for, reviews_of
from gatepost.plans.review.printing import chart_of, paper_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import DONE, attempt, found_plan


@require_safe
@requires(Perm.READ)
def reviews(request: PersonRequest) -> HttpResponse:
    """Every year looked back on, and the one that is due."""
    rows = reviews_of(request.person)
    plan = current_plan(request.person)
    context = {
        "rows": [(row, label_of(row.year, row.plan.school_id)) for row in rows],
        "plan": plan,
        "years": [
            (year, label_of(year, plan.school_id))
            for year in range(plan.first_year, plan.last_year + 1)
            if year <= year_of(clock.today(plan.school.timezone), plan.school_id)
            and not any(row.plan_id == plan.pk and row.year == year for row in rows)
        ]
        if plan
        else [],
    }
    return render(request, "plans/reviews.html", context)


@require_POST
@requires(Perm.REVIEW)
def write(request: PersonRequest, pk: int, year: int) -> HttpResponse:
    """Make the pack, or write it anew."""
    review = commands.write_pack(found_plan(request.person, pk), year, by=request.person)
    messages.success(request, _("The pack is written with the numbers of today."))
    return redirect("plans:review", review.pk)


@require_safe
@requires(Perm.READ)
def review(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


@require_safe
@requires(Perm.READ)
def paper(request: PersonRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    history.record("plans.print_pack", by=request.person, subject=found)
    answer = HttpResponse(paper_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="review-{found.year}.pdf"'
    return answer


@require_POST
@requires(Perm.REVIEW)
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    ensure(request.person, Perm.REVIEW, found.plan)
    form = DecideForm(found.plan.school_id, request.POST)
    status = attempt(form, lambda: commands.decide(found, **form.cleaned_data, by=request.person))
    return redirect("plans:review", pk) if status == DONE else _show(request, found, decide_form=form, status=status)


@require_POST
@requires(Perm.REVIEW)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    ensure(request.person, Perm.REVIEW, found.plan)
    form = CloseForm(request.POST)
    status = attempt(form, lambda: commands.close_review(found, **form.cleaned_data, by=request.person))
    return redirect("plans:review", pk) if status == DONE else _show(request, found, close_form=form, status=status)


@require_POST
@requires(Perm.REVIEW)
def next_draft(request: PersonRequest, pk: int) -> HttpResponse:
    made = commands.make_next_draft(_found(request, pk), by=request.person)
    messages.success(request, _("Next year’s draft is made. Look through its goals, days and owners."))
    return redirect("plans:plan", made.pk)


def _show(request: PersonRequest, found: Review, *, status: int = 200, **forms: Any) -> HttpResponse:
    today = clock.today(found.plan.school.timezone)
    context = {
        "review": found,
        "year_label": label_of(found.year, found.plan.school_id),
        "blocks": [_shown(block) for block in found.pack.get("blocks", [])],
        "decisions": list(found.decisions.select_related("owner")),
        "decide_form": DecideForm(found.plan.school_id),
        "close_form": CloseForm(initial={"met_on": today}),
        "school_is_rtl": is_rtl(found.plan.school.language),
        **forms,
    }
    return render(request, "plans/review.html", context, status=status)


def _shown(block: dict[str, Any]) -> dict[str, Any]:
    """A block for the page: a line of years is drawn."""
    if block["kind"] != "lines":
        return block
    chart = chart_of(block)
    return {"kind": "chart", "svg": mark_safe(draw(chart, Look())) if chart else "", "title": block["title"]}  # noqa: S308 -- drawn here


def _found(request: PersonRequest, pk: int) -> Review:
    found = review_for(request.person, pk)
    if found is None:
        raise Http404
    return found
