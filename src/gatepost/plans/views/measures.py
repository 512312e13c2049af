"""Pages of the 15 measures: all of them over three years, and one with what was decided and why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.people.models import School
from gatepost.people.queries import school_of
from gatepost.people.requests import PersonRequest
from gatepost.people.school_years import label_of, year_of
from gatepost.plans.catalogue.due import days_of
from gatepost.plans.catalogue.measures import MEASURES
from gatepost.plans.commands import measures as commands
from gatepost.plans.forms.measures import DecisionForm
from gatepost.plans.queries import measures as queries
from gatepost.plans.rules import Perm


@require_safe
@requires(Perm.READ)
def measures(request: PersonRequest) -> HttpResponse:
    school = _school(request)
    year = _year(school)
    table = queries.measure_table(school, request.person, year=year)
    return render(request, "plans/measures.html", {"table": table, "school": school, "year_label": table.labels[-1]})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.READ)
def measure(request: PersonRequest, number: int) -> HttpResponse:
    """One measure: what it is, what was decided, and a decision for this year or the next."""
    if number not in MEASURES:
        raise Http404
    school = _school(request)
    this_year = _year(school)
    year = this_year + 1 if request.GET.get("year") == "next" else this_year
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = commands.decide_measure(school, number, form.decided, year=year, by=request.person)
        action = commands.take_into_plan(decision, by=request.person)
        messages.success(request, _("Written down. It is an action of the plan now.") if action else _("Written down."))
        return redirect("plans:action", action.pk) if action else redirect("plans:measure", number)
    context = {
        "measure": MEASURES[number],
        "form": form,
        "school": school,
        "year_label": label_of(year, school.pk),
        "is_next": year != this_year,
        "days": days_of(MEASURES[number].window, year=year, school_id=school.pk),
        "decisions": [(row, label_of(row.year, school.pk)) for row in queries.decisions_about(school, number)],
        "plan": commands.plan_to_write(school, year, by=request.person),
        "before": number - 1 if number - 1 in MEASURES else None,
        "after": number + 1 if number + 1 in MEASURES else None,
    }
    return render(request, "plans/measure.html", context, status=422 if form.is_bound else 200)


def _year(school: School) -> int:
    return year_of(clock.today(school.timezone), school.pk)


def _school(request: PersonRequest) -> School:
    school = school_of(request.person)
    if school is None:
        raise Http404
    return school
