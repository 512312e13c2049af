"""Home visits: the list, one visit and its one next thing, and whether visits mirror the school."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import ensure, requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Family, Person
from gatepost.people.requests import PersonRequest
from gatepost.reach.commands import visit_day, visit_notes, visits
from gatepost.reach.forms import visits as forms
from gatepost.reach.forms.visit_page import forms_for, plan_form
from gatepost.reach.models import HomeVisit
from gatepost.reach.queries.visit_mirror import mirror_of
from gatepost.reach.queries.visits import visit_for, visit_page, visits_page
from gatepost.reach.rules import Perm
from gatepost.touchpoints.queries.activities import open_activities

_FORMS_OF_THE_PAIR = (forms.NotesForm, forms.HoursForm)


@require_safe
@requires(Perm.SEE_VISITS)
def visit_list(request: PersonRequest) -> HttpResponse:
    page = visits_page(request.person)
    history.record("reach.see_visits", by=request.person, subject=request.school, visits=page.count)
    return render(request, "reach/visits.html", {"visits": page})


@require_safe
@requires(Perm.SEE_VISITS)
def visit(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visit(request.person, pk)
    history.record("reach.see_visit", by=request.person, subject=found)
    return _show(request, found)


@require_safe
@requires(Perm.SEE_MIRROR)
def mirror(request: PersonRequest) -> HttpResponse:
    if request.school is None:
        raise Http404
    return render(request, "reach/visit_mirror.html", {"mirror": mirror_of(request.school)})


@require_POST
@requires(Perm.PLAN_VISIT)
def offer(request: PersonRequest, pk: int) -> HttpResponse:
    """From the page of a family: it is asked."""
    form = forms.OfferForm(request.POST, activities=open_activities(request.person, request.school))
    if not form.is_valid() and "activity" in form.errors:
        raise BadInputError(_("What you chose under “Part of” is not planned at this school any more. Nothing was noted."))
    means, part_of = (form.cleaned_data["means"], form.activity_id) if form.is_valid() else ("", None)
    made = visits.offer_visit(_family(request.person, pk), by=request.person, means=means, activity_id=part_of)
    return redirect("reach:visit", pk=made.pk)


@require_POST
@requires(Perm.PLAN_VISIT)
def asked(request: PersonRequest, pk: int) -> HttpResponse:
    """The family asks for a visit by itself."""
    form = forms.OfferForm(request.POST)
    means = form.cleaned_data["means"] if form.is_valid() else "gate"
    made = visits.family_asks(_family(request.person, pk), by=request.person, means=means)
    return redirect("reach:visit", pk=made.pk)


@require_POST
@requires(Perm.PLAN_VISIT)
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    form = forms.AnswerForm(request.POST)

    def act(found: HomeVisit, clean: dict[str, Any]) -> None:
        would_like = clean.pop("answer") == "yes"
        visits.answer_visit(found, would_like=would_like, by=request.person, **clean)
        messages.success(request, _("Noted. Now choose who goes, and when.") if would_like else _("Noted, and respected."))

    return _carry_out(request, pk, form, act)


@require_POST
@requires(Perm.PLAN_VISIT)
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visit(request.person, pk)
    form = plan_form(found, request.person, data=request.POST)

    def act(found: HomeVisit, clean: dict[str, Any]) -> None:
        people = Person.objects.in_bulk([clean["lead"], clean["partner"]])
        wanted = visits.Plan(
            lead=people[clean["lead"]],
            partner=people[clean["partner"]],
            begins_at=form.moment("begins"),
            ends_at=form.moment("ends"),
            where=clean["where"],
            interpreter=clean["interpreter"],
            activity_id=form.activity_id,
        )
        visits.plan_visit(found, plan=wanted, by=request.person)
        messages.success(request, _("Planned. Both have it on the list of things to do."))

    return _carry_out(request, pk, form, act)


@require_POST
@requires(Perm.PLAN_VISIT)
def call_off(request: PersonRequest, pk: int) -> HttpResponse:
    form = forms.CallOffForm(request.POST)

    def act(found: HomeVisit, clean: dict[str, Any]) -> None:
        visits.call_off(found, because=clean["because"], by=request.person)
        messages.success(request, _("Called off. It is on nobody’s list any more."))

    return _carry_out(request, pk, form, act)


@require_POST
@requires(Perm.MAKE_VISIT)
def start(request: PersonRequest, pk: int) -> HttpResponse:
    visit_day.start_visit(_visit(request.person, pk), by=request.person)
    messages.success(request, _("All the best in there. Press the other button when you are both out."))
    return redirect("reach:visit", pk=pk)


@require_POST
@requires(Perm.MAKE_VISIT)
def longer(request: PersonRequest, pk: int) -> HttpResponse:
    visit_day.stay_longer(_visit(request.person, pk), by=request.person)
    messages.success(request, _("Noted: half an hour more."))
    return redirect("reach:visit", pk=pk)


@require_POST
@requires(Perm.REPORT_SAFE)
def safe(request: PersonRequest, pk: int) -> HttpResponse:
    visit_day.report_safe(_visit(request.person, pk), by=request.person, met=request.POST.get("met") != "no")
    messages.success(request, _("Good to know, thank you."))
    return redirect("reach:visit", pk=pk)


@require_POST
@requires(Perm.MAKE_VISIT)
def notes(request: PersonRequest, pk: int) -> HttpResponse:
    form = forms.NotesForm(request.POST, initial=model_to_dict(_visit(request.person, pk), list(forms.NotesForm.base_fields)))

    def act(found: HomeVisit, clean: dict[str, Any]) -> None:
        words = visit_notes.Words(**clean)  # type: ignore[typeddict-item]
        visit_notes.write_notes(found, by=request.person, seen=form.seen, keep=form.kept, **words)
        messages.success(request, _("Kept. Only the two of you, liaison, counsellor and principal can read it."))

    return _carry_out(request, pk, form, act)


@require_POST
@requires(Perm.MAKE_VISIT)
def hours(request: PersonRequest, pk: int) -> HttpResponse:
    form = forms.HoursForm(request.POST, visit=_visit(request.person, pk))

    def act(found: HomeVisit, clean: dict[str, Any]) -> None:
        visit_notes.write_hours(found, hours=form.hours, by=request.person)
        messages.success(request, _("Your hours are written down."))

    return _carry_out(request, pk, form, act)


def _carry_out(
    request: PersonRequest, pk: int, form: django_forms.Form, act: Callable[[HomeVisit, dict[str, Any]], None]
) -> HttpResponse:
    """Do it, or show the page again with everything that was typed and what to mend."""
    found = _visit(request.person, pk)
    ensure(request.person, Perm.MAKE_VISIT if isinstance(form, _FORMS_OF_THE_PAIR) else Perm.PLAN_VISIT, found)
    if form.is_valid():
        try:
            act(found, dict(form.cleaned_data))
        except BadInputError as error:
            form.add_error(None, error.message)
        else:
            return redirect("reach:visit", pk=pk)
    return _show(request, _visit(request.person, pk), form)


def _show(request: PersonRequest, found: HomeVisit, bound: django_forms.Form | None = None) -> HttpResponse:
    page = visit_page(found, request.person)
    # Words of a colleague that whoever wrote has not seen yet stand on the page beside what was typed.
    meanwhile = isinstance(bound, forms.NotesForm) and bound.seen != found.notes_version
    context = {"shown": page, "visit": found, "form": bound, "meanwhile": meanwhile, **forms_for(page, bound)}
    return render(request, "reach/visit.html", context, status=200 if bound is None else 422)


def _visit(person: Person, pk: int) -> HomeVisit:
    found = visit_for(person, pk)
    if found is None:
        raise Http404
    return found


def _family(person: Person, pk: int) -> Family:
    found = Family.objects.current().visible_to(person).filter(pk=pk).select_related("student").first()
    if found is None:
        raise Http404
    return found
