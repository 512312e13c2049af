"""Opening a survey after a look at whom it asks; reminding; asking who is new; closing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gatepost.channels.models import Channel
from gatepost.framework.types import Sector
from gatepost.kernel.access import requires
from gatepost.kernel.errors import ConflictError
from gatepost.languages.queries import frame_language
from gatepost.languages.tags import is_rtl, language_name
from gatepost.people.requests import PersonRequest
from gatepost.surveys.commands import sending
from gatepost.surveys.commands.reminding import remind as remind_now
from gatepost.surveys.forms.sending import SendForm
from gatepost.surveys.inviting import minutes_for, words_for
from gatepost.surveys.models import Survey
from gatepost.surveys.promise import promise_of
from gatepost.surveys.queries.audience import Audience, audience_of
from gatepost.surveys.queries.surveys import faults_of, first_language, missing_in
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.building import in_words, survey_or_404

# Invitations shown, and languages named in one sentence.
_SAMPLES, _NAMED = 3, 8


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.SEND)
def send(request: PersonRequest, pk: int) -> HttpResponse:
    survey = survey_or_404(request, pk)
    audience = audience_of(survey)
    must_type = audience.count >= sending.TYPED_COUNT_FROM
    initial = {"expected": audience.count}
    form = SendForm(request.POST if request.method == "POST" else None, type_the_count=must_type, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sending.open_survey(survey, expected=form.cleaned_data["expected"], by=request.person)
        except ConflictError as error:  # the people changed while the page was open, or it was pressed twice
            messages.warning(request, error.message)
            survey.refresh_from_db()
            return redirect("surveys:survey" if survey.opened_at else "surveys:send", pk=survey.pk)
        messages.success(request, _("The survey is open. The invitations leave in a minute."))
        return redirect("surveys:survey", pk=survey.pk)
    context = _context(survey, audience) | {"form": form, "must_type": must_type}
    return render(request, "surveys/send.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Perm.SEND)
def remind(request: PersonRequest, pk: int) -> HttpResponse:
    found = remind_now(survey_or_404(request, pk), by=request.person)
    words = ngettext("%(number)s person is reminded.", "%(number)s people are reminded.", len(found.due))
    messages.success(request, words % {"number": len(found.due)})
    return redirect("surveys:survey", pk=pk)


@require_POST
@requires(Perm.SEND)
def ask_new(request: PersonRequest, pk: int) -> HttpResponse:
    number = sending.ask_new(survey_or_404(request, pk), by=request.person)
    words = ngettext("%(number)s person who is new is asked.", "%(number)s people who are new are asked.", number)
    messages.success(request, words % {"number": number})
    return redirect("surveys:survey", pk=pk)


@require_POST
@requires(Perm.SEND)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    sending.close_survey(survey_or_404(request, pk), by=request.person)
    messages.success(request, _("The survey is closed. The answers are being counted."))
    return redirect("surveys:survey", pk=pk)


def _context(survey: Survey, audience: Audience) -> dict[str, Any]:
    return {
        "survey": survey,
        "title": in_words(survey),
        "audience": audience,
        "sectors": [(Sector(sector).label, number) for sector, number in audience.sectors.items()],
        "channels": [(_channel_words(channel, number)) for channel, number in audience.channels.items()],
        "languages": [
            (language_name(tag, "en") if tag else _("Not known"), number) for tag, number in audience.languages.items()
        ],
        "elsewhere": _elsewhere(survey, audience),
        "faults": faults_of(survey),
        "missing": [one for one in missing_in(survey) if not one.is_complete],
        "promises": [(Sector(sector).label, promise_of(survey, sector)) for sector in Sector.values if sector in survey.sectors],
        "samples": _samples(survey, audience),
    }


def _elsewhere(survey: Survey, audience: Audience) -> list[str]:
    """Who reads languages in which the survey is not written, and what they get instead."""
    by_given: dict[str, dict[str, int]] = {}
    for tag, number in audience.read_elsewhere(survey.languages).items():
        by_given.setdefault(_given(survey, tag), {})[tag] = number
    said = [_get_instead(found, given) for given, found in by_given.items()]
    if unknown := audience.languages.get(""):
        words = ngettext(
            "Of %(number)s adult we do not know the language: the questions come in %(given)s.",
            "Of %(number)s adults we do not know the language: they get the questions in %(given)s.",
            unknown,
        )
        said.append(words % {"number": unknown, "given": language_name(_given(survey, ""), "en")})
    return said


def _given(survey: Survey, tag: str) -> str:
    """The language of the page for a reader of this one, where the survey is written in it; else its first."""
    page = frame_language(tag, survey.school.language)
    return page if page in survey.languages else first_language(survey)


def _get_instead(found: Mapping[str, int], given: str) -> str:
    named = [f"{language_name(tag, 'en')} {count}" for tag, count in list(found.items())[:_NAMED]]
    if more := len(found) - len(named):
        named.append(ngettext("%(number)s more language", "%(number)s more languages", more) % {"number": more})
    number = sum(found.values())
    words = ngettext(
        "%(number)s adult reads a language in which it is not written (%(names)s) and gets the questions in %(given)s.",
        "%(number)s adults read languages in which it is not written (%(names)s): they get the questions in %(given)s.",
        number,
    )
    return words % {"number": number, "names": ", ".join(named), "given": language_name(given, "en")}


def _channel_words(channel: str, number: int) -> str:
    words = {
        Channel.EMAIL.value: ngettext("%(number)s by e-mail", "%(number)s by e-mail", number),
        Channel.LETTER.value: ngettext("%(number)s by a letter with a code", "%(number)s by letters with a code", number),
        Channel.PHONE.value: ngettext("%(number)s by a call", "%(number)s by calls", number),
    }
    return words[channel] % {"number": number}


def _samples(survey: Survey, audience: Audience) -> list[dict[str, Any]]:
    """The invitation as readers of the languages read it that most families read."""
    minutes = minutes_for(survey.items.filter(sectors__contains=[Sector.FAMILIES]).count())
    seen: dict[str, dict[str, Any]] = {}
    for tag in audience.languages:
        words = words_for(survey, tag, minutes=minutes)
        if words.language not in seen and len(seen) < _SAMPLES:
            seen[words.language] = {
                "language": words.language,
                "name": language_name(words.language, "en"),
                "is_rtl": is_rtl(words.language),
                "subject": words.subject,
                "body": words.body.replace("{own_link}", "…"),
            }
    return list(seen.values())
