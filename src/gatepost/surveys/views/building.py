"""The surveys of the school, one survey's own page, and the builder: begun, settings, languages, preview."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.framework.types import Sector
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.models import School
from gatepost.people.requests import PersonRequest
from gatepost.surveys.answering import pages as show
from gatepost.surveys.answering.walk import Walk
from gatepost.surveys.commands import building
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.commands.sending import who_is_new
from gatepost.surveys.forms.building import BeginForm, LanguageForm, PulseForm, SurveyForm
from gatepost.surveys.instrument.ready import READY
from gatepost.surveys.inviting import minutes_for
from gatepost.surveys.models import Survey, SurveyState
from gatepost.surveys.promise import promise_of
from gatepost.surveys.queries import surveys as queries
from gatepost.surveys.queries.answering import items_for, takes_answers
from gatepost.surveys.queries.audience import audience_of
from gatepost.surveys.queries.reminding import reminding_of
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import Words, spoken_in, wording_of

CODES = [code for code, _name in settings.LANGUAGES]


def survey_or_404(request: PersonRequest, pk: int) -> Survey:
    survey = queries.surveys_for(request.person).filter(pk=pk).first()
    if survey is None:
        raise Http404
    return survey


def in_words(survey: Survey) -> str:
    return queries.title_of(survey, translation.get_language() or "en")


@require_safe
@requires(Perm.SEE_RESULTS)
def survey_list(request: PersonRequest) -> HttpResponse:
    lines = queries.lines_for(request.person, translation.get_language() or "en")
    shelves = [
        (_("Open"), lines[SurveyState.OPEN]),
        (_("Being written"), lines[SurveyState.DRAFT]),
        (_("Closed"), lines[SurveyState.CLOSED]),
    ]
    return render(request, "surveys/list.html", {"shelves": shelves, "open": lines[SurveyState.OPEN]})


@require_safe
@requires(Perm.BUILD)
def new(request: PersonRequest) -> HttpResponse:
    return _show_new(request)


@require_POST
@requires(Perm.BUILD)
def begin(request: PersonRequest) -> HttpResponse:
    """From the shelf, from an earlier round, from a blank page, or a pulse."""
    way = request.POST.get("from", "")
    school = _school(request)
    if way == "ready":
        ready = next((one for one in READY if one.slug == request.POST.get("slug")), None)
        if ready is None:
            raise BadInputError(_("There is no such survey on the shelf. Please choose one of those shown."))
        survey = make_survey(ready.blueprint, school=school, by=request.person)
    elif way == "round":
        earlier = request.POST.get("survey", "")
        survey = building.begin_round(
            survey_or_404(request, int(earlier) if earlier.isdecimal() and len(earlier) < 19 else 0), by=request.person
        )
    elif way == "pulse":
        form = PulseForm(request.POST)
        if not form.is_valid():
            return _show_new(request, pulse=form)
        given = form.cleaned_data
        survey = building.begin_pulse(
            school, title=given["title"], sectors=given["sectors"], questions=form.questions, by=request.person
        )
    else:
        blank = BeginForm(request.POST)
        if not blank.is_valid():
            return _show_new(request, blank=blank)
        survey = building.begin_survey(school, **blank.cleaned_data, by=request.person)
    return redirect("surveys:edit", pk=survey.pk)


def _show_new(request: PersonRequest, blank: BeginForm | None = None, pulse: PulseForm | None = None) -> HttpResponse:
    language = translation.get_language() or "en"
    lines = queries.lines_for(request.person, language)
    context = {
        "shelf": READY,
        "earlier": [line for line in (*lines[SurveyState.OPEN], *lines[SurveyState.CLOSED]) if not line.survey.reference],
        "blank": blank or BeginForm(),
        "pulse": pulse or PulseForm(),
        "is_pulse": pulse is not None,
    }
    return render(request, "surveys/new.html", context, status=422 if blank or pulse else 200)


@require_safe
@requires(Perm.SEE_RESULTS)
def survey_home(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, who was asked and has answered, and where to go from here."""
    survey = survey_or_404(request, pk)
    asked = queries.asked_of(survey)
    audience = audience_of(survey) if survey.is_open and may(request.person, Perm.SEND, survey) else None
    context = {
        "survey": survey,
        "title": in_words(survey),
        "asked": asked,
        "all_asked": sum(line.asked for line in asked),
        "all_answered": sum(line.answered for line in asked),
        "takes_answers": takes_answers(survey),
        "promise": promise_of(survey, survey.sectors[0]),
        "sectors": [Sector(sector).label for sector in Sector.values if sector in survey.sectors],
        "faults": queries.faults_of(survey) if survey.state == SurveyState.DRAFT else [],
        "missing": [one for one in queries.missing_in(survey) if not one.is_complete],
        "reminding": reminding_of(survey, audience) if audience and takes_answers(survey) else None,
        "new_ones": len(who_is_new(survey, audience)) if audience else 0,
        "items_number": survey.items.count(),
    }
    return render(request, "surveys/survey.html", context)


@require_safe
@requires(Perm.BUILD)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    items = list(survey.items.all())
    first = queries.first_language(survey)
    for item in items:
        item.asked = wording_of(item, survey.sectors[0], first, original=first)  # type: ignore[attr-defined]
    context = {
        "survey": survey,
        "title": in_words(survey),
        "parts": [(part, [item for item in items if item.part_id == part.pk]) for part in survey.parts.all()],
        "first": first,
        "missing": queries.missing_in(survey, items),
        "faults": queries.faults_of(survey),
        "stands": survey.is_promised or survey.state == SurveyState.CLOSED,
        "sectors": [sector for sector in Sector if sector.value in survey.sectors],
        "minutes": minutes_for(len(items)),
        "numbers": {item.key: item.number for item in items},
    }
    return render(request, "surveys/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BUILD)
def edit_settings(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    form = SurveyForm(request.POST if request.method == "POST" else None, survey=survey, codes=CODES)
    if request.method == "POST" and form.is_valid():
        building.change_survey(survey, changes=form.cleaned_data, by=request.person)
        messages.success(request, _("Kept."))
        return redirect("surveys:edit", pk=survey.pk)
    first = queries.first_language(survey)
    context = {"survey": survey, "title": in_words(survey), "form": form, "first": first, "first_name": _name(first)}
    return render(request, "surveys/edit_settings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BUILD)
def edit_language(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    """Everything beside its version in one further language."""
    survey = survey_or_404(request, pk)
    first = queries.first_language(survey)
    if language not in survey.languages or language == first:
        raise Http404
    form = LanguageForm(
        request.POST if request.method == "POST" else None,
        texts=building.texts_of(survey, language),
        first=first,
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        number = building.write_language(survey, language, phrases=form.changed_phrases, by=request.person)
        words = ngettext("%(number)s text was changed.", "%(number)s texts were changed.", number)
        messages.success(request, words % {"number": number})
        return redirect("surveys:edit", pk=survey.pk)
    context = {
        "survey": survey,
        "title": in_words(survey),
        "form": form,
        "language_name": _name(language),
        "first": first,
        "first_name": _name(first),
    }
    return render(request, "surveys/edit_language.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Perm.BUILD)
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """As each side reads it in each language; branches stand open, nothing can be sent."""
    survey = survey_or_404(request, pk)
    sector = request.GET.get("sector", "")
    sector = sector if sector in survey.sectors else survey.sectors[0]
    language = request.GET.get("language", "")
    language = language if language in survey.languages else queries.first_language(survey)
    items = items_for(survey, sector)
    parts: dict[Any, list[Any]] = {}
    with translation.override(language):
        for item in items:
            parts.setdefault(item.part, []).append(item)
        context = {
            "survey": survey,
            "sector": sector,
            "code": language,
            "is_rtl": is_rtl(language),
            "said": show.frame(survey, sector, language),
            "intro": _said(survey, survey.intro, language),
            "parts": [
                (_said(survey, part.title, language), _said(survey, part.lead, language),
                 show.questions(survey, sector, asked, Walk(), language))
                for part, asked in parts.items()
            ],
        }  # fmt: skip
    context |= {
        "title": in_words(survey),
        "sectors": [(one, Sector(one).label) for one in Sector.values if one in survey.sectors],
        "languages": [(code, _name(code)) for code in survey.languages],
        "branches": [item.number for item in items if item.shown_if],
    }
    return render(request, "surveys/edit_preview.html", context)


@require_POST
@requires(Perm.BUILD)
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    building.discard_survey(survey_or_404(request, pk), by=request.person)
    messages.success(request, _("The draft is gone."))
    return redirect("surveys:list")


def _said(survey: Survey, words: Words, language: str) -> show.Said:
    tag, text = spoken_in(words, language, original=queries.first_language(survey))
    return show.Said(text, tag)


def _name(code: str) -> str:
    return language_name(code, "en")


def _school(request: PersonRequest) -> School:
    if request.school is None:
        raise ConflictError(_("You are at no school at the moment. Ask your office to enter your role."))
    return request.school
