"""Whose voice a survey holds and whose it lacks; one press has families called."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gatepost.history import commands as history
from gatepost.kernel.access import may, requires
from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.dots import Dot, DotChart
from gatepost.kernel.charts.drawing import draw_all
from gatepost.kernel.errors import BadInputError
from gatepost.people.requests import PersonRequest
from gatepost.surveys import result_wording as words
from gatepost.surveys.commands.calling import call_families
from gatepost.surveys.models import FEWEST, Survey
from gatepost.surveys.queries.answering import takes_answers
from gatepost.surveys.queries.cells import people_by
from gatepost.surveys.queries.voices import Group, Voices, voices_of
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.results import title_of, visible_survey

# Groups named as under-heard at most, and so many calls proposed at first.
_NAMED, _PROPOSED = 6, 10
# Lines of one picture; where there are more groups, those that answer least.
_LINES = 24


@require_safe
@requires(Perm.SEE_RESULTS)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    survey = visible_survey(request, pk)
    voices = voices_of(survey)
    history.record("surveys.see_voices", by=request.person, subject=survey)
    families = next((one for one in voices if one.sector == "families"), None)
    context = {
        "survey": survey,
        "title": title_of(survey),
        "opening": words.voices_opening(voices),
        "sectors": [
            (one, words.sector_name(one.sector), words.answered_of(one.whole.answered, one.whole.asked)) for one in voices
        ],
        "pictures": _pictures(voices),
        "under_heard": _under_heard(families) if families else [],
        "may_call": may(request.person, Perm.CALL, survey) and takes_answers(survey),
        "unnamed": _unnamed(survey, voices),
    }
    return render(request, "surveys/voices.html", context)


@require_POST
@requires(Perm.CALL)
def call(request: PersonRequest, pk: int) -> HttpResponse:
    """Families of one under-heard group are called: at most so many as somebody chose."""
    survey = visible_survey(request, pk)
    dimension, _colon, value = request.POST.get("group", "").partition(":")
    try:
        number = int(request.POST.get("number", ""))
    except ValueError:
        raise BadInputError(_("Say with a number how many families are to be called.")) from None
    given = call_families(survey, dimension=dimension, value=value, number=number, by=request.person)
    if given:
        said = ngettext(
            "%(n)s call is given out. It stands among the errands of whoever makes it.",
            "%(n)s calls are given out. They stand among the errands of whoever makes them.",
            given,
        )
        messages.success(request, said % {"n": given})
    else:
        messages.info(
            request, _("Nobody is left to call in this group: they are being called, have no number that works, or declined.")
        )
    return redirect("surveys:voices", survey.pk)


def _under_heard(families: Voices) -> list[dict[str, object]]:
    return [
        {
            "value": f"{group.dimension}:{group.count.value}",
            "name": words.group_name(group.dimension, group.count.value),
            "share": words.percent(group.count.share.value),
            "asked": group.count.asked,
            "missing": group.missing,
            "is_clear": group.side < 0,
            "proposed": min(_PROPOSED, group.missing),
        }
        for group in families.under_heard[:_NAMED]
    ]


def _pictures(voices: Sequence[Voices]) -> list[dict[str, object]]:
    """Each dimension of each sector as a chart and as a table."""
    found = [(one, dimension, groups) for one in voices for dimension, groups in one.groups.items()]
    charts = draw_all(
        [_chart(one, dimension, _least(groups)) for one, dimension, groups in found], Look(rtl=translation.get_language_bidi())
    )
    return [
        {
            "sector": words.sector_name(one.sector),
            "dimension": words.DIMENSION_WORDS[dimension],
            "chart": mark_safe(chart),  # noqa: S308 -- our own drawing
            "rows": [_row(group, one) for group in groups],
            "is_part": len(groups) > _LINES,
            "others": one.others.get(dimension),
            "far": [words.language_of(group) for group in one.far_languages] if dimension == "language" else [],
        }
        for (one, dimension, groups), chart in zip(found, charts, strict=True)
    ]


def _least(groups: Sequence[Group]) -> Sequence[Group]:
    """In their order; of too many those that answer least."""
    if len(groups) <= _LINES:
        return groups
    least = set(sorted(range(len(groups)), key=lambda place: groups[place].count.share.value)[:_LINES])
    return [group for place, group in enumerate(groups) if place in least]


def _chart(one: Voices, dimension: str, groups: Sequence[Group]) -> DotChart:
    dots = []
    for group in groups:
        share = group.count.share
        low, high = share.interval()
        number = f"{words.percent(share.value)} · {words.whole(group.count.answered)}/{words.whole(group.count.asked)}"
        dots.append(Dot(words.group_name(dimension, group.count.value), share.value, low, high, number, int(group.side)))
    whole = one.whole.share.value
    return DotChart(
        title=f"{words.sector_name(one.sector)} · {words.DIMENSION_WORDS[dimension]}",
        words=", ".join(f"{dot.label}: {dot.number}" for dot in dots),
        dots=tuple(dots),
        whole=(whole, _("All: %(share)s") % {"share": words.percent(whole)}),
        scale=(words.percent(0), words.percent(0.5), words.percent(1)),
        width=310,
    )


def _row(group: Group, one: Voices) -> dict[str, object]:
    return {
        "name": words.group_name(group.dimension, group.count.value),
        "asked": group.count.asked,
        "answered": group.count.answered,
        "share": words.percent(group.count.share.value),
        "between": words.between(group.count.share.interval()),
        "of_asked": words.percent(group.count.asked / one.whole.asked),
        "beside_all": words.points(-group.below),
        "points": words.points(group.points) if one.whole.answered else "",
    }


def _unnamed(survey: Survey, voices: Sequence[Voices]) -> int:
    """Answers that came on blank sheets or at the kiosk, and are with nobody who was asked."""
    counted = {sector: sum(numbers.values()) for sector, numbers in people_by(survey).items()}
    more = [counted.get(one.sector, 0) - one.whole.answered for one in voices]
    return sum(number for number in more if number >= FEWEST)
