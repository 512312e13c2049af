"""One goal: its numbers over time, writing it, and reading where it stands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel import clock
from gatepost.kernel.access import ensure, requires
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import draw
from gatepost.people.requests import PersonRequest
from gatepost.plans.commands import goals as commands
from gatepost.plans.contents import of_goal
from gatepost.plans.forms.goals import PROMPTS, GoalForm, ReadingForm
from gatepost.plans.goal_chart import chart_of
from gatepost.plans.models import Goal, GoalKind
from gatepost.plans.plan_words import plain
from gatepost.plans.queries.overview import overview_of, progress_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import DONE, attempt, found_goal, found_plan, shown_with, way_to_change

_BOTH = ["GET", "HEAD", "POST"]
_FIELDS = ("kind", "title", "reason", "indicator", "unit", "baseline", "target", "due_on", "asked_families")


@require_safe
@requires(Perm.READ)
def goal(request: PersonRequest, pk: int, goal: int) -> HttpResponse:
    return _show(request, found_goal(request.person, pk, goal), None, 200)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """One more goal."""
    plan = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, plan)
    if (elsewhere := way_to_change(request, plan)) is not None:
        return elsewhere
    form = GoalForm(request.POST if request.method == "POST" else None, initial={"kind": GoalKind.OTHER})
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: commands.add_goal(plan, facts=form.facts, by=request.person))
        if status == DONE:
            messages.success(request, _("The goal is in the plan."))
            return redirect("plans:plan", pk=pk)
    context = {"plan": plan, "form": form, "prompt": PROMPTS[GoalKind.OTHER]}
    return render(request, "plans/goal_form.html", context, status=status)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def edit(request: PersonRequest, pk: int, goal: int) -> HttpResponse:
    found = found_goal(request.person, pk, goal)
    ensure(request.person, Perm.WRITE, found.plan)
    if (elsewhere := way_to_change(request, found.plan)) is not None:
        return elsewhere
    initial = {name: getattr(found, name) for name in _FIELDS}
    initial |= {"baseline": plain(found.baseline), "target": plain(found.target)}
    form = GoalForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: commands.change_goal(found, facts=form.facts, seen=form.stamp, by=request.person))
        if status == DONE:
            messages.success(request, _("Kept."))
            return redirect("plans:goal", pk=pk, goal=goal)
    now = found_goal(request.person, pk, goal)
    context = {"plan": now.plan, "goal": now, "prompt": PROMPTS[now.kind], **shown_with(form, "goals", of_goal(now))}
    return render(request, "plans/goal_form.html", context, status=status)


@require_POST
@requires(Perm.WRITE)
def remove(request: PersonRequest, pk: int, goal: int) -> HttpResponse:
    commands.remove_goal(found_goal(request.person, pk, goal), by=request.person)
    messages.success(request, _("The goal is taken out. Its actions stay in the plan."))
    return redirect("plans:plan", pk=pk)


@require_POST
@requires(Perm.WRITE)
def reading(request: PersonRequest, pk: int, goal: int) -> HttpResponse:
    """Where the number stands."""
    found = found_goal(request.person, pk, goal)
    ensure(request.person, Perm.WRITE, found.plan)
    form = ReadingForm(request.POST)
    status = attempt(form, lambda: commands.add_reading(found, **form.cleaned_data, by=request.person))
    if status != DONE:
        return _show(request, found, form, status)
    messages.success(request, _("Written down."))
    return redirect("plans:goal", pk=pk, goal=goal)


@require_POST
@requires(Perm.WRITE)
def remove_reading(request: PersonRequest, pk: int, goal: int, reading: int) -> HttpResponse:
    """A number that was written down wrongly."""
    found = found_goal(request.person, pk, goal)
    ensure(request.person, Perm.WRITE, found.plan)
    commands.remove_reading(get_object_or_404(found.readings, pk=reading), by=request.person)
    messages.success(request, _("The number is taken out."))
    return redirect("plans:goal", pk=pk, goal=goal)


def _show(request: PersonRequest, found: Goal, form: ReadingForm | None, status: int) -> HttpResponse:
    [progress] = progress_of([found])
    chart = chart_of(progress)
    svg = draw(chart, Look(rtl=get_language_bidi())) if chart is not None else ""
    lines = overview_of(found.plan, request.person).lines
    context = {
        "plan": found.plan,
        "goal": found,
        "progress": progress,
        "rows": [(one.pk, *row) for one, row in zip(progress.readings, progress.rows, strict=True)],
        "chart": mark_safe(svg),  # noqa: S308 -- drawn and cleaned by us
        "lines": [line for line in lines if line.action.goal_id == found.pk],
        "prompt": PROMPTS[found.kind],
        "reading_form": form or ReadingForm(today=clock.today(found.plan.school.timezone)),
    }
    return render(request, "plans/goal.html", context, status=status)
