"""What would make it easier: a family says it on its page; staff note, mend and ask it on theirs."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.accounts.queries.links import Visit, guardian_of_link, visit_of
from gatepost.conversations.queries import deliveries_to
from gatepost.conversations.rules import Perm as FamilyPerm
from gatepost.history import commands as history
from gatepost.kernel import limits
from gatepost.kernel.access import open_to_all, requires
from gatepost.kernel.errors import BadInputError, ConflictError, NotReadyError
from gatepost.languages.choosing import language_menu, page_language
from gatepost.languages.queries import is_signed
from gatepost.languages.tags import ui_language
from gatepost.people.barriers import BARRIERS
from gatepost.people.commands import barriers
from gatepost.people.models import Family, Person
from gatepost.people.requests import PersonRequest
from gatepost.people.rules import Perm as PeoplePerm
from gatepost.reach.commands import easier as commands
from gatepost.reach.family_texts import HARD, HELPS
from gatepost.reach.forms.easier import EasierForm, MendForm, NoteBarrierForm, read_choice
from gatepost.reach.queries import easier as queries
from gatepost.reach.queries import family_for
from gatepost.reach.queries.easier_asking import roads_of
from gatepost.reach.queries.easier_overall import names_behind, overview
from gatepost.reach.rules import Perm

ANSWERS_PER_HOUR = 20


@csrf_exempt  # the token in the address is the authority, no cookie is: a phone that keeps no cookies can answer too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def easier_by_link(request: PersonRequest, token: str) -> HttpResponse:
    """The question behind a personal link. GET only reads; nothing has to be filled in."""
    visit = guardian_of_link(token)
    if visit is None:
        language = page_language(request)
        with translation.override(language):
            return render(request, "conversations/family/gone.html", language_menu(language), status=404)
    request.school = visit.delivery.mailing.school  # whose name stands on top
    return _ask(request, visit.person, visit, token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(FamilyPerm.READ_AS_FAMILY)
def my_easier(request: PersonRequest) -> HttpResponse:
    """The same for one who came by the family door; the answer goes to who wrote last."""
    visit = visit_of(deliveries_to(request.person).first())
    if visit is not None:
        request.school = visit.delivery.mailing.school  # to whom the words go
    return _ask(request, request.person, visit)


def _ask(request: PersonRequest, person: Person, visit: Visit | None, *, token: str = "") -> HttpResponse:
    language = page_language(request, visit.delivery.content.frame_language if token and visit else person.read_language)
    zone = request.school.timezone if request.school else "UTC"
    with translation.override(language), timezone.override(zone):
        form = EasierForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            limits.ensure_below(f"reach.easier:{person.pk}", limit=ANSWERS_PER_HOUR, within=dt.timedelta(hours=1))
            commands.say_what_helps(person, form.answer, visit=visit, school=request.school)
            chosen = ui_language(request.GET.get("lang", ""))
            query = urlencode({"lang": chosen, "done": 1} if chosen else {"done": 1})
            return redirect(f"{request.path}?{query}")
        ticked, words = queries.said_by_oneself(person, at=request.school, by_link=bool(token))
        shown = ticked
        if form.is_bound:
            ticked, words, shown = request.POST.getlist("kinds"), request.POST.get("note", ""), request.POST.getlist("shown")
        context = {
            "helps": HELPS.items(),
            "hard": HARD.items(),
            "ticked": ticked,
            "shown": shown,
            "words": words,
            "forget": form.is_bound and "forget" in request.POST,
            "is_too_long": form.is_bound and "note" in form.errors,
            "done": request.GET.get("done") == "1",
            "is_unreviewed": language != "en" and not is_signed(language),
            "token": token,
            **language_menu(language),
        }
        return render(request, "reach/family/easier.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Perm.SEE_REACH)
def barrier_list(request: PersonRequest) -> HttpResponse:
    """The list over the school, or over the sections taught; each number opens the names behind it."""
    chosen = read_choice(request.GET)
    context = {"shown": overview(request.person), "chosen": chosen}
    if chosen.kind:
        history.record("reach.see_barriers", by=request.person, kind=chosen.kind)
        context["page"], context["names"] = names_behind(request.person, chosen, request.GET.get("page"))
        context["barrier"] = BARRIERS[chosen.kind]
        context["page_query"] = urlencode({"kind": chosen.kind, "by": chosen.said_by}) + "&"
    return render(request, "reach/barriers.html", context)


@require_POST
@requires(PeoplePerm.NOTE_BARRIERS)
def note_barrier(request: PersonRequest, pk: int) -> HttpResponse:
    """Staff note what they suppose, or what the family told them."""
    family = _family(request.person, pk)
    adults = {adult.pk: adult for adult in queries.contactable_adults(family)}
    form = NoteBarrierForm(request.POST, adults={key: adult.full_name for key, adult in adults.items()})
    if not form.is_valid():
        messages.error(request, _("Please choose one from the list, with at most 500 characters beside it. Nothing was noted."))
        return _back(pk)
    cleaned = form.cleaned_data
    try:
        barriers.note_barrier(
            adults[cleaned["person"]], kind=cleaned["kind"], note=cleaned["note"], said_by=form.said_by, by=request.person
        )
    except (BadInputError, ConflictError) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Noted."))
    return _back(pk)


@require_POST
@requires(PeoplePerm.NOTE_BARRIERS)
def mend_barrier(request: PersonRequest, pk: int, noted: int) -> HttpResponse:
    """That is not so; they told us so; put it back."""
    row = queries.noted_of(_family(request.person, pk), noted, request.person)
    form = MendForm(request.POST)
    if row is None:
        raise Http404
    if not form.is_valid():
        raise BadInputError(_("Please press one of the buttons beside the entry. Nothing was changed."))
    acts = {"end": barriers.end_barrier, "confirm": barriers.confirm_barrier, "restore": barriers.restore_barrier}
    words = {"end": _("Taken out."), "confirm": _("Noted: they told us so."), "restore": _("Put back.")}
    press = form.cleaned_data["press"]
    try:
        acts[press](row, by=request.person)
    except ConflictError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, words[press])
    return _back(pk)


@require_POST
@requires(PeoplePerm.NOTE_BARRIERS)
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask the family itself, and say by which way and in which language the question goes."""
    family = _family(request.person, pk)
    roads = roads_of(family, request.person)
    try:
        commands.ask_what_helps(family, again=request.POST.get("again") == "1", by=request.person)
    except (ConflictError, NotReadyError) as error:
        messages.warning(request, error.message)
    else:
        how = " ".join(road.sentence for road in roads)
        messages.success(request, _("The question is on its way. %(how)s The answer comes into the thread.") % {"how": how})
    return _back(pk)


def _family(person: Person, pk: int) -> Family:
    found = family_for(person, pk)
    if found is None:
        raise Http404
    return found


def _back(pk: int) -> HttpResponse:
    return redirect(reverse("reach:family", args=[pk]) + "#barriers")
