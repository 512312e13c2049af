"""A talk logged at the gate: the pages without script, and what the pages with script fetch and send."""

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.conversations import queries
from gatepost.conversations.commands import gate, talks
from gatepost.conversations.forms import SentTalkForm, TalkForm
from gatepost.conversations.presenting import gate as lists
from gatepost.conversations.presenting import shell as shells
from gatepost.conversations.presenting import threads as show
from gatepost.conversations.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import open_to_all, requires
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.htmx import render_page
from gatepost.kernel.text import clean_line
from gatepost.people.models import Family
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.touchpoints.queries.activities import open_activities

# So many entries in one request: a bad connection loses little, and a day at the gate is two requests.
MOST = 50
LONGEST_NUMBER = 18


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.LOG_TALK)
def log_talk(request: PersonRequest) -> HttpResponse:
    """Two taps: the child, then what it was about."""
    chosen = request.POST.get("family") or request.GET.get("family", "")
    families = Family.objects.current().visible_to(request.person).select_related("student")
    family = families.filter(pk=chosen).first() if _is_number(chosen) else None
    if family is not None:
        return _log_about(request, family)
    if request.method == "POST" and chosen:
        raise BadInputError(_("This child is not on your lists now. Nothing was logged."))
    section = request.GET.get("section", "")
    search = clean_line(request.GET.get("q", ""))
    sections = sections_of(request.person)
    wanted = search or _is_number(section)
    context = {
        "sections": sections,
        "search": search,
        "section": section,
        "found": show.talk_choices(
            queries.students_to_log(request.person, search=search, section_id=int(section) if _is_number(section) else None)
        )
        if wanted
        else [],
        "recent": show.talk_choices(queries.last_talked_about(request.person)),
        "kinds": TalkForm.KINDS,
        "means": TalkForm.MEANS,
    }
    return render_page(request, "conversations/log_talk.html", context, part="found")


def _log_about(request: PersonRequest, family: Family) -> HttpResponse:
    initial = {"family": family.pk, "once": uuid.uuid4()}
    offered = open_activities(request.person, request.school)
    form = TalkForm(request.POST if request.method == "POST" else None, initial=initial, activities=offered)
    if request.method == "POST" and form.is_valid():
        words = TalkForm.KINDS[form.cleaned_data["kind"]][0]
        talks.log_talk(family, talk=_talk(form), once=form.cleaned_data["once"], by=request.person)
        messages.success(request, _("Logged: %(what)s, %(child)s.") % {"what": words, "child": family.student.full_name})
        return redirect("conversations:log-talk")
    context = {
        "form": form,
        "family": family,
        "kinds": TalkForm.KINDS,
        "means": TalkForm.MEANS,
        "adults": show.adults_of(family),
    }
    return render(request, "conversations/log_talk_about.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Perm.LOG_TALK)
def children(request: PersonRequest) -> HttpResponse:
    """The person's lists for the page with script; `?kept` where this phone keeps them, which history remembers."""
    listed = lists.children_list(request.person, request.school)
    mark = lists.mark_of(listed)
    answer = get_conditional_response(request, etag=mark)
    if answer is None:
        answer = JsonResponse(listed)
        if "kept" in request.GET:
            history.record("conversations.keep_children_list", by=request.person, subject=request.school)
    answer["ETag"] = mark
    return answer


@require_safe
@requires(Perm.LOG_TALK)
def ticket(request: PersonRequest) -> JsonResponse:
    """Who is signed in on this phone now, and a fresh token: the one in a page that waited may have gone stale."""
    return JsonResponse({"person": request.person.pk, "token": get_token(request)})


@require_POST
@requires(Perm.LOG_TALK)
def sync(request: PersonRequest) -> JsonResponse:
    """Entries that waited on a phone, with one answer for each."""
    told = _told(request)
    if told.get("person") != request.person.pk:
        raise ConflictError(_("These entries were made by somebody else on this phone. They wait until that person signs in."))
    forms = [SentTalkForm(_readable(entry)) for entry in told["entries"]]
    sound = [form for form in forms if form.is_valid()]
    answers = gate.take_in(
        [gate.WaitingTalk(form.cleaned_data["once"], form.cleaned_data["family"], _talk(form)) for form in sound],
        by=request.person,
        phone_says=_moment(told.get("now")),
    )
    answers += [
        gate.Answer(form.data.get("once", ""), gate.Result.REFUSED, _("This entry is damaged. Please log the talk again."))
        for form in forms
        if not form.is_valid()
    ]
    return JsonResponse({"answers": [{"once": each.once, "result": each.result, "message": each.message} for each in answers]})


@require_safe
@open_to_all
def shell(request: HttpRequest) -> HttpResponse:
    """The page as phones keep it: the same for everybody, whoever asks, so that nothing personal can be in it."""
    return render(request, shells.SHELL, shells.NOBODY | {"kinds": TalkForm.KINDS, "means": TalkForm.MEANS})


@require_safe
@open_to_all
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; from here it is in charge of the pages about talks and of no others."""
    return HttpResponse(shells.worker_script(), content_type="text/javascript")


def _is_number(typed: str) -> bool:
    """Whether it can be the number of anything here; longer ones no database knows."""
    return typed.isdecimal() and len(typed) <= LONGEST_NUMBER


def _talk(form: TalkForm) -> talks.Talk:
    data = form.cleaned_data
    _words, tone, content_kind = TalkForm.KINDS[data["kind"]]
    return talks.Talk(data["means"], tone, content_kind, data["note"], data.get("at"), form.activity_id)


def _told(request: HttpRequest) -> dict[str, Any]:
    """The body as an object with at most MOST entries; anything else did not come from our page."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    entries = told.get("entries") if isinstance(told, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST or not all(isinstance(entry, dict) for entry in entries):
        raise BadInputError(_("The entries could not be read. They stay on the phone; please open the page anew."))
    return dict(told)


def _readable(entry: dict[str, Any]) -> dict[str, str]:
    """Everything as text; half of a character, as a phone may cut one off, becomes a question mark."""
    try:
        return {str(name): str(value).encode("utf-8", "replace").decode() for name, value in entry.items()}
    except RecursionError:  # boxes within boxes: not from our page
        return {}


def _moment(value: Any) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
