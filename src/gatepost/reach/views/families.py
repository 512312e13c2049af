"""Families: whom the school reaches and whom it does not, one family, and this week's ten."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import requires
from gatepost.kernel.htmx import render_page
from gatepost.people.models import Family, Person
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.reach import commands, queries
from gatepost.reach.forms.cases import BarrierForm, CloseForm, HandOverForm
from gatepost.reach.forms.families import DAYS_TO_ACT, PlanForm, read_filters
from gatepost.reach.forms.visits import OfferForm
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import ReachState
from gatepost.reach.queries.easier import barriers_card
from gatepost.reach.queries.visits import visit_card
from gatepost.reach.rules import Perm
from gatepost.touchpoints.queries.activities import open_activities


@require_safe
@requires(Perm.SEE_REACH)
def families(request: PersonRequest) -> HttpResponse:
    """The list, with its sentence and bar for the same choice of section and language."""
    sections, languages = sections_of(request.person), queries.languages_of(request.person)
    filters = read_filters(request.GET, sections=sections, languages=languages)
    page, homes = queries.families_page(request.person, filters, request.GET.get("page"))
    chosen = queries.chosen_states(request.person, filters)
    context = {
        "summary": queries.summarise(chosen, request.person, filters.query),
        "filters": filters,
        "states": ReachState.choices,
        "sections": sections,
        "languages": languages,
        "page": page,
        "homes": homes,
    }
    return render_page(request, "reach/families.html", context, part="found")


@require_safe
@requires(Perm.SEE_REACH)
def family(request: PersonRequest, pk: int) -> HttpResponse:
    found = family_or_404(request.person, pk)
    history.record("reach.see_family", by=request.person, subject=found)
    return render(request, "reach/family.html", _context(request, found))


@require_POST
@requires(Perm.PLAN_STEP)
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody takes the next step upon herself, or asks a colleague to."""
    found = family_or_404(request.person, pk)
    form = PlanForm(request.POST, owners=queries.owners_for(found, request.person))
    if not form.is_valid():
        return render(request, "reach/family.html", _context(request, found, form), status=422)
    owner = Person.objects.get(pk=form.cleaned_data["owner"])
    page = queries.family_page(found, request.person, None)
    commands.plan_step(
        found,
        step=StepKind(form.cleaned_data["step"]),
        owner=owner,
        due_on=form.cleaned_data["due_on"],
        reason=page.turn.reason if page.turn else "",
        by=request.person,
    )
    messages.success(request, _("Planned: %(name)s has it on the list of things to do.") % {"name": owner.full_name})
    return redirect("reach:family", pk=pk)


def family_or_404(person: Person, pk: int) -> Family:
    found = queries.family_for(person, pk)
    if found is None:
        raise Http404
    return found


def _context(request: PersonRequest, found: Family, form: PlanForm | None = None) -> dict[str, Any]:
    page = queries.family_page(found, request.person, request.GET.get("page"))
    initial = {
        "step": page.turn.step.kind if page.turn else "",
        "owner": request.person.pk,
        "due_on": clock.today() + DAYS_TO_ACT,
    }
    owners = queries.owners_for(found, request.person)
    form = form or PlanForm(initial=initial, owners=owners)
    case = page.cases.open
    return {
        "shown": page,
        "family": found,
        "form": form,
        "barrier_form": BarrierForm(initial={"barrier": case.barrier if case else ""}),
        "hand_over_form": HandOverForm(owners=owners),
        "close_form": CloseForm(),
        "card": barriers_card(found, request.person),
        "visit_card": visit_card(found, request.person),
        "offer_form": OfferForm(activities=open_activities(request.person, request.school)),
    }
