"""What a survey comes to: the one sentence, whether there are voices enough, types, questions, scales."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.kernel.templatetags.ui import moment_in_words
from gatepost.people.requests import PersonRequest
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.cells import groups_of
from gatepost.surveys.queries.results import results_of
from gatepost.surveys.queries.voices import voices_of
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import spoken


@require_safe
@requires(Perm.SEE_RESULTS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody's answers, or those of one group that is large enough."""
    survey = visible_survey(request, pk)
    choices = _choices(survey)
    chosen = request.GET.get("group", "")
    if chosen and chosen not in dict(choices):
        raise Http404
    dimension, _colon, group = chosen.partition(":")
    results = results_of(survey, dimension, group)
    history.record("surveys.see_results", by=request.person, subject=survey, group=chosen)
    context = {
        "survey": survey,
        "title": title_of(survey),
        "results": results,
        "counted": _("counted %(moment)s") % {"moment": moment_in_words(results.counting.counted_at)} if results.counting else "",
        "not_enough": words.not_enough(voices_of(survey)),
        "weighing": words.weighing_in_words(results.weighed),
        "choices": choices,
        "chosen": chosen,
        "group_name": dict(choices).get(chosen, ""),
    }
    return render(request, "surveys/results.html", context)


def visible_survey(request: PersonRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.person).select_related("school", "follows"), pk=pk)


def title_of(survey: Survey) -> str:
    original = survey.languages[0] if survey.languages else ""
    return spoken(survey.title, translation.get_language() or "en", original=original)


def _choices(survey: Survey) -> list[tuple[str, str]]:
    """Groups of which at least one sector may be looked at by itself."""
    return [
        (f"{dimension}:{value}", words.group_name(dimension, value))
        for dimension, by_sector in groups_of(survey).items()
        for value in sorted({value for shown in by_sector.values() for value in shown})
    ]
