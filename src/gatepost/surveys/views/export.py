"""The answers of a survey as files: what is in them, said before, and the files themselves."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import ensure, requires
from gatepost.kernel.errors import NotReadyError
from gatepost.people.requests import PersonRequest
from gatepost.surveys.models import Privacy, Survey, SurveyState
from gatepost.surveys.queries.waiting import waits
from gatepost.surveys.rules import Perm
from gatepost.surveys.taking_along.answers import Answers
from gatepost.surveys.taking_along.archive import streamed

fresh: Callable[..., Callable[..., HttpResponse]] = reauthentication_required(app="allauth.mfa")


@require_safe
@requires(Perm.EXPORT)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    survey = _survey(request, pk)
    context = {
        "survey": survey,
        "answers": Answers(survey),
        "may_take": _may_take(survey),
        "is_named": survey.privacy == Privacy.NAMED,
    }
    return render(request, "surveys/table_export.html", context)


@require_safe
@requires(Perm.EXPORT)
@fresh
def file(request: PersonRequest, pk: int) -> StreamingHttpResponse:
    survey = _survey(request, pk)
    if not _may_take(survey):
        raise NotReadyError(
            _(
                "Answers can be taken out once the survey is closed and counted: until then, two files taken on two days could be compared."
            )
        )
    answers = Answers(survey)
    history.record("surveys.export_answers", by=request.person, subject=survey, privacy=survey.privacy)
    sheets = [("answers.csv", answers.answers()), ("remarks.csv", answers.remarks()), ("codebook.csv", answers.codebook())]
    response = StreamingHttpResponse(streamed(sheets, [("readme.txt", answers.readme())]), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}.zip"'
    return response


def _may_take(survey: Survey) -> bool:
    """While answers come, the difference between two files would tell who is new. What is named tells it anyway.

    A confidential one goes out in the groups that its pages show, so not before these are settled.
    """
    if survey.state == SurveyState.CLOSED:
        return not waits(survey)
    return survey.privacy == Privacy.NAMED and survey.state == SurveyState.OPEN


def _survey(request: PersonRequest, pk: int) -> Survey:
    survey = get_object_or_404(Survey.objects.visible_to(request.person).select_related("school"), pk=pk)
    ensure(request.person, Perm.EXPORT, survey)
    return survey
