"""Mending what was written down about a family: the old row stays in the ledger and no longer counts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gatepost.kernel.access import may, requires
from gatepost.people.requests import PersonRequest
from gatepost.reach.forms.entries import EntryForm
from gatepost.reach.views.families import family_or_404
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints import queries as touchpoints
from gatepost.touchpoints.models import Outcome, Touchpoint
from gatepost.touchpoints.queries.activities import open_activities
from gatepost.touchpoints.rules import Perm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.MEND)
def mend(request: PersonRequest, pk: int, entry: int) -> HttpResponse:
    row = _entry(request, pk, entry)
    told = {name: getattr(row, name) for name in EntryForm.base_fields} | {"activity": row.activity_id}
    offered = open_activities(request.person, row.school)
    form = EntryForm(request.POST if request.method == "POST" else None, initial=told, activities=offered, standing=row.activity)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            ledger.correct(row, **form.mended, by=request.person)
        messages.success(request, _("Mended. What stood there before stays on record."))
        return redirect("reach:family", pk=pk)
    return render(request, "reach/entry.html", {"row": row, "form": form}, status=422 if form.errors else 200)


@require_POST
@requires(Perm.MEND)
def withdraw(request: PersonRequest, pk: int, entry: int) -> HttpResponse:
    """It was entered by mistake."""
    ledger.correct(_entry(request, pk, entry), by=request.person, outcome=Outcome.WITHDRAWN)
    messages.success(request, _("Taken out: it no longer counts. Who entered it and who took it out stays on record."))
    return redirect("reach:family", pk=pk)


def _entry(request: PersonRequest, pk: int, entry: int) -> Touchpoint:
    """An entry of the family that this person may mend and nobody has corrected yet."""
    family = family_or_404(request.person, pk)
    rows = touchpoints.ledger_of(family, request.person).select_related("family__student", "school", "activity")
    row = get_object_or_404(rows, pk=entry)
    if not row.was_written_down or not may(request.person, Perm.MEND, row):
        raise Http404
    return row
