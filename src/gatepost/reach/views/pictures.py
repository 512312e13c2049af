"""Pictures: whom the school reaches, over time and group by group, how far it comes, and where contact comes about."""

import csv

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import may, requires
from gatepost.kernel.charts.design import Look, patterns
from gatepost.kernel.errors import NotReadyError
from gatepost.kernel.sheets import harmless
from gatepost.languages.tags import language_name, ui_language
from gatepost.people.models import School
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.people.rules import Perm as PeoplePerm
from gatepost.reach import picture_wording as words
from gatepost.reach.album import album_of, section_names
from gatepost.reach.board import family_texts as say
from gatepost.reach.board.report import board_report
from gatepost.reach.commands.weeks import ask_to_count_anew
from gatepost.reach.forms.pictures import Choice, read_choice, read_language
from gatepost.reach.models import GroupKind, ReachState
from gatepost.reach.queries.memberships import LOOKED_AT_BY
from gatepost.reach.queries.periods import Stretch, periods_of
from gatepost.reach.queries.trends import most_read, pictured
from gatepost.reach.rules import Perm


@require_safe
@requires(Perm.SEE_PICTURES)
def show(request: PersonRequest) -> HttpResponse:
    """One long calm page with a chart for each question."""
    school = _school(request)
    periods = periods_of(school)
    choice = read_choice(request.GET, periods)
    period = periods[choice.stretch][0]
    context = {
        "album": album_of(request.person, school, choice.by, period, choice.group),
        "choice": choice,
        "period": period,
        "kinds": [(kind.value, say.KINDS[kind]) for kind in LOOKED_AT_BY],
        "stretches": [(stretch.value, _in_words(stretch)) for stretch in periods],
        "states": list(ReachState),
        "steps_counted": say.STEPS_COUNTED,
        "patterns": mark_safe(patterns(Look())),  # noqa: S308 -- our own words
        "languages": _languages(request, school),
        "may_count": may(request.person, Perm.COUNT_WEEKS, school),
        "class_to_enter": _class_to_enter(request, choice),
    }
    return render(request, "reach/pictures.html", context)


@require_safe
@requires(Perm.SEE_PICTURES)
def numbers(request: PersonRequest) -> HttpResponse:
    """Every week of every group that is shown, as a sheet."""
    school = _school(request)
    choice = read_choice(request.GET, periods_of(school))
    shown = pictured(request.person, [choice.by])
    if shown is None:
        raise NotReadyError(str(_NOTHING_YET))
    groups = len(shown.groups)
    history.record("reach.export_numbers", by=request.person, subject=school, kind=choice.by.value, groups=groups)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reach-{choice.by}-{shown.on}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow([_("Friday"), say.KINDS[choice.by], *(state.label for state in ReachState)])
    sections = section_names(request.person, shown)
    for trend in (shown.whole, *shown.groups):
        name = harmless(words.group_name(trend, sections))
        sheet.writerows([week.on.isoformat(), name, *week.counts] for week in trend.weeks)
    return response


@require_safe
@requires(Perm.SEE_PICTURES)
def board(request: PersonRequest) -> HttpResponse:
    """Two pages for the board, in the language that was chosen."""
    school = _school(request)
    language = read_language(request.GET, ui_language(school.language))
    pdf = board_report(request.person, school, language)
    if pdf is None:
        raise NotReadyError(str(_NOTHING_YET))
    history.record("reach.see_board_report", by=request.person, subject=school, language=language)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="board-{language}.pdf"'
    return response


@require_POST
@requires(Perm.COUNT_WEEKS)
def count_anew(request: PersonRequest) -> HttpResponse:
    ask_to_count_anew(_school(request), by=request.person)
    messages.success(request, _("The past year is being counted anew. The pictures change as it goes; you can go on working."))
    return redirect("reach:pictures")


_NOTHING_YET = gettext_lazy(
    "There is nothing to show yet: the families are counted every Friday night, and a school needs ten families or more."
)


def _school(request: PersonRequest) -> School:
    """Whoever holds a permission of the whole school acts at one."""
    if request.school is None:
        raise NotReadyError(str(_NOTHING_YET))
    return request.school


def _in_words(stretch: Stretch) -> str:
    return {Stretch.MONTH: _("This month"), Stretch.TERM: _("This term"), Stretch.YEAR: _("This school year")}[stretch]


def _languages(request: PersonRequest, school: School) -> list[tuple[str, str]]:
    """Ours, the school's first, then those that most families read."""
    first = [ui_language(school.language), *(ui_language(tag) for tag in most_read(request.person))]
    codes = dict.fromkeys([*filter(None, first), *(code for code, _name in settings.LANGUAGES)])
    return [(code, f"{language_name(code)} ({language_name(code, 'en')})") for code in codes]


def _class_to_enter(request: PersonRequest, choice: Choice) -> int | None:
    """Where one begins to enter the ways to school."""
    if choice.by != GroupKind.TRAVEL or not may(request.person, PeoplePerm.SET_TRAVEL):
        return None
    return next((section.pk for section in sections_of(request.person)), None)
