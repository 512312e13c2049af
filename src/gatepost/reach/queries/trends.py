"""How groups of families stood, week by week, from the weekly counts; small groups are left out here, for every page and paper."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Max

from gatepost.kernel.shares import Share, Side, sides
from gatepost.people.calendar import calendars_of
from gatepost.people.models import Enrolment, EnrolmentRole, Person, Role, School, SchoolRole, Section
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import GroupKind, WeekCount
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.queries.memberships import memberships
from gatepost.touchpoints.models import Touchpoint

WEEKS_SHOWN = 52
_YEAR = dt.timedelta(weeks=WEEKS_SHOWN - 1)
# A ledger that is older was full before the first week shown; a younger one is full so many days after it began, at most.
_LONG_AGO = dt.timedelta(days=730)
_FULL_BY = dt.timedelta(days=180)
# So many small pictures still fit on a page.
MOST_GROUPS = 40
Key = tuple[GroupKind, str]
# One week by kind of group; and by class, the grades of its children, most first.
_Counted = Mapping[GroupKind, list[WeekCount]]
_Grades = Mapping[str, Sequence[str]]


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
    rows = counts.filter(kind__in={GroupKind.ALL, *kinds, *_also_needed(kinds)}, on__gte=since).order_by("on")
    by_week: dict[dt.date, dict[GroupKind, list[WeekCount]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_week[row.on][GroupKind(row.kind)].append(row)
    grades = _grades_of_classes(person) if GroupKind.SECTION in kinds else {}
    trends = _trends(by_week.values(), [GroupKind.ALL, *kinds], grades, last)
    whole = trends.pop((GroupKind.ALL, ""), None)
    if whole is None:
        return None
    shown = [trend for kind in kinds for trend in _largest([one for one in trends.values() if one.kind == kind])]
    told = sides([trend.now.dialogue for trend in shown], whole.now.dialogue)
    groups = tuple(replace(trend, side=side) for trend, side in zip(shown, told, strict=True))
    hidden = sum(len(by_week[last][kind]) for kind in kinds) - len(trends)
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


def _also_needed(kinds: Collection[GroupKind]) -> list[GroupKind]:
    """Classes are shown only as far as they can stand beside their grades."""
    return [GroupKind.GRADE] if GroupKind.SECTION in kinds else []


@dataclass(frozen=True)
class _Sum:
    """A number of families a reader can know, and the groups that can be taken off it."""

    families: int
    groups: frozenset[str]

    def to_hide(self, shown: Sequence[WeekCount]) -> WeekCount | None:
        """The smallest group to hide, where what the shown ones leave of the sum would be few families."""
        taken_off = [row for row in shown if row.group in self.groups]
        left = self.families - sum(row.families for row in taken_off)
        return taken_off[-1] if taken_off and 0 < left < FEWEST_FAMILIES else None


def _large_enough(of: _Counted, kind: GroupKind, grades: _Grades) -> list[WeekCount]:
    """Of the groups of one kind in one week, those that may be shown, the largest first.

    Where what they leave of something known is small, the next smallest goes, too: else it could be reckoned from the rest.
    """
    rows = of.get(kind, [])
    families = sum(row.families for row in of.get(GroupKind.ALL, []))
    sums = _sums_of_all(rows, families)
    if kind == GroupKind.SECTION:
        shown_grades = {row.group: row.families for row in _large_enough(of, GroupKind.GRADE, {})}
        sums = [*_sums_of_grades(rows, shown_grades, families, grades), *sums]
    shown = [row for row in rows if row.families >= FEWEST_FAMILIES]
    shown.sort(key=lambda row: (-row.families, row.group))
    while hide := next(filter(None, (one.to_hide(shown) for one in sums)), None):
        shown.remove(hide)
    return shown


def _sums_of_all(rows: Sequence[WeekCount], families: int) -> list[_Sum]:
    """All families, and all groups of the kind together.

    A family may read two languages: then only one group can be taken off exactly, with those of whom nothing is known.
    """
    groups = frozenset(row.group for row in rows)
    some = {frozenset(one) for group in groups for one in ([group], ["", group])}
    return [_Sum(sum(row.families for row in rows), groups), *(_Sum(families, one) for one in [groups, *some])]


def _sums_of_grades(rows: Sequence[WeekCount], shown: Mapping[str, int], families: int, grades: _Grades) -> list[_Sum]:
    """Each grade and its classes; grades that share a class are one sum, too, and so are the grades that are not shown."""
    sizes = {row.group: row.families for row in rows if row.group in grades}
    mostly = {group: grades[group][0] for group in sizes}
    own = {grade: frozenset(group for group in sizes if mostly[group] == grade) for grade in {*shown, *mostly.values()}}
    only = {grade: frozenset(group for group in sizes if set(grades[group]) == {grade}) for grade in shown}
    sums = [_Sum(shown.get(grade, 0), groups) for grade, groups in [*own.items(), *only.items()]]
    unshown = frozenset(group for group in sizes if mostly[group] not in shown)
    sums.append(_Sum(families - sum(shown.values()), unshown))
    together = {joined: _within(joined, sizes, grades) for joined in _joined(grades[group] for group in sizes)}
    sums += [_Sum(sum(shown.get(grade, 0) for grade in joined), groups) for joined, groups in together.items()]
    alike = [*own.values(), unshown, *together.values()]
    return sums + [_Sum(sum(sizes[group] for group in groups), groups) for groups in alike]


def _within(joined: frozenset[str], groups: Iterable[str], grades: _Grades) -> frozenset[str]:
    return frozenset(group for group in groups if joined.issuperset(grades[group]))


def _joined(grades: Iterable[Sequence[str]]) -> list[frozenset[str]]:
    """Grades that share a class, put together."""
    found: list[frozenset[str]] = []
    for of_class in grades:
        touched = [one for one in found if not one.isdisjoint(of_class)]
        found = [one for one in found if one.isdisjoint(of_class)] + [frozenset(of_class).union(*touched)]
    return found


def _grades_of_classes(person: Person) -> _Grades:
    """The grades of a class's children today, most children first; what the class itself says where it has none."""
    schools = person.schools_as(WHOLE_SCHOOL_ROLES)
    roles = SchoolRole.objects.filter(school__in=schools, role=Role.STUDENT, ended_at=None)
    grade = dict(roles.values_list("person_id", "grade"))
    sections = Section.objects.filter(school__in=schools)
    learning = Enrolment.objects.filter(section__in=sections, role=EnrolmentRole.STUDENT, ended_at=None, person__in=grade)
    children: dict[int, Counter[str]] = defaultdict(Counter)
    for section, child in learning.values_list("section_id", "person_id"):
        children[section][grade[child]] += 1
    said = sections.values_list("pk", "grade")
    return {str(pk): [one for one, _number in children[pk].most_common()] or [its_own] for pk, its_own in said}


def _trends(weeks: Iterable[_Counted], kinds: Iterable[GroupKind], grades: _Grades, last: dt.date) -> dict[Key, Trend]:
    """Groups that are large enough now, without the weeks in which they were not."""
    found: dict[Key, list[Week]] = defaultdict(list)
    for of, kind in itertools.product(weeks, kinds):
        for row in _large_enough(of, kind, grades):
            week = Week(row.on, (row.in_dialogue, row.informed, row.not_reached, row.no_contact))
            found[kind, row.group].append(week)
    return {(kind, key): Trend(kind, key, tuple(of)) for (kind, key), of in found.items() if of[-1].on == last}


def hidden_today(person: Person, families: Collection[int]) -> list[set[int]]:
    """The groups of these families that may not be shown as they are today: they may have changed since the last Friday."""
    school = School.objects.filter(pk__in=person.schools_as(WHOLE_SCHOOL_ROLES)).first()
    if school is None:
        return []
    today: dict[GroupKind, dict[str, set[int]]] = {GroupKind.ALL: {"": set(families)}}
    for kind, membership in memberships(school).items():
        members = today[kind] = defaultdict(set)
        for family in families:
            for group in membership.get(family) or {""}:
                members[group].add(family)
    of = {
        kind: [WeekCount(kind=kind, group=one, informed=len(its)) for one, its in groups.items()]
        for kind, groups in today.items()
    }
    grades = _grades_of_classes(person)
    shown = {kind: {row.group for row in _large_enough(of, kind, grades)} for kind in today}
    return [its for kind, groups in today.items() for one, its in groups.items() if one not in shown[kind]]


def _largest(trends: list[Trend]) -> list[Trend]:
    return sorted(trends, key=lambda trend: (-trend.now.families, trend.key))[:MOST_GROUPS]


def most_read(person: Person) -> list[str]:
    """The languages that most families read, in the last week counted; small ones left out."""
    counts = WeekCount.objects.visible_to(person).filter(kind__in=[GroupKind.ALL, GroupKind.LANGUAGE])
    last = counts.aggregate(last=Max("on"))["last"]
    of: dict[GroupKind, list[WeekCount]] = defaultdict(list)
    for row in counts.filter(on=last):
        of[GroupKind(row.kind)].append(row)
    return [row.group for row in _large_enough(of, GroupKind.LANGUAGE, {}) if row.group]
