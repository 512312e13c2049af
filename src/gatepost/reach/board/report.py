"""What stands in the report for the board, as plain data, and its two pages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from gatepost.kernel.charts.design import paper_look, swatch
from gatepost.kernel.charts.drawing import Chart, draw_all
from gatepost.kernel.paper.typesetting import pages_of, typeset
from gatepost.kernel.shares import Side
from gatepost.languages.tags import is_rtl
from gatepost.people.models import Person, School
from gatepost.reach import picture_wording as words
from gatepost.reach import pictures
from gatepost.reach.board import family_texts as say
from gatepost.reach.models import GroupKind
from gatepost.reach.queries.contact_mix import contact_mix, tried
from gatepost.reach.queries.funnel import funnel
from gatepost.reach.queries.periods import Period, periods_of
from gatepost.reach.queries.trends import Pictured, Trend, pictured
from gatepost.reach.state_bar import StateBar
from gatepost.touchpoints.models import Means

_TEMPLATE = Path(__file__).with_name("board.typ")
# No classes: a board is not to compare teachers.
KINDS = (GroupKind.LANGUAGE, GroupKind.NEED, GroupKind.TRAVEL, GroupKind.GRADE)
MOST_GROUPS = 14
_MOST_OF = {GroupKind.LANGUAGE: 6, GroupKind.NEED: 4, GroupKind.TRAVEL: 5, GroupKind.GRADE: 14}
PAGES = 2
# The width of a chart across the page and across half of it, in units.
WIDE, HALF = 600, 340
# Tried in turn until all of it stands on two pages: some languages need more room.
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)


def board_report(person: Person, school: School, language: str) -> bytes | None:
    """The PDF in this language; None where nothing was counted or the school is too small to be told of."""
    with translation.override(language):
        shown = pictured(person, KINDS)
        if shown is None:
            return None
        data = _report(person, school, shown)
    pdf = b""
    for size in _SIZES:
        pdf = typeset({**data, "size": size}, _TEMPLATE, tagged=True)
        if pages_of(pdf) == PAGES:
            break
    return pdf


def _report(person: Person, school: School, shown: Pictured) -> dict[str, Any]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    period = list(periods_of(school).values())[-1][0]
    whole, _group = funnel(person, period)
    mix = contact_mix(person, period)
    telling = _most_telling(shown)
    groups = [group for kind in KINDS for group in pictures.ordered([one for one in telling if one.kind == kind], {})]
    charts: dict[str, Chart] = {
        "bar": StateBar(str(say.NOW), words.how_it_stands(shown), shown.whole.now.counts, (WIDE, 26)),
        "trend": pictures.trend_chart(shown.whole, shown, {}, size=(WIDE, 170)),
        "steps": pictures.funnel_chart(whole, width=WIDE),
        "less": pictures.dot_chart(shown, groups, {}, width=WIDE),
        "channels": pictures.mix_chart(mix, by_place=False, width=HALF),
        "places": pictures.mix_chart(mix, by_place=True, width=HALF),
    }
    look = paper_look(language, rtl=is_rtl(language))
    drawn = dict(zip(charts, draw_all(charts.values(), look), strict=True))
    return {
        "language": {"lang": language.split("-")[0], "rtl": look.rtl},
        "school": school.name,
        "title": str(say.TITLE),
        "day": str(say.ABOUT_DAY) % {"day": words.day(shown.on)},
        "sentences": [
            words.how_it_stands(shown),
            words.what_stands_out(shown, {}),
            words.face_to_face(mix),
        ],
        # Where there is nothing to draw, the sentence above says so.
        "charts": {name: "" if _NOTHING_DRAWN in svg else svg for name, svg in drawn.items()},
        "alternatives": {name: chart.words for name, chart in charts.items()},
        "states": _states(shown),
        "steps_sentence": words.how_far(whole, None),
        "channels_sentence": words.most_by_channel(mix),
        "places_sentence": words.face_to_face(mix),
        "tried": _tried(person, period),
        "since_when": words.since_when(shown),
        "left_out": [words.hidden_groups(shown.hidden), words.not_drawn(len(shown.groups) + shown.beyond - len(groups))],
        "say": _words(period, school),
    }


_NOTHING_DRAWN = 'viewBox="0 0 0 0"'


def _states(shown: Pictured) -> list[dict[str, str]]:
    """The key of the bar: a swatch, a name and a number for each state."""
    counts = shown.whole.now.counts
    return [
        {"swatch": swatch(place), "label": str(label), "number": words.number(counts[place])}
        for place, label in enumerate(say.STATES)
    ]


def _tried(person: Person, period: Period) -> list[list[str]]:
    return [
        [
            str(say.NO_ANSWER_TO_CALL if row.means == Means.PHONE else say.CHANNELS[row.means]),
            words.number(row.worked.total),
            words.in_numbers(row.worked),
        ]
        for row in tried(person, period)
    ]


def _most_telling(shown: Pictured) -> list[Trend]:
    """Those that clearly differ, then the largest of each kind, as many as fit; grades only where all of them do."""
    chosen = [group for group in shown.groups if group.side != Side.NEITHER][:MOST_GROUPS]
    for kind, most in _MOST_OF.items():
        largest = [group for group in shown.of_kind(kind) if group not in chosen][:most]
        room = MOST_GROUPS - len(chosen)
        if kind != GroupKind.GRADE or len(largest) <= room:
            chosen += largest[:room]
    return [group for group in shown.groups if group in chosen]


def _words(period: Period, school: School) -> dict[str, str]:
    since = {"day": words.day(period.first)}
    return {
        "now": str(say.NOW),
        "over_time": str(say.OVER_TIME),
        "steps": str(say.STEP_BY_STEP) % since,
        "less": str(say.WHO_LESS),
        "channels": str(say.BY_CHANNEL),
        "places": str(say.BY_PLACE),
        "worked": str(say.WHAT_WORKED) % since,
        "tried_by": str(say.TRIED_BY),
        "with": str(say.WITH_FAMILIES),
        "then": str(say.THEN_BOTH_WAYS),
        "only_tries": str(say.ONLY_TRIES),
        "steps_counted": str(say.STEPS_COUNTED),
        "nothing": str(say.NOTHING_TRIED),
        "definitions": str(say.DEFINITIONS) % {"days": words.number(school.window_school_days)},
        "intervals": str(say.INTERVALS) % {},
        "about": str(say.ABOUT_SCHOOL),
        "no_names": str(say.NO_NAMES),
        "page": str(say.PAGE_OF_PAGES),
    }
