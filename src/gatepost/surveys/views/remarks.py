"""Own words, question by question."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import ensure, requires
from gatepost.people.requests import PersonRequest
from gatepost.surveys.models import Privacy
from gatepost.surveys.queries.remarks import Question, as_shown, questions_of, remarks_of
from gatepost.surveys.queries.waiting import waiting_sentence, why_it_waits
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.results import title_of, visible_survey
from gatepost.surveys.wording import wording_of


@require_safe
@requires(Perm.READ_REMARKS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    survey = visible_survey(request, pk)
    ensure(request.person, Perm.READ_REMARKS, survey)
    questions = questions_of(survey)
    wanted = request.GET.get("question", "")
    chosen = next((one for one in questions if one.item.key == wanted), None) if wanted else _first(questions)
    if wanted and chosen is None:
        raise Http404
    page = remarks_of(survey, chosen.item, request.GET.get("page")) if chosen else None
    history.record("surveys.read_remarks", by=request.person, subject=survey, question=chosen.item.key if chosen else "")
    language = translation.get_language() or "en"
    original = survey.languages[0] if survey.languages else ""
    context = {
        "survey": survey,
        "title": title_of(survey),
        "waiting": (waiting := waiting_sentence(survey)),
        "why_it_waits": why_it_waits() if waiting else "",
        "questions": [(one, wording_of(one.item, "", language, original=original)) for one in questions],
        "chosen": chosen,
        "page": page,
        "remarks": as_shown(survey, list(page)) if page else [],
        "total": sum(one.number for one in questions),
        "is_named": survey.privacy == Privacy.NAMED,
    }
    return render(request, "surveys/remarks.html", context)


def _first(questions: list[Question]) -> Question | None:
    return next((one for one in questions if one.number), questions[0] if questions else None)
