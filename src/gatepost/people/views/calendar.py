"""The school calendar: terms and closed days, entered by the office or the principal."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError, DomainError
from gatepost.people.calendar_forms import ClosedForm, StretchForm, TermForm
from gatepost.people.calendar_overview import overview_of
from gatepost.people.commands import calendar as commands
from gatepost.people.models import School, Term
from gatepost.people.requests import PersonRequest
from gatepost.people.roles import STAFF_ROLES
from gatepost.people.rules import Perm


@require_safe
@requires(Perm.KEEP_CALENDAR)
def calendar_page(request: PersonRequest) -> HttpResponse:
    return _show(request)


@require_POST
@requires(Perm.KEEP_CALENDAR)
def add_term(request: PersonRequest) -> HttpResponse:
    form = TermForm(request.POST)
    if not _done(form, lambda: commands.add_term(_school(request), **form.cleaned_data, by=request.person)):
        return _show(request, term_form=form)
    messages.success(request, _("Entered. The families are counted anew with it."))
    return redirect("people:calendar")


@require_POST
@requires(Perm.KEEP_CALENDAR)
def remove_term(request: PersonRequest, pk: int) -> HttpResponse:
    term = get_object_or_404(Term.objects.select_related("school"), pk=pk, school=_school(request))
    commands.remove_term(term, by=request.person)
    messages.success(request, _("“%(name)s” is removed. The families are counted anew without it.") % {"name": term.name})
    return redirect("people:calendar")


@require_POST
@requires(Perm.KEEP_CALENDAR)
def close_days(request: PersonRequest) -> HttpResponse:
    form = ClosedForm(request.POST)
    if not _done(form, lambda: commands.close_days(_school(request), **form.cleaned_data, by=request.person)):
        return _show(request, closed_form=form)
    messages.success(request, _("Entered. These days do not count."))
    return redirect("people:calendar")


@require_POST
@requires(Perm.KEEP_CALENDAR)
def open_days(request: PersonRequest) -> HttpResponse:
    form = StretchForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("Please choose which closed days are to be removed. Nothing was changed."))
    commands.open_days(_school(request), **form.cleaned_data, by=request.person)
    messages.success(request, _("Removed. These days count as school days."))
    return redirect("people:calendar")


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether what was typed could be entered; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(None, error.message)
    return form.is_valid()


def _school(request: PersonRequest) -> School:
    return get_object_or_404(School, pk__in=request.person.schools_as(STAFF_ROLES))


def _show(request: PersonRequest, *, term_form: TermForm | None = None, closed_form: ClosedForm | None = None) -> HttpResponse:
    school = _school(request)
    context = {
        "calendar": overview_of(school, today=clock.today(school.timezone)),
        "term_form": term_form or TermForm(),
        "closed_form": closed_form or ClosedForm(),
    }
    return render(request, "people/calendar.html", context, status=422 if term_form or closed_form else 200)
