"""The pictures: numbers as counted by hand, small groups nowhere, the same cost for any number of rows."""

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.reach.picturing import CANARY, FRIDAY, signed_in, week
from tests.support.cast import Cast, make_guardian, make_section, make_student

from gatepost.history.models import Event
from gatepost.kernel.charts import drawing
from gatepost.kernel.shares import Share
from gatepost.people.models import Family, Person, Section
from gatepost.reach import commands
from gatepost.reach.models import FamilyState, GroupKind, WeekCount
from gatepost.reach.queries.contact_mix import ContactMix, Tried, contact_mix, tried
from gatepost.reach.queries.funnel import Funnel, funnel
from gatepost.reach.queries.memberships import LOOKED_AT_BY
from gatepost.reach.queries.periods import Period, Stretch, periods_of
from gatepost.reach.queries.trends import pictured
from gatepost.reach.tasks import count_weeks_anew
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)
_sources = itertools.count(1)


@pytest.fixture(autouse=True)
def _now(settings: object) -> Iterator[None]:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    with time_machine.travel(NOW, tick=False):
        yield


def write(
    family: Family, outcome: str, means: str = "email", *, ago: int = 2, place: str = "afar", direction: str = "out"
) -> Touchpoint:
    school = family.student.school_roles.get().school
    at = NOW - dt.timedelta(days=ago)
    return Touchpoint.objects.create(
        at=at, recorded_at=at, school=school, family=family, direction=direction, means=means, place=place, outcome=outcome,
        source=f"test:{next(_sources)}",
    )  # fmt: skip


def families(section: Section, number: int, *, language: str = "so", phone: bool = True) -> list[Family]:
    """So many families of the section."""
    made = []
    for _which in range(number):
        one = next(_sources)
        student = make_student(section, f"Child{one}")
        make_guardian(student, f"Adult{one}", language=language, phone=f"+3460011{one:04}" if phone else "")
        made.append(student.families.get())
    return made


def this_month(cast: Cast) -> Period:
    return periods_of(cast.school)[Stretch.MONTH][0]


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Two weeks: 4B with 30 families, 2A with 20, two small classes, one of them the canary."""
    two_a, tiny, other = (make_section(cast.school, name) for name in ("2A", CANARY, "Zqzqother"))
    for ago in (0, 8):
        week(cast.school, "all", "", (40, 10, 8, 9), ago=ago)
        week(cast.school, "section", str(cast.section.pk), (10, 5, 8, 7), ago=ago)
        week(cast.school, "section", str(two_a.pk), (18, 2, 0, 0), ago=ago)
        week(cast.school, "section", str(tiny.pk), (9, 0, 0, 0), ago=ago)
        week(cast.school, "section", str(other.pk), (3, 3, 0, 2), ago=ago)
        week(cast.other_school, "all", "", (11, 0, 0, 0), ago=ago)
        week(cast.other_school, "section", str(other.pk), (11, 0, 0, 0), ago=ago)
    return cast


def shown_names(person: Person, **query: str) -> list[str]:
    album = signed_in(person).get(reverse("reach:pictures"), query).context["album"]
    return [panel.name for panel in album.panels]


def test_only_groups_of_ten_families_and_more_are_shown_and_the_others_are_said_to_be_hidden(counted: Cast) -> None:
    client = signed_in(counted.dov)
    page = client.get(reverse("reach:pictures"), {"by": "section"}).content.decode()
    assert [name for name in ("4B", "2A", CANARY, "Zqzqother") if name in page] == ["4B", "2A"]
    assert "2 groups are not shown: they have fewer than ten families" in page
    sheet = client.get(reverse("reach:picture-numbers"), {"by": "section"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert [row[:3] for row in rows[1:]] == [
        ["2026-09-18", "All families", "40"], ["2026-11-13", "All families", "40"],
        ["2026-09-18", "4B", "10"], ["2026-11-13", "4B", "10"],
        ["2026-09-18", "2A", "18"], ["2026-11-13", "2A", "18"],
    ]  # fmt: skip


def test_one_small_group_cannot_be_reckoned_from_the_rest(cast: Cast) -> None:
    """A single class of six, and all the others shown: what is missing would be the six."""
    small, large = make_section(cast.school, CANARY), make_section(cast.school, "2A")
    week(cast.school, "all", "", (30, 16, 0, 0))
    for section, counts in ((cast.section, (12, 8, 0, 0)), (large, (15, 5, 0, 0)), (small, (3, 3, 0, 0))):
        week(cast.school, "section", str(section.pk), counts)
    shown = pictured(cast.dov, [GroupKind.SECTION])
    assert shown is not None
    assert len(shown.groups) == 1
    assert shown.hidden == 2


CLASSES = {
    ("1", "1A"): (10, 4, 4, 2), ("1", CANARY): (0, 0, 6, 0), ("1", "1C"): (20, 5, 0, 0),
    ("2", "2A"): (20, 5, 3, 2), ("2", "Zqzqother"): (0, 0, 5, 0),
}  # fmt: skip


def two_grades(cast: Cast, *, ago: int = 0, of: dict[tuple[str, str], tuple[int, int, int, int]] | None = None) -> None:
    """Grade 1 with classes of 20, 6 and 25 families, grade 2 with classes of 30 and 5."""
    grades: dict[str, list[tuple[int, int, int, int]]] = {}
    for (grade, name), counts in (of or CLASSES).items():
        section = Section.objects.filter(name=name).first() or make_section(cast.school, name, grade=grade)
        week(cast.school, "section", str(section.pk), counts, ago=ago)
        grades.setdefault(grade, []).append(counts)
    for grade, rows in grades.items():
        week(cast.school, "grade", grade, added(rows), ago=ago)
    week(cast.school, "all", "", added([counts for rows in grades.values() for counts in rows]), ago=ago)


def added(rows: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    first, second, third, fourth = (sum(column) for column in zip(*rows, strict=True))
    return first, second, third, fourth


def sheet_of(client: Client, by: str) -> dict[tuple[str, str], int]:
    """What the sheet says: Friday and name → how many families."""
    sheet = client.get(reverse("reach:picture-numbers"), {"by": by}).content.decode("utf-8-sig")
    return {(row[0], row[1]): sum(map(int, row[2:])) for row in list(csv.reader(io.StringIO(sheet)))[1:]}


def told(client: Client) -> list[int]:
    """What every sum that can be known leaves when the classes that are shown are taken off, in every week."""
    classes, grades = sheet_of(client, "section"), sheet_of(client, "grade")
    left = []
    for day in {day for day, _name in grades}:
        of_grade = {
            grade: sum(classes.get((day, name), 0) for at, name in CLASSES if at == grade) for grade in ("1", "2")
        }  # fmt: skip
        whole = grades[day, "All families"]
        shown = {grade: grades[day, f"Grade {grade}"] for grade in of_grade if (day, f"Grade {grade}") in grades}
        left += [number - of_grade[grade] for grade, number in shown.items()]
        left += [whole - sum(of_grade.values()), whole - sum(shown.values())]
        left += [whole - sum(shown.values()) - sum(of_grade[grade] for grade in of_grade.keys() - shown.keys())]
    return left


def test_a_small_class_cannot_be_reckoned_from_its_grade(cast: Cast) -> None:
    for ago in (0, 1, 8):
        two_grades(cast, ago=ago)
    client = signed_in(cast.dov)
    days = ["2026-09-18", "2026-11-06", "2026-11-13"]
    assert sheet_of(client, "section") == {(day, name): size for day in days for name, size in (("All families", 86), ("1C", 25))}
    assert {name: size for (_day, name), size in sheet_of(client, "grade").items()} == {
        "All families": 86, "Grade 1": 51, "Grade 2": 35,
    }  # fmt: skip
    assert [left for left in told(client) if 0 < left < 10] == []


def test_no_page_and_no_choice_names_the_classes_that_are_hidden(cast: Cast) -> None:
    two_grades(cast)
    page = signed_in(cast.dov).get(reverse("reach:pictures"), {"by": "section"})
    assert [name for name in ("1A", CANARY, "1C", "2A", "Zqzqother") if name in page.content.decode()] == ["1C"]
    assert [name for _key, name in page.context["album"].to_compare] == ["1C"]
    assert page.context["album"].shown.hidden == 4
    hidden = Section.objects.get(name="2A")
    asked = signed_in(cast.carla).get(reverse("reach:pictures"), {"by": "section", "group": str(hidden.pk)})
    assert asked.context["album"].compared == ""


@pytest.mark.parametrize("second", [2, 9, 11, 25])
@pytest.mark.parametrize("first", [3, 9, 10, 14])
@pytest.mark.parametrize("rest", [4, 12])
def test_whatever_the_sizes_nothing_small_is_left(cast: Cast, first: int, second: int, rest: int) -> None:
    """Grades that are hidden themselves, too: a class of theirs must not tell the size of the other."""
    sizes = dict(zip(CLASSES, (13, first, 12, second, rest), strict=True))
    two_grades(cast, of={which: (0, size, 0, 0) for which, size in sizes.items()})
    client = signed_in(cast.dov)
    assert [left for left in told(client) if 0 < left < 10] == []


def test_children_of_a_grade_without_a_class_are_a_small_group_too(cast: Cast) -> None:
    two_grades(cast, of={("1", "1A"): (0, 20, 0, 0), ("1", "1C"): (0, 25, 0, 0), ("2", "2A"): (0, 30, 0, 0)})
    WeekCount.objects.filter(kind="grade", group="1").update(not_reached=6)
    WeekCount.objects.filter(kind="grade", group="2").update(not_reached=6)
    WeekCount.objects.filter(kind="all").update(not_reached=12)
    week(cast.school, "section", "", (0, 0, 12, 0))
    shown = pictured(cast.dov, [GroupKind.SECTION])
    assert shown is not None
    assert sorted(group.now.families for group in shown.groups) == [12, 25]


def test_a_class_is_of_the_grade_of_its_children(cast: Cast) -> None:
    """Whatever the class itself says: here nothing."""
    two_grades(cast)
    for section in Section.objects.filter(name__in=[name for _grade, name in CLASSES]):
        families(section, 2)
    Section.objects.update(grade="")
    client = signed_in(cast.dov)
    assert {name for _day, name in sheet_of(client, "section")} == {"All families", "1C"}


@pytest.mark.parametrize("kind", ["language", "need", "travel"])
def test_families_in_no_shown_group_cannot_be_reckoned_from_all(cast: Cast, kind: str) -> None:
    """Six families with two small groups each: twelve by the groups, but six by what the others leave of all."""
    week(cast.school, "all", "", (40, 10, 11, 0))
    for group, counts in (("", (20, 10, 0, 0)), ("a", (20, 0, 5, 0)), ("b", (0, 0, 6, 0)), ("c", (0, 0, 6, 0))):
        week(cast.school, kind, group, counts)
    shown = pictured(cast.dov, [GroupKind(kind)])
    assert shown is not None
    assert [group.now.families for group in shown.groups] == [30]
    assert shown.hidden == 3


def test_who_takes_the_numbers_or_the_report_along_is_on_record(counted: Cast) -> None:
    write(counted.family, "answered", "gate", direction="both", place="gate")
    commands.recount()
    week(counted.school, "language", "so", (40, 10, 8, 9))
    client = signed_in(counted.dov)
    client.get(reverse("reach:picture-numbers"), {"by": "section"})
    client.get(reverse("reach:board-report"), {"language": "es"})
    events = Event.objects.filter(by_person_id=counted.dov.pk, action__in=["reach.export_numbers", "reach.see_board_report"])
    assert list(events.order_by("pk").values_list("action", "subject_id", "details")) == [
        ("reach.export_numbers", counted.school.pk, {"kind": "section", "groups": 2}),
        ("reach.see_board_report", counted.school.pk, {"language": "es"}),
    ]


def test_a_week_in_which_a_group_was_small_is_left_out(counted: Cast) -> None:
    week(counted.school, "language", "so", (4, 3, 0, 0), ago=8)
    week(counted.school, "language", "es", (20, 3, 0, 0), ago=8)
    week(counted.school, "language", "so", (6, 6, 0, 0))
    week(counted.school, "language", "es", (20, 3, 0, 0))
    shown = pictured(counted.dov, [GroupKind.LANGUAGE])
    assert shown is not None
    assert {group.key: [one.on for one in group.weeks] for group in shown.groups} == {"so": [FRIDAY], "es": [FRIDAY]}


def test_a_school_too_small_to_be_pictured_is_not(cast: Cast) -> None:
    week(cast.school, "all", "", (5, 2, 1, 1))
    client = signed_in(cast.dov)
    page = client.get(reverse("reach:pictures"))
    assert page.context["album"] is None
    assert "There is nothing to picture yet." in page.content.decode()
    assert client.get(reverse("reach:board-report")).status_code == 409
    assert client.get(reverse("reach:picture-numbers")).status_code == 409


def test_each_school_sees_its_own_and_teachers_see_none(counted: Cast) -> None:
    assert shown_names(counted.dov, by="section") == ["2A", "4B"]
    assert shown_names(counted.carla, by="section") == ["2A", "4B"]
    assert signed_in(counted.ben).get(reverse("reach:pictures")).status_code == 403


def test_the_page_opens_with_what_stands_out_and_each_picture_has_its_numbers(counted: Cast) -> None:
    page = signed_in(counted.dov).get(reverse("reach:pictures"), {"by": "section"}).content.decode()
    assert "<h1>Some groups are reached less" not in page
    assert "<h1>One group is reached less than the others: class 4B. Of these families, 33% are in dialogue" in page
    assert '<th scope="row">2A</th><td>18 of 20 · 90%</td>' in page
    assert page.count('role="img"') == 7


def test_a_chart_carries_nothing_but_the_drawing(counted: Cast) -> None:
    Section.objects.filter(name="2A").update(name='<script>alert(1)</script>" onload="x')
    page = signed_in(counted.dov).get(reverse("reach:pictures"), {"by": "section"}).content.decode()
    charts = re.findall(r'<svg viewBox[^>]*class="chart".*?</svg>', page, re.DOTALL)
    assert len(charts) == 7
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert [
        word for word in (" style=", " href=", "http://", "https://", "<image", "<foreignObject") if word in "".join(charts)
    ] == []


def test_names_that_a_spreadsheet_would_reckon_with_stay_names(counted: Cast) -> None:
    Section.objects.filter(name="2A").update(name="=HYPERLINK(1)")
    sheet = signed_in(counted.dov).get(reverse("reach:picture-numbers"), {"by": "section"}).content.decode()
    assert "'=HYPERLINK(1)" in sheet


def test_the_funnel_is_as_counted_by_hand_and_hides_nobody_without_a_contact(cast: Cast) -> None:
    made = families(cast.section, 9) + families(cast.section, 2, phone=False)
    write(made[0], "took-part", "meeting", direction="both")
    write(made[1], "answered", direction="in")
    write(made[2], "read", "link", direction="in")
    for family in (made[3], made[4]):
        write(family, "sent")
    write(made[5], "failed")
    failed = write(made[6], "sent")
    Touchpoint.objects.create(
        at=failed.at, recorded_at=failed.at, school=cast.school, family=made[6], direction="out", means="email", outcome="failed",
        source="test:overtakes", corrects=failed,
    )  # fmt: skip
    write(made[7], "answered", ago=40, direction="in")  # last month
    write(made[9], "answered", "gate", direction="both")  # no phone and no address: in dialogue all the same
    write(made[10], "sent", "letter")  # carried by the child
    commands.recount()
    whole, group = funnel(cast.dov, this_month(cast))
    assert whole == Funnel((12, 11, 7, 4, 3, 1))
    assert group is None


def test_more_can_arrive_than_contacts_work(cast: Cast) -> None:
    for family in [cast.family, *families(cast.section, 9), *families(cast.section, 3, phone=False)]:
        write(family, "sent", "letter")
    commands.recount()
    lost = FamilyState.objects.filter(state="no-contact").count()
    assert lost == 3
    assert funnel(cast.dov, this_month(cast))[0] == Funnel((13, 13 - lost, 13, 0, 0, 0))


def test_a_group_is_set_beside_all_only_where_it_and_the_others_are_enough(cast: Cast) -> None:
    some, rest = families(cast.section, 10), families(cast.section, 8)
    commands.recount()
    period, chosen = this_month(cast), {family.pk for family in some}
    assert funnel(cast.dov, period, among=chosen)[1] is None  # nine others: Yusuf's family is one of them
    rest += families(cast.section, 1)
    commands.recount()
    assert funnel(cast.dov, period, among=chosen)[1] == Funnel((10, 10, 0, 0, 0, 0))
    assert funnel(cast.dov, period, among={family.pk for family in rest})[1] is None


def test_a_class_beside_one_that_became_small_since_friday_is_set_beside_nothing(cast: Cast) -> None:
    """Friday's class list may still offer it; today its grade without it would be the six."""
    next_to, large = families(make_section(cast.school, "1A", grade="1"), 11), families(cast.section, 14)
    families(make_section(cast.school, CANARY, grade="1"), 6)
    commands.recount()
    period = this_month(cast)
    assert funnel(cast.dov, period, among={family.pk for family in next_to})[1] is None
    assert funnel(cast.dov, period, among={cast.family.pk, *(family.pk for family in large)})[1] == Funnel((15, 15, 0, 0, 0, 0))


def test_two_way_contact_is_counted_by_channel_and_place(cast: Cast) -> None:
    for place in ("gate", "gate", "school"):
        write(cast.family, "answered", "gate", place=place, direction="both")
    write(cast.family, "answered", "phone", direction="both")
    write(cast.family, "sent")
    write(cast.family, "answered", "visit", place="home", direction="both", ago=60)
    assert contact_mix(cast.dov, this_month(cast)) == ContactMix(
        4, (("gate", 3), ("phone", 1)), (("gate", 2), ("school", 1), ("afar", 1))
    )
    assert contact_mix(cast.eve, this_month(cast)) == ContactMix(0, (), ())


def test_a_try_is_told_by_the_two_way_contact_that_followed_it_within_two_weeks(cast: Cast) -> None:
    made = families(cast.section, 12)
    for family in made:
        write(family, "sent", ago=17)
    for family in made[:3]:
        write(family, "answered", "link", direction="in", ago=10)
    write(made[3], "answered", "gate", direction="both", ago=2)  # fifteen days later
    write(made[4], "answered", "gate", direction="both", ago=18)  # before
    for family in made:  # calls and visits that came about prove nothing but themselves
        write(family, "answered", "phone", direction="both", ago=30)
        write(family, "answered", "visit", direction="both", ago=30)
        write(family, "no-answer", "visit", ago=30)
    for family in made[2:12]:
        write(family, "no-answer", "phone", ago=12)
    for family in made[5:7]:
        write(family, "answered", "phone", direction="both", ago=1)
    for family in made[:9]:
        write(family, "sent", "letter", ago=5)
    period = Period(Stretch.MONTH, dt.date(2026, 10, 1), dt.date(2026, 11, 18), "UTC")
    assert tried(cast.dov, period) == [Tried("email", Share(3, 12)), Tried("phone", Share(4, 10))]


def test_weeks_before_the_records_were_full_are_not_drawn(counted: Cast) -> None:
    """The ledger begins on 21 September; the thirtieth school day is Friday, 30 October."""
    for ago in (1, 2, 3, 4, 5):
        week(counted.school, "all", "", (40, 10, 8, 9), ago=ago)
        week(counted.school, "section", str(counted.section.pk), (10, 5, 8, 7), ago=ago)
    write(counted.family, "sent", ago=58)
    shown = pictured(counted.dov, [GroupKind.SECTION])
    assert shown is not None
    assert (shown.begun_on, shown.comparable_from) == (dt.date(2026, 9, 21), dt.date(2026, 10, 30))
    full = [FRIDAY - dt.timedelta(weeks=ago) for ago in (2, 1, 0)]
    assert [week.on for week in shown.whole.weeks] == full
    assert [[week.on for week in group.weeks] for group in shown.groups] == [full, [FRIDAY]]
    page = signed_in(counted.dov).get(reverse("reach:pictures")).content.decode()
    assert "Our records begin on 21 September 2026. Until 30 October 2026 they do not show all that happened." in page


def test_where_no_week_is_full_yet_only_the_last_is_drawn(counted: Cast) -> None:
    write(counted.family, "sent", ago=9)
    shown = pictured(counted.dov, [])
    assert shown is not None
    assert [week.on for week in shown.whole.weeks] == [FRIDAY]
    assert shown.first_of(shown.whole) is None
    assert shown.comparable_from == dt.date(2026, 12, 18)


def test_the_job_that_counts_the_weeks_draws_the_first_look_ahead(counted: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    families(counted.section, 10)
    commands.recount()
    count_weeks_anew.func(school_id=counted.school.pk)
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "drawn", lambda chart, look: drawn.append(chart.title) or "<svg></svg>")
    client = signed_in(counted.dov)
    for kind in LOOKED_AT_BY:
        assert client.get(reverse("reach:pictures"), {"by": kind}).status_code == 200
    assert drawn == []


def test_the_cost_of_the_page_does_not_grow_with_the_rows(counted: Cast) -> None:
    write(families(counted.section, 11)[0], "sent")
    week(counted.school, "travel", "over-60", (10, 5, 3, 2))
    week(counted.school, "travel", "", (30, 5, 5, 7))
    commands.recount()
    client, query = signed_in(counted.dov), {"by": "travel", "group": "over-60"}
    Family.objects.update(travel_band="over-60")
    client.get(reverse("reach:pictures"), query)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("reach:pictures"), query)
    made = families(counted.section, 15)
    for ago in range(1, 8):
        week(counted.school, "travel", "over-60", (10, 5, 3, 2), ago=ago)
        week(counted.school, "all", "", (40, 10, 8, 9), ago=ago)
        for family in made:
            write(family, "answered", direction="in", ago=ago)
    commands.recount()
    client.get(reverse("reach:pictures"), query)
    with CaptureQueriesContext(connection) as many:
        response = client.get(reverse("reach:pictures"), query)
    assert len(many) == len(few)
    assert len(response.content) < 400_000
