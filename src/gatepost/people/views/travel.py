"""The way to school of every family of a class, entered on one page with one button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gatepost.kernel.access import requires
from gatepost.people import travel
from gatepost.people.commands.travel import set_travel_bands
from gatepost.people.models import Section, TravelBand
from gatepost.people.requests import PersonRequest
from gatepost.people.rules import Perm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.SET_TRAVEL)
def section_travel(request: PersonRequest, pk: int) -> HttpResponse:
    section = get_object_or_404(Section.objects.current().visible_to(request.person), pk=pk)
    if request.method == "POST":
        changed = set_travel_bands(section, _bands(request), by=request.person)
        messages.success(request, _said(changed))
        return redirect("people:travel", pk=pk)
    context = {
        "section": section,
        "ways": travel.ways_of(section),
        "bands": TravelBand.choices,
        "classes": travel.known_ways(request.person),
    }
    return render(request, "people/travel.html", context)


def _bands(request: PersonRequest) -> dict[int, str]:
    """What was chosen, by family: the fields are called way-<id>."""
    chosen = {}
    for name, value in request.POST.items():
        prefix, _dash, key = name.partition("-")
        if prefix == "way" and key.isascii() and key.isdigit():
            chosen[int(key)] = str(value)
    return chosen


def _said(changed: int) -> str:
    return ngettext("Kept: %(number)d family changed.", "Kept: %(number)d families changed.", changed) % {"number": changed}
