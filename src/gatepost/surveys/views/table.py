"""The table of types by sectors that a survey makes: as a page with its picture, and as files in any language of the house."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gatepost.framework.table import STAFF
from gatepost.history import commands as history
from gatepost.kernel.access import may, requires
from gatepost.languages.tags import language_name
from gatepost.people.requests import PersonRequest
from gatepost.surveys.forms.table import read_language
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.table import has_practices
from gatepost.surveys.rules import Perm
from gatepost.surveys.taking_along import family_texts as say
from gatepost.surveys.taking_along.table import FILES, headline, picture, table_of


@require_safe
@requires(Perm.SEE_RESULTS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """The table first, then the picture, then what to take along."""
    survey = _survey(request, pk)
    table = table_of(survey, STAFF)
    language = get_language() or "en"
    context = {
        "survey": survey,
        "table": table,
        "headline": headline(table),
        "chart": mark_safe(picture(table, language)),  # noqa: S308 -- our own drawing
        "rule": say.RULE,
        "has_practices": has_practices(survey),
        "kinds": [(kind, kind.upper()) for kind in FILES],
        "languages": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
        "chosen": read_language({}, survey.school.language),
        "may_export": may(request.person, Perm.EXPORT, survey),
    }
    return render(request, "surveys/table.html", context)


@require_safe
@requires(Perm.SEE_RESULTS)
def file(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    survey = _survey(request, pk)
    if kind not in FILES:
        raise Http404
    language = read_language(request.GET, survey.school.language)
    content_type, make = FILES[kind]
    content = make(survey, language)
    history.record("surveys.take_table", by=request.person, subject=survey, kind=kind, language=language)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="types-{survey.pk}-{language}.{kind}"'
    return response


def _survey(request: PersonRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.person).select_related("school"), pk=pk)
