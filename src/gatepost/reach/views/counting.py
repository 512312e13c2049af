"""How the states are counted, what another window would change, and setting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.htmx import render_page
from gatepost.people.commands import calendar
from gatepost.people.models import School
from gatepost.people.requests import PersonRequest
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.people.rules import Perm as PeoplePerm
from gatepost.reach.forms.counting import WindowForm
from gatepost.reach.queries.preview import preview_of
from gatepost.reach.queries.summary import definition_of
from gatepost.reach.rules import Perm


@require_safe
@requires(Perm.SEE_COUNTING)
def counting(request: PersonRequest) -> HttpResponse:
    """The definition, and with `days` what that window would change. Reads only."""
    form = WindowForm(request.GET) if "days" in request.GET else None
    if form is not None:
        history.record("reach.preview_window", by=request.person, days=request.GET["days"][:4])
    return _show(request, _school(request), form)


@require_POST
@requires(PeoplePerm.SET_WINDOW)
def use_window(request: PersonRequest) -> HttpResponse:
    school, form = _school(request), WindowForm(request.POST)
    if not form.is_valid():
        return _show(request, school, form)
    days = form.cleaned_data["days"]
    calendar.set_window(school, days=days, by=request.person)
    words = ngettext(
        "From now on %(days)d school day counts. The families are being counted anew; it takes a moment.",
        "From now on %(days)d school days count. The families are being counted anew; it takes a moment.",
        days,
    )
    messages.success(request, words % {"days": days})
    return redirect("reach:counting")


def _school(request: PersonRequest) -> School:
    return get_object_or_404(School, pk__in=request.person.schools_as(WHOLE_SCHOOL_ROLES))


def _show(request: PersonRequest, school: School, form: WindowForm | None) -> HttpResponse:
    preview = None
    if form is not None and form.is_valid():
        preview = preview_of(
            school, request.person, days=form.cleaned_data["days"], at=clock.now(), number=request.GET.get("page")
        )
    context = {
        "definition": definition_of(school.window_school_days),
        "window": school.window_school_days,
        "form": form or WindowForm(initial={"days": school.window_school_days}),
        "preview": preview,
    }
    status = 422 if form is not None and not form.is_valid() else 200
    return render_page(request, "reach/counting.html", context, part="effect", status=status)
