"""From what was counted to what is shown: each chart with its sentence and a table of the same numbers."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gatepost.kernel.charts.bars import Bar, BarChart
from gatepost.kernel.charts.dots import Dot, DotChart
from gatepost.kernel.shares import Share
from gatepost.reach import picture_wording as words
from gatepost.reach.board import family_texts as say
from gatepost.reach.models import GroupKind
from gatepost.reach.picture_wording import SectionNames
from gatepost.reach.queries.contact_mix import ContactMix
from gatepost.reach.queries.funnel import Funnel, Step
from gatepost.reach.queries.trends import Pictured, Trend, Week
from gatepost.reach.state_trend import TrendChart

# Dates below a chart: two at its ends, or one each quarter where there is room.
_QUARTER = dt.timedelta(weeks=13)
_ROOM = 300
# The width of charts on a page, in units: readable on a phone.
NARROW = 310


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[list[str]] = field(default_factory=list)


def ordered(groups: Iterable[Trend], sections: SectionNames) -> list[Trend]:
    """Classes and grades by name, ways and needs in their own order, languages by size; what is not known last."""
    return sorted(groups, key=lambda trend: (not trend.key, _place(trend, sections)))


def _place(trend: Trend, sections: SectionNames) -> tuple[tuple[int, str], ...]:
    orders = {GroupKind.NEED: list(say.NEEDS), GroupKind.TRAVEL: list(say.WAYS)}
    if trend.kind in orders and trend.key in orders[trend.kind]:
        return ((orders[trend.kind].index(trend.key), ""),)
    name = words.group_name(trend, sections)
    if trend.kind == GroupKind.LANGUAGE:
        return ((-trend.now.families, name),)
    return tuple((int(part or 0), text) for text, part in re.findall(r"(\D*)(\d*)", name))


def trend_chart(trend: Trend, shown: Pictured, sections: SectionNames, *, size: tuple[int, int]) -> TrendChart:
    """One group on the same scales as every other: all of the time shown, none to all of its families."""
    name = words.group_name(trend, sections)
    return TrendChart(
        title=name,
        words=words.labelled(name, _states_in_words(trend.now)),
        weeks=tuple(((week.on - shown.since).days, week.counts) for week in trend.weeks),
        ticks=_ticks(shown, is_wide=size[0] >= _ROOM),
        scale=(words.percent(0), words.percent(0.5), words.percent(1)),
        size=size,
    )


def _ticks(shown: Pictured, *, is_wide: bool) -> tuple[tuple[int, str], ...]:
    days = [shown.since, shown.on] if shown.on > shown.since else [shown.on]
    if is_wide:
        between, latest = shown.on - _QUARTER, shown.since + _QUARTER / 2
        while between > latest:
            days.insert(1, between)
            between -= _QUARTER
    return tuple(((one - shown.since).days, words.month(one)) for one in days)


def _states_in_words(week: Week) -> str:
    return ", ".join(words.labelled(label, words.number(count)) for label, count in zip(say.STATES, week.counts, strict=True))


def months_table(whole: Trend) -> Table:
    """The last Friday of each month."""
    last_of_month = {(week.on.year, week.on.month): week for week in whole.weeks}
    rows = [[words.day(week.on), *map(words.number, week.counts)] for week in last_of_month.values()]
    return Table(["", *map(str, say.STATES)], rows[::-1])


def states_table(groups: Iterable[Trend], shown: Pictured, sections: SectionNames) -> Table:
    """The four states of each group now, and the share in dialogue in the first week shown."""
    rows = []
    for group in (shown.whole, *groups):
        then = f"{words.percent(group.weeks[0].dialogue.value)} ({words.month(group.weeks[0].on)})"
        rows.append([words.group_name(group, sections), *map(words.number, group.now.counts), then])
    return Table(["", *map(str, say.STATES), _("In dialogue at first")], rows)


def shares_table(groups: Iterable[Trend], shown: Pictured, sections: SectionNames) -> Table:
    """The share of each group in dialogue, and between which bounds the true one may lie."""
    rows = []
    for group in (shown.whole, *groups):
        share = group.now.dialogue
        bounds = "–".join(words.percent(bound) for bound in share.interval())
        rows.append([words.group_name(group, sections), words.in_numbers(share), bounds])
    return Table(["", str(say.STATES[0]), _("May lie between (95 %)")], rows)


def dot_chart(shown: Pictured, groups: Iterable[Trend], sections: SectionNames, *, width: int = NARROW) -> DotChart:
    """Share in dialogue with its interval, group by group; with the kind of each group where there is room for it."""
    on_page = width == NARROW
    name_of, in_sentence = (words.group_name, words.name_on_page) if on_page else (words.full_name, words.full_name)
    dots = []
    for group in groups:
        share = group.now.dialogue
        low, high = share.interval()
        dots.append(Dot(name_of(group, sections), share.value, low, high, words.in_numbers(share), int(group.side)))
    whole = shown.whole.now.dialogue
    return DotChart(
        title=str(say.WHO_LESS),
        words=words.what_stands_out(shown, sections, name_of=in_sentence),
        dots=tuple(dots),
        whole=(whole.value, words.labelled(say.ALL_FAMILIES, words.percent(whole.value))),
        scale=(words.percent(0), words.percent(0.5), words.percent(1)),
        width=width,
    )


def funnel_chart(whole: Funnel, group: Funnel | None = None, group_name: str = "", *, width: int = NARROW) -> BarChart:
    """All families, and a group beneath."""
    bars = []
    for step in Step:
        share = whole.share(step)
        beside = group.share(step) if group else None
        bars.append(
            Bar(
                str(say.STEPS[step]),
                share.value,
                _number_and_share(share),
                beside.value if beside else None,
                words.labelled(group_name, _number_and_share(beside)) if beside else "",
            )
        )
    return BarChart(str(say.STEPS[0]) + " → " + str(say.STEPS[-1]), words.how_far(whole, group), tuple(bars), width)


def _number_and_share(share: Share) -> str:
    return f"{words.number(share.hits)} · {words.percent(share.value)}"


def mix_chart(mix: ContactMix, *, by_place: bool, width: int = NARROW) -> BarChart:
    """Shares of everything that went both ways."""
    labels, rows = (say.PLACES, mix.by_place) if by_place else (say.CHANNELS, mix.by_means)
    bars = [
        Bar(str(labels[key]), count / mix.total, f"{words.number(count)} · {words.percent(count / mix.total)}")
        for key, count in rows
    ]
    title = say.BY_PLACE if by_place else say.BY_CHANNEL
    said = words.face_to_face(mix) if by_place else words.most_by_channel(mix)
    return BarChart(str(title), said, tuple(bars), width)


def bars_table(chart: BarChart) -> Table:
    """The numbers that stand at the bars."""
    rows = [[bar.label, bar.number, *([bar.group_number] if bar.group_number else [])] for bar in chart.bars]
    return Table([], rows)
