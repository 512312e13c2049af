"""Scores from outside: upload, name the columns, read what came of it, take it away."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.languages.tags import is_rtl
from gatepost.people.requests import PersonRequest
from gatepost.people.roster.upload import StoppingUploadHandler
from gatepost.surveys.commands import scores as commands
from gatepost.surveys.forms.scores import ScoreUploadForm, TitleForm, columns_form_set
from gatepost.surveys.queries import scores as queries
from gatepost.surveys.rules import Perm
from gatepost.surveys.scores.sheet import MOST_BYTES
from gatepost.surveys.scores.wording import headline, picture, shown_scales

PAGE = 50


class ScoreUploadHandler(StoppingUploadHandler):
    """Stops reading once there is more than a table of scores can be."""

    most = MOST_BYTES


@require_safe
@requires(Perm.BRING_IN_SCORES)
def show(request: PersonRequest) -> HttpResponse:
    return _show(request, ScoreUploadForm())


@csrf_exempt  # only so that the handler below is set before anything reads the body; `_receive` checks the token
@require_POST
@requires(Perm.BRING_IN_SCORES)
def upload(request: PersonRequest) -> HttpResponse:
    request.upload_handlers = [ScoreUploadHandler(request)]
    return _receive(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BRING_IN_SCORES)
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    file = queries.file_for(request.person, pk)
    if file.content is None:
        return redirect("surveys:score-file", pk=file.pk)
    look = queries.look_at(file)
    data = request.POST if request.method == "POST" else None
    lines = columns_form_set(data, guesses=look.guesses, header=look.header, samples=look.samples)
    title = TitleForm(data, initial={"title": file.title})
    if data is not None and title.is_valid() and lines.is_valid():
        reading = commands.read_scores(file, lines.columns(), title=title.cleaned_data["title"], by=request.person)
        messages.success(request, _("%(n)d units have been read.") % {"n": len(reading.units)})
        return redirect("surveys:score-file", pk=file.pk)
    shown = {"file": file, "look": look, "lines": lines, "title": title}
    return render(request, "surveys/scores_columns.html", shown, status=200 if data is None else 422)


@require_safe
@requires(Perm.BRING_IN_SCORES)
def file_page(request: PersonRequest, pk: int) -> HttpResponse:
    """Gaps first, then what was left out, then unit by unit."""
    file = queries.file_for(request.person, pk)
    if file.content is not None:
        return redirect("surveys:score-columns", pk=file.pk)
    scales = queries.scales_in(file)
    shown = shown_scales(scales, queries.unit_names(file))
    chosen = next((scale for scale in shown if scale.name == request.GET.get("scale")), shown[0] if shown else None)
    context = {
        "file": file,
        "headline": headline(scales),
        "scales": shown,
        "chart": mark_safe(picture(scales, file.title, rtl=is_rtl(get_language() or "en"))),  # noqa: S308 -- our own drawing
        "chosen": chosen,
        "units_query": urlencode({"scale": chosen.name}) + "&" if chosen else "",
        "units": Paginator(chosen.units if chosen else [], PAGE).get_page(request.GET.get("page")),
        "problems": Paginator(file.problems, PAGE).get_page(request.GET.get("problems")),
        "answered": queries.answered_of(file),
    }
    return render(request, "surveys/scores_file.html", context)


@require_POST
@requires(Perm.BRING_IN_SCORES)
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    commands.remove_scores(queries.file_for(request.person, pk), by=request.person)
    messages.success(request, _("Taken away, with every score of it."))
    return redirect("surveys:scores")


@csrf_protect
def _receive(request: PersonRequest) -> HttpResponse:
    form = ScoreUploadForm(request.POST, request.FILES)
    if StoppingUploadHandler.stopped(request):
        raise BadInputError(_("The file is larger than 40 MB. Keep the columns with the scores only and upload it again."))
    if not form.is_valid() or request.school is None:
        return _show(request, form, status=422)
    upload = form.cleaned_data["file"]
    file = commands.receive_scores(upload.name, upload.file, school=request.school, by=request.person)
    return redirect("surveys:score-columns", pk=file.pk)


def _show(request: PersonRequest, form: ScoreUploadForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(queries.files_for(request.person), 20).get_page(request.GET.get("page"))
    return render(request, "surveys/scores.html", {"form": form, "page": page}, status=status)
