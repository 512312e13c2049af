"""The inbox, a thread, an answer, and a talk logged at the gate."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.conversations import queries
from gatepost.conversations.commands import talks, threads
from gatepost.conversations.forms import ReplyForm, SlipForm, TalkForm
from gatepost.conversations.models import Thread
from gatepost.conversations.presenting import threads as show
from gatepost.conversations.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.htmx import render_page
from gatepost.kernel.text import clean_line
from gatepost.people.models import Family
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest

# A thread opens at its end; what came before is one press away.
NEWEST = 12


@require_safe
@requires(Perm.READ_THREADS)
def inbox(request: PersonRequest) -> HttpResponse:
    waiting, search = request.GET.get("show") == "waiting", clean_line(request.GET.get("q", ""))
    found = queries.inbox_of(request.person, only_waiting=waiting, search=search)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    newest = queries.messages_to_show(list(page.object_list))
    context = {
        "page": page,
        "rows": [show.inbox_row(thread, newest.get(thread.pk)) for thread in page.object_list],
        "waiting": waiting,
        "search": search,
        "page_query": urlencode({key: value for key, value in request.GET.items() if key != "page"}) + "&",
        "unread": queries.unread_count(request.person),
    }
    return render_page(request, "conversations/threads.html", context, part="rows")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.READ_THREADS)
def thread_page(request: PersonRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = show.family_language(thread)
        threads.reply_in_thread(thread, **form.cleaned_data, own_language=language, by=request.person)
        messages.success(request, _("Your answer is on its way."))
        return redirect("conversations:thread", pk=thread.pk)
    if request.method != "POST" and not request.htmx:  # the page that refreshes itself is one look, not many
        history.record("conversations.see_thread", by=request.person, subject=thread)
    messages_of_thread = list(queries.messages_of(thread))
    shown = messages_of_thread if request.GET.get("all") else messages_of_thread[-NEWEST:]
    context = {
        "thread": thread,
        "entries": show.entries(shown, thread),
        "earlier": len(messages_of_thread) - len(shown),
        "form": form,
        "own_language": show.own_language_name(thread),
        "may_reply": may(request.person, Perm.REPLY, thread),
        "is_owner": thread.owner_id == request.person.pk,
    }
    return render_page(request, "conversations/thread.html", context, part="entries", status=422 if form.errors else 200)


@require_POST
@requires(Perm.READ_THREADS)
def seen(request: PersonRequest, pk: int) -> HttpResponse:
    threads.mark_seen(_thread(request, pk), by=request.person)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("conversations:threads")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.LOG_TALK)
def log_talk(request: PersonRequest) -> HttpResponse:
    """Two taps: the child, then what it was about."""
    chosen = request.POST.get("family") or request.GET.get("family", "")
    families = Family.objects.current().visible_to(request.person).select_related("student")
    family = families.filter(pk=chosen).first() if chosen.isdecimal() else None
    if family is not None:
        return _log_about(request, family)
    section = request.GET.get("section", "")
    search = clean_line(request.GET.get("q", ""))
    sections = sections_of(request.person)
    wanted = search or section.isdecimal()
    context = {
        "sections": sections,
        "search": search,
        "section": section,
        "found": show.talk_choices(
            queries.students_to_log(request.person, search=search, section_id=int(section) if section.isdecimal() else None)
        )
        if wanted
        else [],
        "recent": show.talk_choices(queries.last_talked_about(request.person)),
    }
    return render_page(request, "conversations/log_talk.html", context, part="found")


def _log_about(request: PersonRequest, family: Family) -> HttpResponse:
    form = TalkForm(request.POST if request.method == "POST" else None, initial={"family": family.pk, "once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        words, tone, content_kind = TalkForm.KINDS[form.cleaned_data["kind"]]
        talks.log_talk(
            family,
            talk=talks.Talk(form.cleaned_data["means"], tone, content_kind, form.cleaned_data["note"]),
            once=form.cleaned_data["once"],
            by=request.person,
        )
        messages.success(request, _("Logged: %(what)s, %(child)s.") % {"what": words, "child": family.student.full_name})
        return redirect("conversations:log-talk")
    context = {"form": form, "family": family, "kinds": TalkForm.KINDS, "adults": show.adults_of(family)}
    return render(request, "conversations/log_talk_about.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.TYPE_SLIPS)
def slips(request: PersonRequest) -> HttpResponse:
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            thread = talks.type_in_slip(**form.cleaned_data, by=request.person)
        except BadInputError as error:
            form.add_error("code", error.message)  # beside the field, so that what was typed stays
        else:
            child = thread.family.student.full_name if thread else ""
            messages.success(request, _("The answer stands in the thread about %(child)s.") % {"child": child})
            return redirect("conversations:slips")
    return render(request, "conversations/slips.html", {"form": form}, status=422 if form.errors else 200)


def _thread(request: PersonRequest, pk: int) -> Thread:
    visible = Thread.objects.filter(pk__in=Thread.objects.visible_to(request.person).values("pk"))
    return get_object_or_404(visible.select_related("family__student", "owner", "school", "section"), pk=pk)
