"""Typing sheets in: code, answers, next; what was entered twice, differently; and counting."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.requests import PersonRequest
from gatepost.surveys.commands import entering
from gatepost.surveys.commands.entering import Outcome
from gatepost.surveys.forms.paper import CodeForm, SheetForm
from gatepost.surveys.models import Sheet, SheetState, Survey
from gatepost.surveys.paper.comparing import lines_of
from gatepost.surveys.paper.questions import questions_of
from gatepost.surveys.queries import paper as queries
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.paper import common, survey_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SHEETS)
def enter(request: PersonRequest, pk: int) -> HttpResponse:
    """The field for the next code."""
    survey = survey_or_404(request, pk)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sheet = entering.find_sheet(survey, form.cleaned_data["code"])
        if sheet is not None:
            return redirect("surveys:type-sheet", pk=pk, sheet=sheet.pk)
        form.add_error(
            "code", _("No sheet of this survey has this code. Perhaps it was printed again: then only the newer sheet counts.")
        )
    context = {**common(survey), "form": form}
    return render(request, "surveys/type.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SHEETS)
def sheet_page(request: PersonRequest, pk: int, sheet: int) -> HttpResponse:
    """The items of one sheet in its order. What was entered before is not shown: a second entry has to stand for itself."""
    survey = survey_or_404(request, pk)
    found = _sheet(request, survey, sheet)
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        questions=questions_of(survey, found.run.sector, get_language() or "en"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            outcome = entering.enter_sheet(found, form.answers(), by=request.person)
        except BadInputError as error:
            messages.warning(request, error.message)
        else:
            _tell(request, found, outcome)
        return redirect("surveys:type", pk=pk)
    context = {**common(survey), "sheet": found, "form": form, "is_counted": found.state == SheetState.COUNTED}
    return render(request, "surveys/type_sheet.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Perm.TYPE_SHEETS)
def conflicts(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    language = get_language() or "en"
    found = [
        (sheet, [line for line in lines_of(sheet, questions_of(survey, sheet.run.sector, language)) if line.differs])
        for sheet in queries.conflicts_of(survey, request.person)
    ]
    return render(request, "surveys/conflicts.html", {**common(survey), "found": found})


@require_POST
@requires(Perm.TYPE_SHEETS)
def settle(request: PersonRequest, pk: int, sheet: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    found = _sheet(request, survey, sheet)
    lines = [line for line in lines_of(found, questions_of(survey, found.run.sector, "en")) if line.differs]
    chosen = {line.key: request.POST.get(f"right-{line.key}") for line in lines}
    if any(choice not in ("first", "second") for choice in chosen.values()):
        raise BadInputError(_("Please choose for each question which of the two is on the paper."))
    entering.settle_conflict(found, {key for key, choice in chosen.items() if choice == "second"}, by=request.person)
    messages.success(request, _("Settled. The sheet can be counted."))
    return redirect("surveys:conflicts", pk=pk)


@require_POST
@requires(Perm.TYPE_SHEETS)
def count(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    result = entering.count_sheets(survey, by=request.person)
    words = ngettext("%(number)d sheet was counted.", "%(number)d sheets were counted.", result.number)
    messages.success(request, words % {"number": result.number})
    for sheet, sentence in result.left_out:
        messages.warning(request, _("Sheet %(number)d was left out: %(why)s") % {"number": sheet.number, "why": sentence})
    return redirect("surveys:type", pk=pk)


def _tell(request: PersonRequest, sheet: Sheet, outcome: Outcome) -> None:
    level, sentence = {
        Outcome.ENTERED: (messages.SUCCESS, _("Sheet %(number)d is entered.")),
        Outcome.SAME: (messages.INFO, _("Sheet %(number)d was already entered, with the same answers. Nothing changed.")),
        Outcome.CONFLICT: (
            messages.WARNING,
            _("Sheet %(number)d was entered before with other answers. Settle which are right."),
        ),
        Outcome.COUNTED_SAME: (messages.INFO, _("Sheet %(number)d was counted already, with the same answers. Nothing changed.")),
        Outcome.COUNTED_OTHER: (
            messages.WARNING,
            _("Sheet %(number)d was counted already, with other answers than these. Nothing changed."),
        ),
    }[outcome]
    messages.add_message(request, level, sentence % {"number": sheet.number})


def _sheet(request: PersonRequest, survey: Survey, pk: int) -> Sheet:
    found = queries.sheet_for(request.person, survey, pk)
    if found is None:
        raise Http404
    return found
