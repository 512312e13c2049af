"""The first inquiry: starting it, and sorting by type what families said."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.people.requests import PersonRequest
from gatepost.plans.commands.inquiry import start_inquiry
from gatepost.plans.forms.inquiry import StartInquiryForm, read_choice
from gatepost.plans.queries import inquiry as queries
from gatepost.surveys.commands.sorting import sort_remark
from gatepost.surveys.rules import Perm


@require_safe
@requires(Perm.READ_REMARKS)
def inquiry(request: PersonRequest) -> HttpResponse:
    """What families wish for, by type; before there is one, how to begin."""
    return _page(request, StartInquiryForm())


@require_POST
@requires(Perm.BUILD)
def start(request: PersonRequest) -> HttpResponse:
    if request.school is None:
        raise Http404
    form = StartInquiryForm(request.POST)
    if form.is_valid():
        try:
            start_inquiry(request.school, **form.cleaned_data, by=request.person)
        except BadInputError as error:
            form.add_error(None, error.message)
        except ConflictError as error:
            messages.warning(request, error.message)
            return redirect("plans:inquiry")
        else:
            messages.success(request, _("The inquiry is written in every language of the house. Look at it, then send it."))
            return redirect("plans:inquiry")
    return _page(request, form, status=422)


@require_POST
@requires(Perm.READ_REMARKS)
def sort(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One press: it speaks of this type, or it does not. The page comes back at the same answer."""
    remark = queries.remark_for(request.person, pk)
    if remark is None:
        raise Http404
    put, taken = request.POST.get("put", ""), request.POST.get("take", "")
    sort_remark(remark, involvement_type=put or taken, belongs=bool(put), by=request.person)
    choice = read_choice(request.POST)
    kept = {"survey": choice.survey, "question": choice.question, "type": choice.involvement_type}
    kept["page"] = request.POST.get("page", "")[:6]
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('plans:inquiry')}?{query}#r{pk}")


def _page(request: PersonRequest, form: StartInquiryForm, *, status: int = 200) -> HttpResponse:
    choice = read_choice(request.GET)
    shown = queries.inquiry_for(request.person, choice)
    if shown is None and choice.survey:
        raise Http404
    context: dict[str, Any] = {"form": form, "shown": shown, "choice": choice, "others": queries.inquiries_of(request.person)}
    if shown is not None and shown.total:
        context["page"], context["said"] = queries.said_in(shown, choice, request.GET.get("page"))
        context["page_query"] = _query(choice.question, choice.involvement_type, shown.survey.pk)
        history.record("plans.read_inquiry", by=request.person, subject=shown.survey, answers=shown.total)
    return render(request, "plans/inquiry.html", context, status=status)


def _query(question: str, involvement_type: str, survey: int) -> str:
    chosen = {"survey": survey, "question": question, "type": involvement_type}
    return urlencode({name: value for name, value in chosen.items() if value}) + "&"
