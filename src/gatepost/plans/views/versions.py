"""Every version of the plan, and what is different between any two."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.kernel.access import requires
from gatepost.people.requests import PersonRequest
from gatepost.plans.contents import PARTS
from gatepost.plans.models import PlanVersion
from gatepost.plans.queries.versions import content_at, difference, pieces_of, version_of, versions_of
from gatepost.plans.rules import Perm
from gatepost.plans.views.writing import found_plan


@require_safe
@requires(Perm.READ)
def versions(request: PersonRequest, pk: int) -> HttpResponse:
    plan = found_plan(request.person, pk)
    found = versions_of(plan)
    context = {"plan": plan, "versions": found, "choices": _choices(found), "before": found[0].number if found else 0, "after": 0}
    return render(request, "plans/versions.html", context)


@require_safe
@requires(Perm.READ)
def version(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The plan as it stood."""
    plan = found_plan(request.person, pk)
    found = version_of(plan, number)
    if found is None:
        raise Http404
    parts = [(name, pieces_of(found.content, part)) for part, name in PARTS.items()]
    return render(request, "plans/versions_one.html", {"plan": plan, "version": found, "parts": parts})


@require_safe
@requires(Perm.READ)
def compare(request: PersonRequest, pk: int) -> HttpResponse:
    """From one version to another; 0 is the plan as it stands now."""
    plan = found_plan(request.person, pk)
    found = versions_of(plan)
    before, after = _number(request, "before", found[0].number if found else 0), _number(request, "after", 0)
    contents = content_at(plan, before), content_at(plan, after)
    if contents[0] is None or contents[1] is None:
        raise Http404
    context = {
        "plan": plan,
        "difference": difference(contents[0], contents[1]),
        "choices": _choices(found),
        "before": before,
        "after": after,
    }
    return render(request, "plans/difference.html", context)


def _choices(found: list[PlanVersion]) -> list[tuple[int, str]]:
    said = [(one.number, _("%(number)s: %(occasion)s") % {"number": one.number, "occasion": one.occasion}) for one in found]
    return [(0, _("As it stands now")), *said]


def _number(request: PersonRequest, name: str, usual: int) -> int:
    asked = request.GET.get(name, "")
    if not asked:
        return usual
    if not asked.isdecimal() or len(asked) > 4:
        raise Http404
    return int(asked)
