"""Good news first, and the mix of conversations."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Person, School
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.reach.forms.news import chosen_period, chosen_section
from gatepost.reach.mix_wording import NAMES
from gatepost.reach.queries import good_news as news
from gatepost.reach.queries import mix_floor, mix_page
from gatepost.reach.queries.mix import Mix, own_mix, school_mix
from gatepost.reach.queries.periods import Period, Stretch, periods_of
from gatepost.reach.rules import Perm

_Pair = tuple[Period, Period | None]


@require_safe
@requires(Perm.SEE_REACH)
def good_news(request: PersonRequest) -> HttpResponse:
    """Families with no good news this month, with the two ways to give some."""
    sections = sections_of(request.person)
    section = chosen_section(request.GET, sections)
    page, lines = news.families_without_good_news(request.person, section, request.GET.get("page"))
    context = {
        "news": news.count_good_news(request.person, section),
        "page": page,
        "lines": lines,
        "sections": sections,
        "section": section,
        "page_query": f"section={section.pk}&" if section else "",
    }
    return render(request, "reach/good_news.html", context)


@require_safe
@requires(Perm.SEE_REACH)
def mix(request: PersonRequest) -> HttpResponse:
    """One's own contacts for oneself; for the principal the school's, unless she asks for her own."""
    school = request.school
    if school is None:
        raise BadInputError(_("You are at no school at the moment. Ask your office to enter your role."))
    sees_school = may(request.person, Perm.SEE_SCHOOL_MIX, school)
    is_school = sees_school and request.GET.get("whose") != "mine"
    periods = periods_of(school)
    stretch = Stretch(chosen_period(request.GET, list(periods)))
    context: dict[str, Any] = {
        "stretch": stretch,
        "periods": [(offered, NAMES[offered]) for offered in periods],
        "sees_school": sees_school,
        "is_school": is_school,
    }
    context |= (
        _of_school(request.person, school, periods, stretch) if is_school else _own(request.person, school, periods[stretch])
    )
    return render(request, "reach/mix.html", context)


def _own(person: Person, school: School, pair: _Pair) -> dict[str, Any]:
    now, before = pair
    return {
        "shown": _page(own_mix(person, school, now), own_mix(person, school, before) if before else None, now, is_school=False)
    }


def _of_school(person: Person, school: School, periods: dict[Stretch, _Pair], stretch: Stretch) -> dict[str, Any]:
    """Totals only of enough people; grades and languages of the longest time alone, so that no difference of times tells one."""
    told = mix_floor.shown_periods(school, [period for pair in periods.values() for period in pair if period])
    now, before = periods[stretch]
    if now not in told:
        return {"is_too_small": True}
    was = school_mix(person, school, before) if before and before in told else None
    context: dict[str, Any] = {"shown": _page(school_mix(person, school, now), was, now, is_school=True)}
    longest = [offered for offered, pair in periods.items() if pair[0] in told][-1]
    if stretch == longest:
        return context | {"groups": mix_page.group_tables(person, school, now)}
    return context | {"groups_at": (longest, NAMES[longest])}


def _page(mix: Mix, before: Mix | None, now: Period, *, is_school: bool) -> mix_page.MixPage:
    if before is not None and before.told("kind") < mix_page.ENOUGH_TO_COMPARE:
        before = None
    return mix_page.MixPage(mix, before, now.stretch, is_school)
