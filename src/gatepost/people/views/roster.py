"""The roster pages: upload, name the columns, see the difference, apply, discard, undo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.htmx import render_page
from gatepost.people.models import RosterRun, RunState
from gatepost.people.requests import PersonRequest
from gatepost.people.roster import commands, queries
from gatepost.people.roster.difference_sql import COUNTED
from gatepost.people.roster.lists import ACTIONS, kept_number, names_behind
from gatepost.people.roster.problems import reported
from gatepost.people.roster.sentences import list_title
from gatepost.people.roster.upload import StoppingUploadHandler
from gatepost.people.roster_forms import NO_ID, ColumnsForm, UploadForm
from gatepost.people.rules import Perm

PAGE = 100


@require_safe
@requires(Perm.IMPORT_ROSTER)
def roster_page(request: PersonRequest) -> HttpResponse:
    return _show_uploads(request, _upload_form(request))


@csrf_exempt  # only so that the handler below is set before anything reads the body; `_receive` checks the token
@require_POST
@requires(Perm.IMPORT_ROSTER)
def upload(request: PersonRequest) -> HttpResponse:
    request.upload_handlers = [StoppingUploadHandler(request)]
    return _receive(request)


@require_safe
@requires(Perm.IMPORT_ROSTER)
def run_page(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    if run.state == RunState.MAPPING:
        return redirect("people:roster-columns", pk=run.pk)
    return render_page(request, "people/roster_run.html", queries.run_details(run, request.person), part="run")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.IMPORT_ROSTER)
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    sheet = queries.sheet_of(run)
    form = ColumnsForm(request.POST or None, header=sheet.header, columns=sheet.columns)
    if request.method == "POST" and form.is_valid():
        run = commands.name_columns(run, form.columns(), by=request.person, options={})
        _read_small(run)
        return redirect("people:roster-run", pk=run.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "people/roster_columns.html", {"run": run, "form": form, "sheet": sheet, "no_id": NO_ID}, status=status
    )


@require_safe
@requires(Perm.IMPORT_ROSTER)
def names(request: PersonRequest, pk: int, kind: str, action: str) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    if kind not in COUNTED or action not in ACTIONS:
        raise Http404
    total = int(run.counts.get(kind, {}).get(action, 0))
    page = Paginator(range(kept_number(run, kind, action)), PAGE).get_page(request.GET.get("page"))
    rows = names_behind(run, kind, action, offset=(page.number - 1) * PAGE, limit=PAGE)
    shown = {"run": run, "rows": rows, "page": page, "title": list_title(kind, action, total)}
    return render_page(request, "people/roster_names.html", shown, part="rows")


@require_safe
@requires(Perm.IMPORT_ROSTER)
def problems(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    page = Paginator(queries.problems_of(run), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/roster_problems.html", {"run": run, "page": page, "problems": reported(page.object_list)})


@require_POST
@requires(Perm.IMPORT_ROSTER)
def apply_run(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    commands.apply_run(run, by=request.person, confirmed=request.POST.get("confirmed") == "yes")
    messages.success(request, _("The roster has been applied. It can be undone for thirty days."))
    return redirect("people:roster-run", pk=run.pk)


@require_POST
@requires(Perm.IMPORT_ROSTER)
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    commands.discard_run(queries.run_for(request.person, pk), by=request.person)
    messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("people:roster")


@require_POST
@requires(Perm.IMPORT_ROSTER)
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    run = queries.run_for(request.person, pk)
    commands.undo_run(run, by=request.person)
    messages.success(request, _("Undone: everything is as it was before, except what was changed here since."))
    return redirect("people:roster-run", pk=run.pk)


@csrf_protect
def _receive(request: PersonRequest) -> HttpResponse:
    form = _upload_form(request, request.POST, request.FILES)
    if StoppingUploadHandler.stopped(request):
        raise BadInputError(_("The file is larger than 2 GB; a roster is far smaller. Nothing was read."))
    if not form.is_valid():
        return _show_uploads(request, form, status=422)
    file = form.cleaned_data["file"]
    run = commands.receive(file.name, file.file, by=request.person, options=form.options())
    _read_small(run)
    return redirect("people:roster-run", pk=run.pk)


def _read_small(run: RosterRun) -> None:
    """A small file is read while the person waits."""
    if run.byte_size <= commands.READ_AT_ONCE:
        commands.stage_uploaded(run)


def _upload_form(request: PersonRequest, *data: Any) -> UploadForm:
    return UploadForm(*data, **queries.upload_choices(request.person))


def _show_uploads(request: PersonRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    runs = Paginator(queries.runs_for(request.person), 20).get_page(request.GET.get("page"))
    return render(
        request, "people/roster.html", {"form": form, "page": runs, "waiting": queries.waiting_for(request.person)}, status=status
    )
