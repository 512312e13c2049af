"""Scans of filled sheets: bring them in, see what was read, look at what is unclear."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.requests import PersonRequest
from gatepost.people.roster.upload import StoppingUploadHandler
from gatepost.surveys.commands import scanning as commands
from gatepost.surveys.forms.paper import SheetForm
from gatepost.surveys.models import Doubt, ItemKind, Sheet, Survey
from gatepost.surveys.paper import limits
from gatepost.surveys.paper.keeping import told, told_bytes
from gatepost.surveys.paper.problems import sentence
from gatepost.surveys.paper.questions import Question, questions_of
from gatepost.surveys.queries import paper as queries
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.paper import common, survey_or_404


class ScanUploadHandler(StoppingUploadHandler):
    most = limits.FILE_BYTES


@require_safe
@requires(Perm.TYPE_SHEETS)
def scans(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    found = queries.scans_of(survey, request.person)
    context = {
        **common(survey),
        "scans": found,
        "is_reading": any(scan.state == "waiting" for scan in found),
        "missing": queries.sheets_with_missing_pages(survey),
    }
    return render(request, "surveys/scan.html", context)


@csrf_exempt  # only so that the handler below is set before anything reads the body; `_receive` checks the token
@require_POST
@requires(Perm.TYPE_SHEETS)
def bring_in(request: PersonRequest, pk: int) -> HttpResponse:
    request.upload_handlers = [ScanUploadHandler(request)]
    return _receive(request, pk)


@csrf_protect
def _receive(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    files = request.FILES.getlist("files")
    if StoppingUploadHandler.stopped(request):
        raise BadInputError(_("One of the files is larger than 80 MB. Bring the pile in in several parts."))
    if not 0 < len(files) <= limits.FILES:
        raise BadInputError(_("Please choose between one and %(most)d files.") % {"most": limits.FILES})
    commands.receive_scans(survey, _each(files), by=request.person)
    messages.success(request, _("Taken in. The sheets are being read; this takes about a second for three pages."))
    return redirect("surveys:scan", pk=pk)


def _each(files: Iterable[object]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        assert isinstance(file, UploadedFile)  # noqa: S101 -- for the type only
        yield file.name or "", file.read()


@require_safe
@requires(Perm.TYPE_SHEETS)
def doubts(request: PersonRequest, pk: int) -> HttpResponse:
    """The open questions of one sheet at a time, each with its picture."""
    survey = survey_or_404(request, pk)
    found = queries.next_doubts(survey, request.person)
    sheet = found[0].page.sheet if found else None
    form = SheetForm(questions=_asked(survey, found), initial=_seen(survey, found)) if sheet is not None else None
    by_key = {doubt.item_key: doubt for doubt in found}
    lines = [(question, field, by_key[question.key]) for question, field in form.lines()] if form is not None else []
    context = {**common(survey), "sheet": sheet, "lines": lines}
    return render(request, "surveys/scan_doubts.html", context)


@require_safe
@requires(Perm.TYPE_SHEETS)
def picture(request: PersonRequest, pk: int, doubt: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    mine = Doubt.objects.visible_to(request.person).filter(page__sheet__run__survey=survey)
    found = get_object_or_404(mine, pk=doubt)
    response = HttpResponse(told_bytes(survey, found.picture), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requires(Perm.TYPE_SHEETS)
def settle(request: PersonRequest, pk: int, sheet: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    found = _sheet(request, survey, sheet)
    mine = Doubt.objects.filter(page__sheet=found, is_settled=False)
    form = SheetForm(
        request.POST,
        questions=_asked(survey, list(mine.select_related("page__sheet__run").defer("page__sheet__run__pdf", "picture"))),
    )
    if not form.is_valid():
        raise BadInputError(_("Please choose one of the answers of each question, or none."))
    _tell(request, commands.settle_doubts(found, form.answers(), by=request.person))
    return redirect("surveys:scan-doubts", pk=pk)


@require_POST
@requires(Perm.TYPE_SHEETS)
def as_it_is(request: PersonRequest, pk: int, sheet: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    _tell(request, commands.enter_without_missing(_sheet(request, survey, sheet), by=request.person))
    return redirect("surveys:scan", pk=pk)


def _tell(request: PersonRequest, problem: str) -> None:
    if problem:
        messages.warning(request, sentence(problem))
    else:
        messages.success(request, _("Noted."))


def _asked(survey: Survey, doubts: list[Doubt]) -> list[Question]:
    if not doubts:
        return []
    keys = {doubt.item_key for doubt in doubts}
    asked = questions_of(survey, doubts[0].page.sheet.run.sector, get_language() or "en")
    return [question for question in asked if question.key in keys]


def _seen(survey: Survey, doubts: list[Doubt]) -> dict[str, Any]:
    """For a checklist what was seen is proposed; where one has to be chosen, nothing is."""
    items = doubts[0].page.sheet.run.layout["items"] if doubts else {}
    several = [doubt for doubt in doubts if items[doubt.item_key]["kind"] == ItemKind.CHECKLIST]
    return {f"item-{doubt.item_key}": [str(value) for value in told(survey, doubt.seen)] for doubt in several}


def _sheet(request: PersonRequest, survey: Survey, pk: int) -> Sheet:
    found = queries.sheet_for(request.person, survey, pk)
    if found is None:
        raise Http404
    return found
