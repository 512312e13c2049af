"""Pages of training: the modules, a session with who was there, and the page of a module that everybody may read."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.kernel import clock
from gatepost.kernel.access import open_to_all, requires
from gatepost.languages.choosing import language_menu, page_language
from gatepost.people.models import Person, School
from gatepost.people.queries import school_of
from gatepost.people.requests import PersonRequest
from gatepost.training import commands, queries
from gatepost.training import family_texts as say
from gatepost.training.forms import GuestForm, SessionForm, SlipForm
from gatepost.training.models import Attendance, Session
from gatepost.training.modules import MODULES, Module
from gatepost.training.paper import module_paper
from gatepost.training.rules import Perm

PAPER_KEPT = 24 * 3600


@require_safe
@open_to_all
def module_page(request: PersonRequest, slug: str) -> HttpResponse:
    """What a module is about, in the reader's language: nothing of any school stands here."""
    module = _module(slug)
    language = page_language(request)
    with translation.override(language):
        context = {"module": module, "answers": say.ANSWERS, **language_menu(language)}
        return render(request, "training/family/module.html", context)


@require_safe
@open_to_all
def module_sheet(request: PersonRequest, slug: str) -> HttpResponse:
    module, language = _module(slug), page_language(request)
    pdf = cache.get_or_set(f"training:{module.slug}:{language}", lambda: module_paper(module, language), PAPER_KEPT)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{module.slug}-{language}.pdf"'
    return answer


@require_safe
@requires(Perm.READ)
def modules(request: PersonRequest) -> HttpResponse:
    """The six modules, what was held, what changed, and what comes next."""
    school = _school(request)
    sessions = list(queries.sessions_of(request.person)[:20])
    return render(
        request,
        "training/modules.html",
        {"lines": queries.module_lines(request.person, school), "sessions": sessions, "school": school, "modules": MODULES},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.HOLD)
def plan(request: PersonRequest) -> HttpResponse:
    form = SessionForm(request.POST or None, initial={"module": request.GET.get("module", "")})
    if request.method == "POST" and form.is_valid():
        session = commands.plan_session(_school(request), **form.cleaned_data, by=request.person)
        messages.success(request, _("Planned. On the day, write down here who was there."))
        return redirect("training:session", session.pk)
    return render(request, "training/plan.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@requires(Perm.READ)
def session(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, _session(request, pk))


@require_POST
@requires(Perm.HOLD)
def was_there(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody found by name, or a guest."""
    held = _session(request, pk)
    if request.POST.get("person", "").isdigit():
        person = get_object_or_404(Person.objects.current(), pk=int(request.POST["person"]))
        if person not in queries.people_called(person.search_key, held, request.person):
            raise Http404
        commands.was_there(held, person=person, by=request.person)
        return redirect("training:session", held.pk)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(request, held, guest_form=form)
    commands.was_there(held, **form.cleaned_data, by=request.person)
    return redirect("training:session", held.pk)


@require_POST
@requires(Perm.HOLD)
def take_out(request: PersonRequest, pk: int) -> HttpResponse:
    attendance = get_object_or_404(
        Attendance.objects.select_related("session__school"), pk=pk, session__in=queries.sessions_of(request.person)
    )
    commands.take_out(attendance, by=request.person)
    return redirect("training:session", attendance.session_id)


@require_POST
@requires(Perm.HOLD)
def type_slip(request: PersonRequest, pk: int) -> HttpResponse:
    held = _session(request, pk)
    form = SlipForm(request.POST)
    if not form.is_valid():
        return _show(request, held, slip_form=form)
    commands.type_slip(held, **form.cleaned_data, by=request.person)
    messages.success(request, _("Slip %(number)d is in.") % {"number": held.slips.count()})
    return redirect("training:session", held.pk)


def _show(request: PersonRequest, held: Session, **forms: Any) -> HttpResponse:
    """The session's page; with a form that was not understood, as 422."""
    module = MODULES.get(held.module)
    search = request.GET.get("q", "")
    context = {
        "session": held,
        "module": module,
        "has_begun": held.meets_on <= clock.today(held.school.timezone),
        "sides": queries.by_side(held, request.person),
        "slips": held.slips.count(),
        "change": queries.change_of(held.slips.all()),
        "fewest": queries.FEWEST_SLIPS,
        "search": search,
        "found": queries.people_called(search, held, request.person) if search else [],
        "guest_form": GuestForm(),
        "slip_form": SlipForm(),
        **forms,
    }
    return render(request, "training/session.html", context, status=422 if forms else 200)


def _module(slug: str) -> Module:
    module = MODULES.get(slug)
    if module is None:
        raise Http404
    return module


def _session(request: PersonRequest, pk: int) -> Session:
    return get_object_or_404(queries.sessions_of(request.person), pk=pk)


def _school(request: PersonRequest) -> School:
    school = school_of(request.person)
    if school is None:
        raise Http404
    return school
