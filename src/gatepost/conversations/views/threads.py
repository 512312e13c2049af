"""The inbox, a thread, an answer, and slips that came back on paper."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.conversations import queries
from gatepost.conversations.commands import talks, threads
from gatepost.conversations.forms import ReplyForm, SlipForm
from gatepost.conversations.models import Thread
from gatepost.conversations.presenting import threads as show
from gatepost.conversations.rules import Perm
from gatepost.history import commands as history
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError
from gatepost.kernel.htmx import render_page
from gatepost.kernel.text import clean_line
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
