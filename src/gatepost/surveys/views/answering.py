"""Answering: one page after the other, by a personal link. No account, no script; nothing half-written is kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gatepost.kernel import limits, tokens
from gatepost.kernel.access import open_to_all
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.languages.choosing import language_menu, page_language
from gatepost.languages.tags import ui_language
from gatepost.people.requests import PersonRequest
from gatepost.surveys.answering import pages as show
from gatepost.surveys.answering.walk import Walk, packed, unpacked
from gatepost.surveys.commands.accepting import accept_answer, decline
from gatepost.surveys.forms.answering import read_page
from gatepost.surveys.kiosk import LASTS
from gatepost.surveys.models import Invitation, Item, Survey, Unit
from gatepost.surveys.queries.answering import has_answered, items_for, may_still_answer, takes_answers, went_astray
from gatepost.surveys.tokens import invitation_of_token

PRESSES_PER_HOUR = 150
ANSWERS_PER_MINUTE = 12  # of one kiosk
_PAGES = "surveys/family/answer_"


@dataclass(frozen=True)
class Sitting:
    """Who sits before the page: somebody who was asked, or nobody in particular at a kiosk."""

    survey: Survey
    sector: str
    invitation: Invitation | None = None
    kiosk: str = ""

    @property
    def is_kiosk(self) -> bool:
        return self.invitation is None

    @property
    def own_language(self) -> str:
        return self.invitation.person.read_language if self.invitation else ""

    @property
    def over(self) -> str:
        """Why there is nothing to answer any more; "" while there is."""
        if self.survey.opened_at is None:
            return "not-yet"
        if self.invitation is not None and has_answered(self.invitation):
            return "family" if self.survey.unit == Unit.FAMILY else "answered"
        return "" if takes_answers(self.survey) else "closed"


@csrf_exempt  # the token in the address is the authority, no cookie is: a phone that keeps no cookies can answer too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def answer_by_link(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind an invitation. GET only reads; rights are those of this moment."""
    invitation = invitation_of_token(token)
    if invitation is None or not may_still_answer(invitation):
        return gone(request)
    if went_astray(invitation) and request.person != invitation.person:  # who has signed in is known by more than the link
        return gone(request)
    return conduct(request, Sitting(invitation.survey, invitation.sector, invitation))


def gone(request: PersonRequest) -> HttpResponse:
    """Says nothing about whom or what it was."""
    language = page_language(request)
    with translation.override(language):
        return render(request, f"{_PAGES}gone.html", language_menu(language), status=404)


def conduct(request: PersonRequest, sitting: Sitting) -> HttpResponse:
    """Lead somebody through the survey: what was answered so far travels with the page."""
    language = _language(request, sitting)
    school = sitting.survey.school
    request.school = school  # whose name stands on top
    with translation.override(language), timezone.override(school.timezone):
        if sitting.over or request.method != "POST":
            return _look(request, sitting, language)
        _ensure_not_too_often(sitting)
        return _press(request, sitting, language)


def _language(request: PersonRequest, sitting: Sitting) -> str:
    press, _colon, wanted = request.POST.get("press", "").partition(":")
    chosen = ui_language(wanted) if press == "speak" else ""
    return chosen or page_language(request, sitting.own_language)


def _look(request: PersonRequest, sitting: Sitting, language: str) -> HttpResponse:
    """A page that is only looked at: the first one, or that there is nothing to answer any more."""
    done = request.GET.get("done", "")
    if sitting.over or (done == "sent" and sitting.is_kiosk) or done == "declined":
        is_sent = done == "sent" and (sitting.is_kiosk or sitting.over in {"answered", "family"})
        state = "sent" if is_sent else sitting.over or done
        return _show(request, sitting, language, "done", {"state": state})
    items = items_for(sitting.survey, sitting.sector)
    if sitting.is_kiosk and not request.GET.get("lang"):
        return render(request, "surveys/family/kiosk_first.html", _frame(sitting, language))
    if show.is_one_page(sitting.survey, items):
        return _one_page(request, sitting, language, items, Walk(pages=[[item.key for item in items]]))
    return _show(request, sitting, language, "start", show.start(sitting.survey, sitting.sector, items, language))


def _press(request: PersonRequest, sitting: Sitting, language: str) -> HttpResponse:
    """A button: begin, go on, back, another language, send, or no more of this."""
    survey, kept = sitting.survey, request.POST.get("kept", "")
    # The buttons of a pulse with one question are its answers: who presses one sends.
    press = request.POST.get("press", "send" if kept else "").partition(":")[0]
    if press == "decline" and sitting.invitation is not None:
        decline(sitting.invitation)
        return _first_page(request, done="declined")
    items = items_for(survey, sitting.sector)
    # At a kiosk what was sent once is remembered as long as it would be taken.
    lasts = LASTS if sitting.is_kiosk else None
    walk = unpacked(kept, survey, sitting.sector, lasts=lasts) if kept else Walk()
    here = [item for item in items if item.key in walk.on_screen]
    walk.take([item.key for item in here], *read_page(request.POST, here))
    if press == "send" and kept:
        return _send(request, sitting, language, items, walk)
    if press == "back" and not walk.back():
        context = show.start(survey, sitting.sector, items, language) | {"kept": packed(walk, survey, sitting.sector)}
        return _show(request, sitting, language, "start", context)
    if press in {"start", "next"}:
        walk.forward(items)
    return _step(request, sitting, language, items, walk)


def _send(request: PersonRequest, sitting: Sitting, language: str, items: list[Item], walk: Walk) -> HttpResponse:
    """The last button. Pressed twice it counts once: by the invitation, at a kiosk by what travelled with the page."""
    once = f"surveys.once:{walk.once}"
    if sitting.is_kiosk:
        # Here, where every way of sending comes by, whatever the button was called.
        limits.ensure_below(_kiosk_key(sitting), limit=ANSWERS_PER_MINUTE, within=dt.timedelta(minutes=1))
        if limits.count(once, within=LASTS) > 1:
            return _first_page(request, done="sent")
    try:
        accept_answer(
            sitting.survey,
            sector=sitting.sector,
            marks=walk.marks,
            remarks=walk.remarks,
            language=language,
            invitation=sitting.invitation,
            strata={"language": language},
            by=sitting.invitation.person if sitting.invitation else None,
        )
    except ConflictError:  # closed, or no longer asked, in the meantime: the page says so
        return _first_page(request)
    except BadInputError as error:
        limits.take_back(once)
        return _step(request, sitting, language, items, walk, problem=error.message)
    return _first_page(request, done="sent")


def _step(
    request: PersonRequest, sitting: Sitting, language: str, items: list[Item], walk: Walk, problem: str = ""
) -> HttpResponse:
    """The page on which the walk stands."""
    survey, sector = sitting.survey, sitting.sector
    if show.is_one_page(survey, items):
        return _one_page(request, sitting, language, items, walk, problem)
    context: dict[str, Any] = {"kept": packed(walk, survey, sector), "problem": problem}
    if any(item.key in walk.on_screen for item in items):
        return _show(request, sitting, language, "page", context | show.page(survey, sector, items, walk, language))
    answered, number = walk.counted(items)
    return _show(request, sitting, language, "review", context | {"answered": answered, "number": number})


def _one_page(
    request: PersonRequest, sitting: Sitting, language: str, items: list[Item], walk: Walk, problem: str = ""
) -> HttpResponse:
    questions = show.questions(sitting.survey, sitting.sector, items, walk, language)
    is_one_press = len(questions) == 1 and not questions[0].is_open and not questions[0].takes_several
    context = {
        "questions": questions,
        "one_press": questions[0] if is_one_press else None,
        "kept": packed(walk, sitting.survey, sitting.sector),
        "problem": problem,
        "foreign": show.foreign(sitting.survey, sitting.sector, items, language),
    }
    return _show(request, sitting, language, "pulse", context)


def _show(request: PersonRequest, sitting: Sitting, language: str, page: str, context: dict[str, Any]) -> HttpResponse:
    whole = _frame(sitting, language) | context
    response = render(request, f"{_PAGES}{page}.html", whole, status=422 if context.get("problem") else 200)
    if sitting.is_kiosk and page in {"start", "done"}:
        response["Refresh"] = f"60; url={sitting.kiosk}"
    return response


def _frame(sitting: Sitting, language: str) -> dict[str, Any]:
    can_decline = sitting.invitation is not None and sitting.invitation.declined_on is None
    kiosk = {"is_kiosk": sitting.is_kiosk, "first_page": sitting.kiosk, "can_decline": can_decline}
    return show.frame(sitting.survey, sitting.sector, language) | kiosk


def _first_page(request: PersonRequest, *, done: str = "") -> HttpResponse:
    """Back to the address itself, in the language chosen: what was posted is behind it, a refresh sends nothing again."""
    chosen = ui_language(request.POST.get("lang", ""))
    query = urlencode({key: value for key, value in (("lang", chosen), ("done", done)) if value})
    return redirect(f"{request.path}?{query}" if query else request.path)


def _ensure_not_too_often(sitting: Sitting) -> None:
    """Counted by a keyed mark: the counter, which knows the hour, does not tell whose it is."""
    if sitting.invitation is not None:
        mark = tokens.digest("surveys.presses", str(sitting.invitation.pk)).hex()
        limits.ensure_below(f"surveys.presses:{mark}", limit=PRESSES_PER_HOUR, within=dt.timedelta(hours=1))
        return
    limits.ensure_below(f"{_kiosk_key(sitting)}:presses", limit=ANSWERS_PER_MINUTE * 20, within=dt.timedelta(minutes=1))


def _kiosk_key(sitting: Sitting) -> str:
    return f"surveys.kiosk:{sitting.survey.pk}:{sitting.sector}"
