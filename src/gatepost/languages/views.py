"""Pages on which a speaker reads and signs our translations."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.kernel.access import requires
from gatepost.languages import catalogues, commands, queries
from gatepost.languages.rules import Perm
from gatepost.languages.tags import is_rtl
from gatepost.people.requests import PersonRequest


@require_safe
@requires(Perm.SIGN_CATALOGUE)
def overview(request: PersonRequest) -> HttpResponse:
    return render(request, "languages/overview.html", {"states": queries.catalogue_states()})


@require_safe
@requires(Perm.SIGN_CATALOGUE)
def catalogue(request: PersonRequest, code: str) -> HttpResponse:
    state = next((state for state in queries.catalogue_states() if state.code == code), None)
    if state is None or code not in dict(settings.LANGUAGES):
        raise Http404
    context = {"state": state, "pairs": catalogues.pairs(code), "direction": "rtl" if is_rtl(code) else "ltr"}
    return render(request, "languages/catalogue.html", context)


@require_POST
@requires(Perm.SIGN_CATALOGUE)
def sign(request: PersonRequest, code: str) -> HttpResponse:
    if code not in dict(settings.LANGUAGES):
        raise Http404
    commands.sign_catalogue(code, by=request.person)
    messages.success(request, _("Thank you. Families now see that you stand by this translation."))
    return redirect("languages:catalogue", code=code)
