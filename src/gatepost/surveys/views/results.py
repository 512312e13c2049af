"""What a survey comes to: the one sentence, whether there are voices enough, types, questions, scales."""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.templatetags.ui import moment_in_words
from gatepost.people.requests import PersonRequest
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import Counting, Survey
from gatepost.surveys.queries.cells import groups_of
from gatepost.surveys.queries.results import results_of
from gatepost.surveys.queries.voices import voices_of
from gatepost.surveys.queries.waiting import locked_sentence, waiting_sentence, why_it_waits
from gatepost.surveys.rules import Perm, builds
from gatepost.surveys.wording import spoken

# Raise it when the page changes: what was drawn before is then drawn anew.
EDITION = 3
KEPT_FOR = 7 * 24 * 3600


@require_safe
@requires(Perm.SEE_RESULTS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody's answers, or those of one group that is large enough."""
    survey = visible_survey(request, pk)
    reads_all = builds(request.person, survey)
    choices = _choices(survey, reads_all=reads_all)
    chosen = request.GET.get("group", "")
    if chosen and chosen not in dict(choices):
        raise Http404
    counting = Counting.objects.filter(survey=survey).first()
    waiting = waiting_sentence(survey)
    opening, has_answers, body = (waiting, False, "") if waiting else _drawn(survey, counting, chosen, reads_all=reads_all)
    history.record("surveys.see_results", by=request.person, subject=survey, group=chosen)
    context = {
        "survey": survey,
        "title": title_of(survey),
        "opening": opening,
        "has_answers": has_answers,
        "body": mark_safe(body),  # noqa: S308 -- our own template
        "counted": _("counted %(moment)s") % {"moment": moment_in_words(counting.counted_at)} if counting and not waiting else "",
        "why_it_waits": why_it_waits() if waiting else locked_sentence(survey),
        "not_enough": _not_enough(survey),
        "choices": choices,
        "chosen": chosen,
        "group_name": dict(choices).get(chosen, ""),
    }
    return render(request, "surveys/results.html", context)


def _drawn(survey: Survey, counting: Counting | None, chosen: str, *, reads_all: bool) -> tuple[str, bool, str]:
    """The sentence, whether there is anything to see, and the long part of the page: drawn once after each counting."""
    before = Counting.objects.filter(survey=survey.follows_id).first() if survey.follows_id else None
    moments = [one.counted_at.isoformat() if one else "" for one in (counting, before)]
    said = repr((EDITION, survey.pk, survey.state, chosen, reads_all, translation.get_language(), moments))
    key = f"surveys.results:{hashlib.sha256(said.encode()).hexdigest()}"
    kept: tuple[str, bool, str] | None = cache.get(key)
    if kept is None:
        dimension, _colon, group = chosen.partition(":")
        results = results_of(survey, dimension, group, reads_all=reads_all)
        weighing = words.weighing_in_words(results.weighed)
        body = render_to_string("surveys/results_body.html", {"results": results, "weighing": weighing})
        kept = (results.opening, bool(results.people), body)
        cache.set(key, kept, KEPT_FOR)
    return kept


def _not_enough(survey: Survey) -> list[str]:
    """Counted from everybody who was asked, once a minute at most."""
    key = f"surveys.not-enough:{survey.pk}:{survey.state}:{translation.get_language()}"
    return cache.get_or_set(key, lambda: words.not_enough(voices_of(survey)), 60) or []


def visible_survey(request: PersonRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.person).select_related("school", "follows"), pk=pk)


def title_of(survey: Survey) -> str:
    original = survey.languages[0] if survey.languages else ""
    return spoken(survey.title, translation.get_language() or "en", original=original)


def _choices(survey: Survey, *, reads_all: bool) -> list[tuple[str, str]]:
    """Groups of which at least one sector may be looked at by itself."""
    return [
        (f"{dimension}:{value}", words.group_name(dimension, value))
        for dimension, by_sector in groups_of(survey, reads_all=reads_all).items()
        for value in sorted({value for shown in by_sector.values() for value in shown})
    ]
