"""The plan: the one that is current, its page, its words, its way to approval, and next year's copy of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure, requires
from gatepost.people.models import Person, School
from gatepost.people.requests import PersonRequest
from gatepost.people.roles import STAFF_ROLES
from gatepost.people.school_years import has_terms, label_of, year_of
from gatepost.plans.commands import plans as commands
from gatepost.plans.commands.next_year import carry_into_next_year, next_title, runs_on
from gatepost.plans.contents import of_plan
from gatepost.plans.forms.goals import PROMPTS
from gatepost.plans.forms.plans import ApprovalForm, CopyForm, NewPlanForm, PlanForm, ReasonForm
from gatepost.plans.models import Plan
from gatepost.plans.plan_words import years
from gatepost.plans.queries.overview import overview_of, usual_year
from gatepost.plans.queries.plans import current_plan, plans_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import DONE, attempt, found_plan, refusal_of, shown_with, way_to_change
from gatepost.reach.wording import listed

_BOTH = ["GET", "HEAD", "POST"]
VIEWS = ("goal", "type", "month", "owner")


@require_safe
@requires(Perm.READ)
def plans(request: PersonRequest) -> HttpResponse:
    """The plan of this year; where there is none, the page that makes the first."""
    current = current_plan(request.person)
    if current is not None:
        return redirect("plans:plan", pk=current.pk)
    return _show_new(request, None)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def new(request: PersonRequest) -> HttpResponse:
    school = _school(request)
    ensure(request.person, Perm.WRITE, school)
    if request.method != "POST":
        return _show_new(request, None)
    form = _new_form(school, request)
    made: list[Plan] = []
    if attempt(form, lambda: made.append(commands.make_plan(school, facts=form.facts, by=request.person))) != DONE:
        return _show_new(request, form)
    messages.success(request, _("Your plan is begun, with four goals to be put into words. Take them one at a time."))
    return redirect("plans:plan", pk=made[0].pk)


@require_safe
@requires(Perm.READ)
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, found_plan(request.person, pk))


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def words(request: PersonRequest, pk: int) -> HttpResponse:
    """Title, years, vision and who approves."""
    found = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, found)
    if (elsewhere := way_to_change(request, found)) is not None:
        return elsewhere
    initial = {name: getattr(found, name) for name in ("title", "vision", "approving_body", "first_year", "last_year")}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial, plan=found)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: commands.change_plan(found, facts=form.facts, seen=form.stamp, by=request.person))
        if status == DONE:
            messages.success(request, _("Kept."))
            return redirect("plans:plan", pk=pk)
    context = {"plan": found, **shown_with(form, "plan", of_plan(found_plan(request.person, pk)))}
    return render(request, "plans/plan_form.html", context, status=status)


@require_POST
@requires(Perm.WRITE)
def propose(request: PersonRequest, pk: int) -> HttpResponse:
    return _move(request, pk, commands.propose, _("Put forward. What they read is kept as a version."))


@require_POST
@requires(Perm.WRITE)
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    return _move(request, pk, commands.take_back, _("Taken back. You can write on."))


@require_POST
@requires(Perm.APPROVE)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    return _move(request, pk, commands.close_plan, _("The plan is over. It stays readable."))


@require_POST
@requires(Perm.APPROVE)
def approve(request: PersonRequest, pk: int) -> HttpResponse:
    found = found_plan(request.person, pk)
    ensure(request.person, Perm.APPROVE, found)
    form = ApprovalForm(request.POST)
    status = attempt(form, lambda: commands.approve(found, on=form.cleaned_data["on"], by=request.person))
    if status != DONE:
        return _show(request, found, approval_form=form, status=status)
    messages.success(request, _("Approved. The plan as it was approved is kept as a version."))
    return redirect("plans:plan", pk=pk)


@require_POST
@requires(Perm.WRITE)
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    found = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, found)
    form = ReasonForm(request.POST)
    status = attempt(form, lambda: commands.reopen(found, reason=form.cleaned_data["reason"], by=request.person))
    if status != DONE:
        return _show(request, found, reason_form=form, status=status)
    messages.success(request, _("You can change the plan now. What was approved stays readable under “Versions”."))
    return redirect("plans:plan", pk=pk)


@require_http_methods(_BOTH)
@requires(Perm.WRITE)
def copy(request: PersonRequest, pk: int) -> HttpResponse:
    """What is planned again next year: in this plan while it runs on, else in one that follows it."""
    found = found_plan(request.person, pk)
    ensure(request.person, Perm.WRITE, found)
    year = _year_to_copy(found, request)
    goes_on = runs_on(found, year)
    usual = {"title": next_title(found, year), "with_other_actions": True}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=usual, plan=found, runs_on=goes_on)
    made: list[Plan] = []
    status = 200
    if request.method == "POST":
        by = request.person
        status = attempt(form, lambda: made.append(carry_into_next_year(found, year=year, by=by, **form.cleaned_data)))
    if made:
        messages.success(request, _("Next year’s draft is made. Look through its days and owners."))
        return redirect("plans:plan", pk=made[0].pk)
    return render(request, "plans/plan_copy.html", {"form": form, **_copying(found, year, goes_on=goes_on)}, status=status)


def _year_to_copy(found: Plan, request: PersonRequest) -> int:
    """The year asked for; else this one, or the nearest that the plan holds."""
    asked = request.POST.get("year", "") or request.GET.get("year", "")
    today = clock.today(found.school.timezone)
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else year_of(today, found.school_id)
    return min(max(year, found.first_year), found.last_year)


def _copying(found: Plan, year: int, *, goes_on: bool) -> dict[str, object]:
    """The years that the page of a copy names."""
    school = found.school_id
    last = year + 1 if goes_on else year + 1 + found.last_year - found.first_year
    without = [label_of(one, school) for one in range(year + 1, last + 1) if not has_terms(one, school)]
    return {
        "plan": found,
        "goes_on": goes_on,
        "year": year,
        "this_year": label_of(year, school),
        "next_years": years(year + 1, last, school),
        "last_year": label_of(found.last_year, school),
        "without_terms": listed(without),
        "other_years": [(one, label_of(one, school)) for one in range(found.first_year, found.last_year + 1) if one != year],
    }


def _move(request: PersonRequest, pk: int, command: Callable[..., Plan], said: str) -> HttpResponse:
    """One press; a command that refuses says why on a page of its own."""
    command(found_plan(request.person, pk), by=request.person)
    messages.success(request, said)
    return redirect("plans:plan", pk=pk)


def _show(
    request: PersonRequest,
    found: Plan,
    *,
    approval_form: ApprovalForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else None if asked == "all" else usual_year(found)
    shown = overview_of(found, request.person, year=year)
    by = request.GET.get("by", "")
    history.record("plans.see_plan", by=request.person, subject=found)
    context = {
        "plan": found,
        "shown": shown,
        "year_query": f"&year={shown.year or 'all'}" if len(shown.years) > 1 else "",
        "by": by if by in VIEWS else VIEWS[0],
        "views": list(zip(VIEWS, (_("By goal"), _("By type"), _("By month"), _("Who does what")), strict=True)),
        "prompts": PROMPTS,
        "others": plans_of(request.person).exclude(pk=found.pk),
        "approval_form": approval_form or ApprovalForm(today=shown.today),
        "reason_form": reason_form or ReasonForm(),
        "refusal": refusal_of(found) if "change" in request.GET else "",
        "next_meeting": found.meetings.filter(meets_on__gte=shown.today).order_by("meets_on", "pk").first(),
    }
    return render(request, "plans/plan.html", context, status=status)


def _show_new(request: PersonRequest, form: NewPlanForm | None) -> HttpResponse:
    school = _school(request)
    context = {"form": form or _new_form(school), "is_first": not _has_plans(request.person)}
    return render(request, "plans/plan_new.html", context, status=200 if form is None else 422)


def _new_form(school: School, request: PersonRequest | None = None) -> NewPlanForm:
    year = year_of(clock.today(school.timezone), school.pk)
    usual = {"title": commands.usual_title(school, year), "first_year": year, "last_year": year}
    return NewPlanForm(request.POST if request is not None else None, initial=usual, year=year, school_id=school.pk)


def _has_plans(person: Person) -> bool:
    return plans_of(person).exists()


def _school(request: PersonRequest) -> School:
    return get_object_or_404(School, pk__in=request.person.schools_as(STAFF_ROLES))
