"""The weekly count: every Friday once, group by group, as it stood at the end of that day."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.cast import Cast, make_guardian, make_section, make_student

from gatepost.kernel.errors import NotAllowedError
from gatepost.people.models import Family, Guardianship, Need, NotedBarrier
from gatepost.reach.commands import weeks
from gatepost.reach.models import GroupKind, ReachState, WeekCount
from gatepost.reach.queries.memberships import LOOKED_AT_BY, memberships, short_tag
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/New_York")
FRIDAY = dt.date(2026, 11, 13)
# Saturday, half an hour after the night's count.
NOW = dt.datetime(2026, 11, 14, 2, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _saturday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Yusuf's mother reads Somali and needs an interpreter; Mihai of another class and grade has two homes."""
    cast.school.timezone = str(ZONE)
    cast.school.save()
    Need.objects.create(person=cast.amina, kind="interpreter")
    Family.objects.filter(pk=cast.family.pk).update(travel_band="over-60")
    mihai = make_student(make_section(cast.school, "2A", grade="2"), "Mihai", "Dumitru")
    ioana = make_guardian(mihai, "Ioana", language="ro", phone="+34600111333")
    make_guardian(mihai, "Radu", language="ro-MD", phone="+34600111334", home="father")
    NotedBarrier.objects.create(person=ioana, kind="hours", said_by="family", noted_at=NOW)
    NotedBarrier.objects.create(person=ioana, kind="work", said_by="family", noted_at=NOW)
    return cast


def talk(family: Family, at: dt.datetime) -> None:
    Touchpoint.objects.create(
        at=at, recorded_at=at, school=family.student.school_roles.get().school, family=family, direction="both", means="gate",
        place="gate", outcome="answered", source=f"test:{family.pk}:{at}",
    )  # fmt: skip


def counted(on: dt.date = FRIDAY) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    rows = WeekCount.objects.filter(on=on)
    return {(row.kind, row.group): (row.in_dialogue, row.informed, row.not_reached, row.no_contact) for row in rows}


def test_every_group_of_every_kind_is_counted_as_it_stood_that_friday(school: Cast) -> None:
    talk(school.family, dt.datetime(2026, 11, 13, 23, 30, tzinfo=ZONE))
    talk(Family.objects.get(student__given_name="Mihai", home=""), dt.datetime(2026, 11, 14, 0, 30, tzinfo=ZONE))
    weeks.count_week(school.school, on=FRIDAY)
    four_b, two_a = (str(section.pk) for section in school.school.sections.order_by("pk"))
    assert counted() == {
        ("all", ""): (1, 0, 2, 0),
        ("section", four_b): (1, 0, 0, 0),
        ("section", two_a): (0, 0, 2, 0),
        ("grade", "4"): (1, 0, 0, 0),
        ("grade", "2"): (0, 0, 2, 0),
        ("language", "so"): (1, 0, 0, 0),
        ("language", "ro"): (0, 0, 2, 0),
        ("need", "interpreter"): (1, 0, 0, 0),
        ("need", "hours"): (0, 0, 1, 0),
        ("need", ""): (0, 0, 1, 0),
        ("travel", "over-60"): (1, 0, 0, 0),
        ("travel", ""): (0, 0, 2, 0),
    }


def test_a_family_is_counted_in_each_language_its_adults_read(school: Cast) -> None:
    make_guardian(school.yusuf, "Sami", language="en")
    assert memberships(school.school)[GroupKind.LANGUAGE][school.family.pk] == {"so", "en"}


def test_an_adult_who_may_not_be_contacted_brings_no_group(school: Cast) -> None:
    make_guardian(school.yusuf, "Exo", language="fr")
    Guardianship.objects.filter(adult__given_name="Exo").update(may_contact=False)
    assert memberships(school.school)[GroupKind.LANGUAGE][school.family.pk] == {"so"}


@pytest.mark.parametrize(("tag", "short"), [("es-MX", "es"), ("zh-Hans-CN", "zh-Hans"), ("so", "so"), ("fa-AF", "fa")])
def test_a_country_makes_no_group_of_its_own(tag: str, short: str) -> None:
    assert short_tag(tag) == short


def test_counting_twice_changes_nothing_and_counting_later_writes_what_is_known_then(school: Cast) -> None:
    weeks.count_week(school.school, on=FRIDAY)
    first = counted()
    weeks.count_week(school.school, on=FRIDAY)
    assert counted() == first
    talk(school.family, dt.datetime(2026, 11, 12, 12, 0, tzinfo=ZONE))
    weeks.count_week(school.school, on=FRIDAY)
    assert counted()["all", ""] == (1, 0, 2, 0)


def test_the_first_count_reaches_back_to_the_beginning_of_the_ledger_and_misses_no_week_later(school: Cast) -> None:
    talk(school.family, dt.datetime(2026, 10, 27, 12, 0, tzinfo=ZONE))
    assert weeks.count_missing_weeks(school.school) == 3
    assert weeks.count_missing_weeks(school.school) == 0
    with time_machine.travel(NOW + dt.timedelta(weeks=2), tick=False):
        assert weeks.count_missing_weeks(school.school) == 2
    days = WeekCount.objects.filter(kind="all").order_by("on").values_list("on", flat=True)
    assert list(days) == [dt.date(2026, 10, 30) + dt.timedelta(weeks=week) for week in range(5)]


def test_no_more_than_a_year_is_counted(school: Cast) -> None:
    talk(school.family, dt.datetime(2020, 1, 7, 12, 0, tzinfo=ZONE))
    assert weeks.count_missing_weeks(school.school) == weeks.WEEKS_BACK


def test_a_friday_is_due_in_the_night_after_it_where_the_school_is(school: Cast) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 14, 1, 59, tzinfo=ZONE), tick=False):
        weeks.count_missing_weeks(school.school)
    assert set(WeekCount.objects.values_list("on", flat=True)) == {FRIDAY - dt.timedelta(weeks=1)}
    weeks.count_missing_weeks(school.school)
    assert WeekCount.objects.filter(kind="all", on=FRIDAY).count() == 1


def test_each_school_that_lacks_a_week_is_asked_for_once(school: Cast) -> None:
    make_student(school.other_school.sections.get(), "Kofi")
    assert weeks.ask_for_missing_weeks() == 2
    assert weeks.ask_for_missing_weeks() == 2
    jobs = ProcrastinateJob.objects.filter(task_name="reach.count_weeks_of").values_list("args", flat=True)
    assert sorted(args["school_id"] for args in jobs) == sorted([school.school.pk, school.other_school.pk])
    weeks.count_missing_weeks(school.school)
    weeks.count_missing_weeks(school.other_school)
    assert weeks.ask_for_missing_weeks() == 0


def test_only_the_principal_of_the_school_has_the_weeks_counted_anew(school: Cast) -> None:
    for person, of in ((school.carla, school.school), (school.dov, school.other_school)):
        with pytest.raises(NotAllowedError):
            weeks.ask_to_count_anew(of, by=person)
    weeks.ask_to_count_anew(school.school, by=school.dov)
    assert ProcrastinateJob.objects.get().args == {"school_id": school.school.pk}


def test_counting_anew_takes_in_an_old_log(school: Cast) -> None:
    talk(school.family, dt.datetime(2026, 11, 10, 12, 0, tzinfo=ZONE))
    weeks.count_missing_weeks(school.school)
    talk(school.family, dt.datetime(2026, 10, 29, 12, 0, tzinfo=ZONE))
    assert weeks.count_weeks_anew(school.school) == 3
    assert counted(dt.date(2026, 10, 30))["all", ""] == (1, 0, 2, 0)


def test_the_cost_of_a_week_does_not_grow_with_the_families(school: Cast) -> None:
    weeks.count_week(school.school, on=FRIDAY)
    with CaptureQueriesContext(connection) as few:
        weeks.count_week(school.school, on=FRIDAY)
    for number in range(15):
        make_guardian(make_student(school.section, f"Child{number}"), f"Adult{number}", language="ar")
    with CaptureQueriesContext(connection) as many:
        weeks.count_week(school.school, on=FRIDAY)
    assert len(many) == len(few)


def test_every_state_and_every_kind_has_its_place() -> None:
    assert set(weeks._COLUMNS) == set(ReachState)
    assert {*LOOKED_AT_BY, GroupKind.ALL} == set(GroupKind)
