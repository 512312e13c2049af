"""Printing a survey's sheets, and noting who handed in an anonymous one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.errors import NotReadyError
from gatepost.people.requests import PersonRequest
from gatepost.surveys.commands import sheets as commands
from gatepost.surveys.forms.paper import HandedInForm, PrintForm
from gatepost.surveys.models import SheetRun, Survey
from gatepost.surveys.queries import paper as queries
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import spoken


def survey_or_404(request: PersonRequest, pk: int) -> Survey:
    found = queries.survey_for(request.person, pk)
    if found is None:
        raise Http404
    return found


def common(survey: Survey) -> dict[str, Any]:
    """What every page about paper shows: the survey's title, how far the sheets are."""
    language, original = get_language() or "en", survey.languages[0] if survey.languages else ""
    return {
        "survey": survey,
        "title": spoken(survey.title, language, original=original),
        "is_blank": queries.is_anonymous(survey),
        "progress": queries.progress_of(survey),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SHEETS)
def sheets(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    is_blank = queries.is_anonymous(survey)
    form = PrintForm(
        request.POST if request.method == "POST" else None,
        sectors=survey.sectors,
        languages=queries.languages_for(survey),
        sections=queries.sections_for(survey),
        is_blank=is_blank,
    )
    if request.method == "POST" and form.is_valid():
        run = commands.print_sheets(survey, form.wanted(), by=request.person)
        words = ngettext("%(number)d sheet is ready to print.", "%(number)d sheets are ready to print.", run.sheets_count)
        messages.success(request, words % {"number": run.sheets_count})
        return redirect("surveys:sheets", pk=pk)
    context = {**common(survey), "form": form, "runs": queries.runs_of(survey, request.person)}
    context |= {"lists": queries.lists_to_tick(survey)} if is_blank else {"without": queries.without_sheet(survey)}
    return render(request, "surveys/sheets.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Perm.TYPE_SHEETS)
def pile(request: PersonRequest, pk: int, run: int) -> HttpResponse:
    """The PDF. Whoever takes it along holds the codes, so it is on record."""
    survey = survey_or_404(request, pk)
    found = get_object_or_404(SheetRun.objects.visible_to(request.person).select_related("survey__school"), survey=survey, pk=run)
    pdf = queries.pile_of_today(found)
    if not pdf:
        raise NotReadyError(
            _(
                "None of these sheets can be handed out any more. While the survey is open, print anew for those who are still asked."
            )
        )
    history.record("surveys.take_sheets", by=request.person, subject=survey, run=found.pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sheets-{survey.pk}-{found.pk}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SHEETS)
def handed_in(request: PersonRequest, pk: int) -> HttpResponse:
    """One section at a time: the names, a tick for each, one button."""
    survey = survey_or_404(request, pk)
    if not queries.is_anonymous(survey):
        raise NotReadyError(_("Only anonymous sheets need this list: every other sheet says by its code whose it is."))
    form = HandedInForm(request.POST if request.method == "POST" else request.GET or {"sector": survey.sectors[0]})
    if not form.is_valid():
        raise Http404
    sector, section = form.cleaned_data["sector"], form.cleaned_data["section_name"]
    if request.method == "POST":
        return _note(request, survey, sector, section)
    lists = queries.lists_to_tick(survey)
    here = next((one for one in lists if (one.sector, one.section_name) == (sector, section)), lists[0] if lists else None)
    people = queries.to_tick(survey, sector=here.sector, section_name=here.section_name) if here else []
    lines = [(one, queries.child_of(one)) for one in people]
    context = {**common(survey), "lists": lists, "here": here, "lines": lines, "ticked": queries.ticked_of(survey)}
    return render(request, "surveys/sheets_handed_in.html", context)


def _note(request: PersonRequest, survey: Survey, sector: str, section: str) -> HttpResponse:
    """What is noted cannot be taken back, so the names are shown once more before."""
    here = reverse("surveys:handed-in", args=[survey.pk]) + "?" + urlencode({"sector": sector, "section_name": section})
    ticked = {int(key) for key in request.POST.getlist("invitation") if key.isdecimal() and len(key) < 12}
    people = queries.to_tick(survey, sector=sector, section_name=section)
    fresh = [one for one in people if one.pk in ticked and one.answered_on is None]
    if not fresh:
        messages.info(request, _("Nobody new was ticked, so nothing was noted."))
        return redirect(here)
    if request.POST.get("sure") != "yes":
        lines = [(one, queries.child_of(one)) for one in fresh]
        context = {**common(survey), "lines": lines, "sector": sector, "section_name": section, "back": here}
        return render(request, "surveys/sheets_handed_in_sure.html", context)
    noted = commands.note_handed_in(survey, [one.pk for one in fresh], sector=sector, section_name=section, by=request.person)
    words = ngettext("Noted for %(number)d person.", "Noted for %(number)d people.", noted)
    messages.success(request, words % {"number": noted})
    return redirect(here)
