"""What the school's own records point to."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import requires
from gatepost.people.queries import school_of
from gatepost.people.requests import PersonRequest
from gatepost.plans.queries import pitfalls as queries
from gatepost.plans.rules import Perm


@require_safe
@requires(Perm.SEE_FINDINGS)
def pitfalls(request: PersonRequest) -> HttpResponse:
    """Nine looks; some rows name families, so it is on record who looked."""
    school = school_of(request.person)
    if school is None:
        raise Http404
    scope = queries.scope_of(request.person, school)
    found = queries.findings(scope)
    history.record("plans.look_at_pitfalls", by=request.person, subject=school)
    context = {"findings": found, "scope": scope, "found": sum(1 for one in found if one.verdict == "found")}
    return render(request, "plans/pitfalls.html", context)
