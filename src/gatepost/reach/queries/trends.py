"""How groups of families stood, week by week, from the weekly counts; small groups are left out here, for every page and paper."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Max

from gatepost.people.calendar import calendars_of
from gatepost.people.models import Person, School
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import GroupKind, WeekCount
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.standing_out import Share, Side, sides
from gatepost.touchpoints.models import Touchpoint

WEEKS_SHOWN = 52
_YEAR = dt.timedelta(weeks=WEEKS_SHOWN - 1)
# A ledger that is older was full before the first week shown; a younger one is full so many days after it began, at most.
_LONG_AGO = dt.timedelta(days=730)
_FULL_BY = dt.timedelta(days=180)
# So many small pictures still fit on a page.
MOST_GROUPS = 40
Key = tuple[GroupKind, str]


@dataclass(frozen=True)
class Week:
    """The counts of one Friday, in the order of `ReachState`."""

    on: dt.date
    counts: tuple[int, int, int, int]

    @property
    def families(self) -> int:
        return sum(self.counts)

    @property
    def dialogue(self) -> Share:
        return Share(self.counts[0], self.families)


@dataclass(frozen=True)
class Trend:
    """One group, from the first week shown to the last. Its key is "" where it is not known to which group a family belongs."""

    kind: GroupKind
    key: str
    weeks: tuple[Week, ...]
    side: Side = Side.NEITHER

    @property
    def now(self) -> Week:
        return self.weeks[-1]


@dataclass(frozen=True)
class Pictured:
    """All families, the groups that are large enough, how many are not, and how many more there are than fit.

    Weeks before the ledger was full are left out: they would show as not reached whoever was reached before it began.
    """

    whole: Trend
    groups: tuple[Trend, ...]
    hidden: int = 0
    beyond: int = 0
    # The day of the first entry of the ledger, and from when on a whole window of days lies behind a week.
    begun_on: dt.date | None = None
    comparable_from: dt.date | None = None

    @property
    def on(self) -> dt.date:
        return self.whole.now.on

    @property
    def since(self) -> dt.date:
        return self.whole.weeks[0].on

    @property
    def begins_late(self) -> bool:
        """Whether weeks of the past year are left out, because the ledger was not full."""
        return self.comparable_from is not None and self.comparable_from > self.on - _YEAR

    def first_of(self, trend: Trend) -> Week | None:
        """The group's first week that can be compared with now; weeks before the ledger was full cannot."""
        if self.comparable_from is None:
            return None
        return next((week for week in trend.weeks if self.comparable_from <= week.on < self.on), None)

    def of_kind(self, kind: GroupKind) -> list[Trend]:
        return [group for group in self.groups if group.kind == kind]


def pictured(person: Person, kinds: Collection[GroupKind]) -> Pictured | None:
    """The last year of all families and of these kinds of groups; None where nothing was counted or all are too few."""
    counts = WeekCount.objects.visible_to(person)
    last = counts.aggregate(last=Max("on"))["last"]
    if last is None:
        return None
    begun, comparable = _begun(person, last)
    since = min(max(last - _YEAR, comparable or dt.date.min), last)
    rows = counts.filter(kind__in=[GroupKind.ALL, *kinds], on__gte=since).order_by("on")
    by_week: dict[tuple[dt.date, GroupKind], list[WeekCount]] = defaultdict(list)
    for row in rows:
        by_week[row.on, GroupKind(row.kind)].append(row)
    trends = _trends(by_week.values(), last)
    whole = trends.pop((GroupKind.ALL, ""), None)
    if whole is None:
        return None
    shown = [trend for kind in kinds for trend in _largest([one for one in trends.values() if one.kind == kind])]
    told = sides([trend.now.dialogue for trend in shown], whole.now.dialogue)
    groups = tuple(replace(trend, side=side) for trend, side in zip(shown, told, strict=True))
    hidden = sum(len(by_week[last, kind]) for kind in kinds) - len(trends)
    return Pictured(whole, groups, hidden, len(trends) - len(shown), begun, comparable)


def _begun(person: Person, last: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """When the ledger began, and the first day by when a whole window of school days had passed."""
    school = School.objects.filter(pk__in=person.schools_as(WHOLE_SCHOOL_ROLES)).first()
    at = Touchpoint.objects.visible_to(person).order_by("at").values_list("at", flat=True).first()
    if school is None or at is None:
        return None, None
    begun = at.astimezone(ZoneInfo(school.timezone)).date()
    if last - begun > _LONG_AGO:
        return begun, begun
    days = calendars_of([school.pk])[school.pk].numbered(begun, begun + _FULL_BY)
    return begun, next((day for day, number in days if number >= school.window_school_days), None)


def large_enough(rows: Sequence[WeekCount]) -> list[WeekCount]:
    """Of the groups of one kind in one week, those that may be shown.

    Where the small ones together are still small, the next smallest goes, too: else they could be reckoned from the rest.
    """
    by_size = sorted(rows, key=lambda row: (-row.families, row.group))
    small = sum(row.families for row in by_size if row.families < FEWEST_FAMILIES)
    shown = [row for row in by_size if row.families >= FEWEST_FAMILIES]
    while shown and 0 < small < FEWEST_FAMILIES:
        small += shown.pop().families
    return shown


def _trends(weeks: Iterable[Sequence[WeekCount]], last: dt.date) -> dict[Key, Trend]:
    """Groups that are large enough now, without the weeks in which they were not."""
    found: dict[Key, list[Week]] = defaultdict(list)
    for rows in weeks:
        for row in large_enough(rows):
            week = Week(row.on, (row.in_dialogue, row.informed, row.not_reached, row.no_contact))
            found[GroupKind(row.kind), row.group].append(week)
    return {(kind, key): Trend(kind, key, tuple(of)) for (kind, key), of in found.items() if of[-1].on == last}


def _largest(trends: list[Trend]) -> list[Trend]:
    return sorted(trends, key=lambda trend: (-trend.now.families, trend.key))[:MOST_GROUPS]


def most_read(person: Person) -> list[str]:
    """The languages that most families read, in the last week counted; small ones left out."""
    counts = WeekCount.objects.visible_to(person).filter(kind=GroupKind.LANGUAGE)
    last = counts.aggregate(last=Max("on"))["last"]
    return [row.group for row in large_enough(list(counts.filter(on=last))) if row.group]
