"""The pages of an old call log: upload, name the columns, answer, see the difference, apply, discard, undo."""

import csv
import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError, NotReadyError
from gatepost.kernel.htmx import render_page
from gatepost.people.requests import PersonRequest
from gatepost.people.roster.upload import StoppingUploadHandler
from gatepost.touchpoints.commands import applying
from gatepost.touchpoints.commands import imports as commands
from gatepost.touchpoints.forms import AnswersForm, LogColumnsForm, LogUploadForm
from gatepost.touchpoints.importing.sentences import difference_sentence, hold_sentence, order_sentence, repeats_sentence
from gatepost.touchpoints.importing.sheet import MOST_BYTES, order_of
from gatepost.touchpoints.models import BUSY, WAITING, ImportState, LedgerImport, Verdict
from gatepost.touchpoints.queries import imports as queries
from gatepost.touchpoints.rules import Perm

PAGE = 50
AT_FIRST = 5
# After so long a worker should have been done with it.
LATE = dt.timedelta(minutes=15)


class LogUploadHandler(StoppingUploadHandler):
    """Stops reading once there is more than a call log can be."""

    most = MOST_BYTES


@require_safe
@requires(Perm.IMPORT_LOG)
def imports(request: PersonRequest) -> HttpResponse:
    return _show_imports(request, LogUploadForm())


@csrf_exempt  # only so that the handler below is set before anything reads the body; `_receive` checks the token
@require_POST
@requires(Perm.IMPORT_LOG)
def upload(request: PersonRequest) -> HttpResponse:
    request.upload_handlers = [LogUploadHandler(request)]
    return _receive(request)


@require_safe
@requires(Perm.IMPORT_LOG)
def import_page(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.import_for(request.person, pk)
    if run.state == ImportState.MAPPING:
        return redirect("touchpoints:import-columns", pk=run.pk)
    return render_page(request, "touchpoints/import.html", _details(run, request), part="run")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.IMPORT_LOG)
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    run = _undecided(request, pk)
    form = LogColumnsForm(request.POST if request.method == "POST" else None, found=run.found, options=run.options)
    if request.method == "POST" and form.is_valid():
        run = commands.name_columns(run, form.options(), by=request.person)
        _read_small(run)
        return redirect("touchpoints:import", pk=run.pk)
    label = form["date"].value()
    evidence = run.found["evidence"].get(label, (0, 0, 0))
    shown = {"run": run, "form": form, "order": order_sentence(order_of(run.found["evidence"], label), evidence)}
    return render(request, "touchpoints/import_columns.html", shown, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.IMPORT_LOG)
def questions(request: PersonRequest, pk: int) -> HttpResponse:
    run = _undecided(request, pk)
    asked = queries.questions_of(run)
    form = AnswersForm(
        request.POST if request.method == "POST" else None, questions=asked, answers=run.options.get("answers", {})
    )
    if request.method == "POST" and form.is_valid():
        run = commands.answer(run, form.answers(), by=request.person)
        _read_small(run)
        return redirect("touchpoints:import", pk=run.pk)
    shown = {
        "run": run,
        "asked": form.asked(asked),
        "form": form,
        "missing": queries.columns_missing(run),
        "left_out": queries.left_out_of(run),
    }
    return render(request, "touchpoints/import_questions.html", shown, status=422 if request.method == "POST" else 200)


@require_safe
@requires(Perm.IMPORT_LOG)
def rows(request: PersonRequest, pk: int, verdict: str) -> HttpResponse:
    run = queries.import_for(request.person, pk)
    if verdict not in Verdict.values:
        raise Http404
    page = Paginator(queries.rows_of(run, verdict), PAGE).get_page(request.GET.get("page"))
    history.record("touchpoints.see_log_rows", by=request.person, subject=run, verdict=verdict, page=page.number)
    shown = {"run": run, "verdict": Verdict(verdict), "page": page, "rows": queries.shown(page.object_list)}
    return render(request, "touchpoints/import_rows.html", shown)


@require_safe
@requires(Perm.IMPORT_LOG)
def to_mend(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.import_for(request.person, pk)
    history.record("touchpoints.take_log_rows", by=request.person, subject=run, rows=run.counts.get(Verdict.PROBLEM, 0))
    # The mark in front tells a spreadsheet that it is Unicode.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    csv.writer(response).writerows(queries.problem_lines(run))
    response["Content-Disposition"] = f'attachment; filename="to-mend-{run.pk}.csv"'
    return response


@require_POST
@requires(Perm.IMPORT_LOG)
def apply(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.import_for(request.person, pk)
    run = applying.apply_import(run, by=request.person, confirmed=request.POST.get("confirmed") == "yes")
    if run.state == ImportState.APPLIED:
        messages.success(request, _("The log stands in the ledger now. It can be undone for thirty days."))
    return redirect("touchpoints:import", pk=run.pk)


@require_POST
@requires(Perm.IMPORT_LOG)
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    commands.discard_import(queries.import_for(request.person, pk), by=request.person)
    messages.success(request, _("Discarded. The ledger is as it was."))
    return redirect("touchpoints:imports")


@require_POST
@requires(Perm.IMPORT_LOG)
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    run = applying.undo_import(queries.import_for(request.person, pk), by=request.person)
    if run.state == ImportState.UNDONE:
        messages.success(request, _("Undone: no entry of this import counts any more."))
    return redirect("touchpoints:import", pk=run.pk)


@csrf_protect
def _receive(request: PersonRequest) -> HttpResponse:
    form = LogUploadForm(request.POST, request.FILES)
    if LogUploadHandler.stopped(request):
        raise BadInputError(_("The file is larger than 100 MB; a call log is far smaller. Nothing was read."))
    if not form.is_valid() or request.school is None:
        return _show_imports(request, form, status=422)
    file = form.cleaned_data["file"]
    run = commands.receive_log(file.name, file.file, school=request.school, by=request.person)
    _read_small(run)
    return redirect("touchpoints:import", pk=run.pk)


def _read_small(run: LedgerImport) -> None:
    """A small file is read while the person waits."""
    if run.byte_size <= commands.READ_AT_ONCE:
        commands.read_uploaded(run)


def _undecided(request: PersonRequest, pk: int) -> LedgerImport:
    """An import of which the columns and answers may still be changed."""
    run = queries.import_for(request.person, pk)
    if run.state not in {ImportState.MAPPING, *WAITING}:
        raise NotReadyError(_("This import has been dealt with already, or is being read right now."))
    return run


def _show_imports(request: PersonRequest, form: LogUploadForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(queries.imports_of(request.person), 20).get_page(request.GET.get("page"))
    return render(request, "touchpoints/imports.html", {"form": form, "page": page}, status=status)


def _details(run: LedgerImport, request: PersonRequest) -> dict[str, Any]:
    is_busy, is_waiting = run.state in BUSY, run.state in WAITING
    began = run.staged_at or run.created_at
    parts = [] if is_busy or not run.counts else [_part(run, verdict) for verdict in Verdict if run.counts.get(verdict)]
    return {
        "run": run,
        "is_busy": is_busy,
        "is_late": is_busy and clock.now() - began > LATE,
        "is_waiting": is_waiting,
        "is_own": run.created_by_id == request.person.pk,
        "hold": hold_sentence(run) if is_waiting and run.is_held else "",
        "sentence": difference_sentence(run) if run.counts else "",
        "repeats": repeats_sentence(run) if is_waiting else "",
        "remarks": queries.remarks_of(run),
        "parts": parts,
        "missing": queries.columns_missing(run) if is_waiting else [],
        "has_questions": is_waiting and run.rows.filter(asks__len__gt=0).exists(),
        "may_undo": run.state == ImportState.APPLIED
        and run.applied_at is not None
        and clock.now() - run.applied_at < dt.timedelta(days=commands.UNDO_DAYS),
    }


def _part(run: LedgerImport, verdict: Verdict) -> dict[str, Any]:
    """One number of the difference with the first rows behind it."""
    number = run.counts[verdict]
    return {
        "verdict": verdict,
        "number": number,
        "rows": queries.shown(queries.rows_of(run, verdict)[:AT_FIRST]),
        "is_cut": number > AT_FIRST,
    }
