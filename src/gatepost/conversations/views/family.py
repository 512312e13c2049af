"""What a family sees: one message, in its language, to read and to answer. No account, no script, no menu."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gatepost.accounts.doors import ip_of
from gatepost.accounts.queries.links import Visit, guardian_of_link, visit_of
from gatepost.conversations import queries
from gatepost.conversations.commands import family
from gatepost.conversations.forms import AnswerForm, CodeForm
from gatepost.conversations.presenting import families as show
from gatepost.conversations.rules import Perm
from gatepost.kernel import limits
from gatepost.kernel.access import open_to_all, requires
from gatepost.languages.choosing import language_menu, page_language
from gatepost.languages.tags import ui_language
from gatepost.people.requests import PersonRequest

ANSWERS_PER_HOUR = 30


@csrf_exempt  # the token in the address is the authority, no cookie is: a phone that keeps no cookies can answer too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def message_by_link(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind a personal link. GET only reads; whoever presses a button posts."""
    return _message(request, guardian_of_link(token), token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.READ_AS_FAMILY)
def my_message(request: PersonRequest, pk: int) -> HttpResponse:
    """The same page for one who came by the family door."""
    delivery = queries.deliveries_to(request.person).filter(pk=pk).first()
    if delivery is None:
        raise Http404
    return _message(request, visit_of(delivery))


@require_safe
@requires(Perm.READ_AS_FAMILY)
def my_messages(request: PersonRequest) -> HttpResponse:
    """Everything that was written to this adult about children whose contact right is held now."""
    language = page_language(request, request.person.read_language)
    with translation.override(language):
        rows = show.rows(queries.deliveries_to(request.person)[:50])
        return render(request, "conversations/family/messages.html", {"rows": rows, **language_menu(language)})


def _message(request: PersonRequest, visit: Visit | None, *, token: str = "") -> HttpResponse:
    if visit is None:
        return _no_longer(request)
    language = page_language(request, visit.delivery.content.frame_language)
    school = visit.delivery.mailing.school
    request.school = school  # whose name stands on top
    with translation.override(language), timezone.override(school.timezone if school else "UTC"):
        form = AnswerForm(request.POST or None)
        is_answer = request.POST.get("press") == "answer"
        if request.method == "POST" and (form.is_valid() or not is_answer):
            return _press(request, visit, form if is_answer else None)
        context: dict[str, Any] = {
            "shown": show.shown(visit, request.GET.get("lang", "")),
            "with_original": request.GET.get("original") == "1",
            "done": request.GET.get("done", ""),
            "answers": queries.answers_to(visit.delivery),
            "once": family.new_once(),
            "typed": form.data.get("text", ""),
            "is_too_long": form.is_bound,
            "token": token,
            **language_menu(language),
        }
        return render(request, "conversations/family/message.html", context, status=422 if form.is_bound else 200)


def _press(request: PersonRequest, visit: Visit, answer: AnswerForm | None) -> HttpResponse:
    """Somebody pressed a button: read on, show the original, answer."""
    limits.ensure_below(f"family-press:{visit.delivery.pk}", limit=ANSWERS_PER_HOUR, within=dt.timedelta(hours=1))
    language = request.GET.get("lang", "")
    if answer is not None:
        cleaned = answer.cleaned_data
        given = family.answer(visit, text=cleaned["text"], ready=cleaned["ready"], once=answer.once_id)
        done = "answered" if given else "empty"
    else:
        family.read(visit)
        done = "original" if request.POST.get("press") == "original" else "read"
    query = "&".join(
        part
        for part in (f"lang={language}" if ui_language(language) else "", "original=1" if done == "original" else f"done={done}")
        if part
    )
    return redirect(f"{request.path}?{query}")


@csrf_exempt  # the same; and one click (RFC 8058) comes from a mail program, without page or cookie
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def stop_by_link(request: PersonRequest, token: str) -> HttpResponse:
    """ "No more messages to this address" and "this is not me": GET shows, POST acts, also with one click (RFC 8058)."""
    visit = guardian_of_link(token)
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if visit is None:
        return HttpResponse(status=200) if one_click else _no_longer(request)
    language = page_language(request, visit.delivery.content.frame_language)
    request.school = visit.delivery.mailing.school
    with translation.override(language):
        done = ""
        if request.method == "POST":
            done = "wrong-person" if request.POST.get("reason") == "wrong-person" else "stop"
            family.stop(visit, is_wrong_person=done == "wrong-person")
        if one_click:
            return HttpResponse(status=200)
        context = {"token": token, "done": done, "address": visit.delivery.address, **language_menu(language)}
        return render(request, "conversations/family/stop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def type_code(request: PersonRequest) -> HttpResponse:
    """The short code of a letter, typed on any phone."""
    language = page_language(request)
    with translation.override(language):
        form = CodeForm(request.POST or None)
        wrong = False
        if request.method == "POST" and form.is_valid():
            link = family.link_of_code(form.cleaned_data["code"], came_from=ip_of(request))
            if link:
                return redirect(link)
            wrong = True
        context = {"wrong": wrong, **language_menu(language)}
        return render(request, "conversations/family/code.html", context, status=422 if wrong else 200)


def _no_longer(request: PersonRequest) -> HttpResponse:
    """Says nothing about whom or what it was."""
    language = page_language(request)
    with translation.override(language):
        return render(request, "conversations/family/gone.html", language_menu(language), status=404)
