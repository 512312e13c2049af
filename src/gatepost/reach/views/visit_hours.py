"""The hours that visits took: to be read, settled, and taken along as a sheet."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import School
from gatepost.people.requests import PersonRequest
from gatepost.reach.commands import visit_notes
from gatepost.reach.forms.visits import SettleForm
from gatepost.reach.queries.visit_hours import months_of, sheet_rows
from gatepost.reach.rules import Perm
from gatepost.reach.visit_sheet import as_csv, as_xlsx
from gatepost.reach.visit_wording import duration_in_words

_SHEETS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@requires(Perm.SETTLE_HOURS)
def hours(request: PersonRequest) -> HttpResponse:
    school = _school(request)
    months = months_of(school)
    history.record("reach.see_visit_hours", by=request.person, subject=school, lines=sum(len(month.people) for month in months))
    unsettled = sum(one.unsettled_minutes for month in months for one in month.people)
    return render(
        request, "reach/visit_hours.html", {"months": months, "unsettled": duration_in_words(unsettled) if unsettled else ""}
    )


@require_safe
@requires(Perm.SETTLE_HOURS)
def sheet(request: PersonRequest, kind: str) -> HttpResponse:
    """One line for each colleague and month."""
    if kind not in _SHEETS:
        raise Http404
    school = _school(request)
    write, content_type = _SHEETS[kind]
    heading, *lines = sheet_rows(school)
    history.record("reach.export_visit_hours", by=request.person, subject=school, kind=kind, lines=len(lines))
    response = HttpResponse(write([heading, *lines]), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="visits-{clock.today(school.timezone)}.{kind}"'
    return response


@require_POST
@requires(Perm.SETTLE_HOURS)
def settle(request: PersonRequest) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("Please settle the hours of one colleague and month with the button beside them."))
    clean = form.cleaned_data
    visit_notes.settle_hours(
        clean["person"], school=_school(request), month=clean["month"], minutes=clean["minutes"], by=request.person
    )
    messages.success(request, _("Settled. It stays on record who settled it, and when."))
    return redirect("reach:visit-hours")


def _school(request: PersonRequest) -> School:
    if request.school is None:
        raise Http404
    return request.school
