"""What the school asks whoever is signed in, staff or family, at the moment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from gatepost.kernel.access import requires
from gatepost.languages.choosing import language_menu, page_language
from gatepost.people.requests import PersonRequest
from gatepost.surveys.answering.pages import waiting_rows
from gatepost.surveys.queries.answering import waiting_for
from gatepost.surveys.rules import Perm


@require_safe
@requires(Perm.ANSWER)
def mine(request: PersonRequest) -> HttpResponse:
    """Each opens the same page as the link in the message."""
    asked = waiting_for(request.person)
    if request.person.is_staff_somewhere:
        return render(request, "surveys/mine.html", {"rows": waiting_rows(asked, "en")})
    language = page_language(request, request.person.read_language)
    with translation.override(language):
        context = {"rows": waiting_rows(asked, language), **language_menu(language)}
        return render(request, "surveys/family/mine.html", context)
