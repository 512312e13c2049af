"""One adult: how to reach, what helps, and what a court or the school has restricted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError
from gatepost.people import queries
from gatepost.people.commands import contacts, rights
from gatepost.people.models import ContactPoint, Person, Restriction
from gatepost.people.person_forms import ContactForm, JudgementForm, PreferencesForm, RestrictionForm
from gatepost.people.requests import PersonRequest
from gatepost.people.rules import Perm


@require_safe
@requires(Perm.EDIT_CONTACTS)
def person_page(request: PersonRequest, pk: int) -> HttpResponse:
    adult = _adult(request, pk)
    history.record("people.see_person", by=request.person, subject=adult)
    return _show(request, adult)


@require_POST
@requires(Perm.EDIT_CONTACTS)
def set_preferences(request: PersonRequest, pk: int) -> HttpResponse:
    adult = _adult(request, pk)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _show(request, adult, preferences=form)
    cleaned = form.cleaned_data
    contacts.set_preferences(
        adult,
        read_language=cleaned["read_language"],
        spoken_languages=cleaned["spoken"],
        prefers_call=cleaned["prefers_call"],
        needs=cleaned["needs"],
        by=request.person,
    )
    return _done(request, adult, _("Kept. It is respected from now on."))


@require_POST
@requires(Perm.EDIT_CONTACTS)
def add_contact(request: PersonRequest, pk: int) -> HttpResponse:
    adult = _adult(request, pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, adult, contact=form)
    contacts.add_contact_point(adult, **form.cleaned_data, by=request.person)
    return _done(request, adult, _("Added."))


@require_POST
@requires(Perm.EDIT_CONTACTS)
def judge_contact(request: PersonRequest, pk: int, point: int) -> HttpResponse:
    adult = _adult(request, pk)
    found = get_object_or_404(ContactPoint, pk=point, person=adult, ended_at=None)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        raise BadInputError(_("Please choose what is known of this address or number. Nothing was changed."))
    state = form.cleaned_data["state"]
    if state == JudgementForm.ENDED:
        contacts.end_contact_point(found, by=request.person)
    else:
        contacts.judge_contact_point(found, state=state, by=request.person)
    return _done(request, adult, _("Noted."))


@require_POST
@requires(Perm.RESTRICT)
def restrict(request: PersonRequest, pk: int) -> HttpResponse:
    adult = _adult(request, pk)
    form = RestrictionForm(request.POST, students=queries.children_of(adult, request.person))
    if not form.is_valid():
        return _show(request, adult, restriction=form)
    cleaned = form.cleaned_data
    bar = rights.Bar(frozenset(cleaned["rights"]), cleaned["begins_on"], cleaned["reason"], cleaned["ends_on"])
    rights.restrict(adult, cleaned["student"], bar=bar, by=request.person)
    return _done(request, adult, _("It holds from now on, also for messages under way and links sent before."))


@require_POST
@requires(Perm.RESTRICT)
def lift(request: PersonRequest, pk: int, restriction: int) -> HttpResponse:
    adult = _adult(request, pk)
    found = get_object_or_404(Restriction, pk=restriction, adult=adult, lifted_at=None)
    rights.lift_restriction(found, by=request.person)
    return _done(request, adult, _("It no longer holds. It stays on record."))


def _adult(request: PersonRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.adults_visible_to(request.person), pk=pk)


def _done(request: PersonRequest, adult: Person, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:person", pk=adult.pk)


def _show(request: PersonRequest, adult: Person, **forms: Any) -> HttpResponse:
    preferences = PreferencesForm(
        initial={
            "read_language": adult.read_language,
            "spoken": ", ".join(adult.spoken_languages),
            "prefers_call": adult.prefers_call,
            "needs": list(adult.needs.values_list("kind", flat=True)),
        }
    )
    children = queries.children_of(adult, request.person)
    context = {
        "adult": adult,
        "shown": queries.person_card(adult, request.person),
        "preferences": preferences,
        "contact": ContactForm(),
        "judgements": JudgementForm().fields["state"].choices,  # type: ignore[attr-defined]
        "restriction": RestrictionForm(students=children, initial={"begins_on": clock.today(), "student": children.first()}),
        "may_restrict": may(request.person, Perm.RESTRICT),
        **forms,
    }
    return render(request, "people/person.html", context, status=422 if forms else 200)
