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
from gatepost.reach.queries import groups, mix_page
from gatepost.reach.queries.mix import own_mix, school_mix
from gatepost.reach.queries.periods import Period, Stretch, periods_of
from gatepost.reach.rules import Perm


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
        "is_too_small": is_school and not groups.has_teachers_enough(school),
    }
    if not context["is_too_small"]:
        now, before = periods[stretch]
        context["shown"] = _page(request.person, school, (now, before), is_school=is_school)
    if is_school and not context["is_too_small"]:
        context["groups"] = mix_page.group_tables(request.person, school, periods[stretch][0])
    return render(request, "reach/mix.html", context)


def _page(person: Person, school: School, periods: tuple[Period, Period | None], *, is_school: bool) -> mix_page.MixPage:
    counted = school_mix if is_school else own_mix
    now, before = periods
    mix_before = counted(person, school, before) if before else None
    if mix_before is not None and mix_before.told("kind") < mix_page.ENOUGH_TO_COMPARE:
        mix_before = None
    return mix_page.MixPage(counted(person, school, now), mix_before, now.stretch, is_school)
