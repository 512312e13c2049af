"""Whether visits mirror the school: numbers as by hand, small groups hidden, intervals as in the book, and the hours."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.reach.visiting import signed_in
from tests.support.cast import Cast, make_cast, make_guardian, make_section, make_student, restrict

from gatepost.kernel import clock
from gatepost.people.models import Family, Need, Person, Section
from gatepost.reach import commands
from gatepost.reach.models import HomeVisit, VisitHours
from gatepost.reach.queries.visit_hours import months_of
from gatepost.reach.queries.visit_mirror import Group, Mirror, Side, Words, mirror_of
from gatepost.reach.visit_sheet import harmless
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def families(section: Section, number: int, language: str, need: str = "") -> list[Family]:
    made = []
    for _which in range(number):
        student = make_student(section, "Child")
        adult = make_guardian(student, "Adult", language=language)
        if need:
            Need.objects.create(person=adult, kind=need)
        made.append(student.families.get())
    return made


def visited(cast: Cast, chosen: list[Family], *, days_ago: int = 3) -> list[HomeVisit]:
    begins = clock.now() - dt.timedelta(days=days_ago)
    return HomeVisit.objects.bulk_create(
        HomeVisit(
            family=family, school=cast.school, state="done", offered_at=begins, offered_by=cast.ben, answered_at=begins,
            lead=cast.ben, partner=cast.carla, begins_at=begins, ends_at=begins + dt.timedelta(hours=1),
        )
        for family in chosen
    )  # fmt: skip


def concern(family: Family, school: object, **more: object) -> None:
    now = clock.now()
    fields = {"tone": "concern", "outcome": "sent", "means": "email", "direction": "out", "at": now} | more
    Touchpoint.objects.create(school=school, family=family, recorded_at=now, source=f"test:{family.pk}:{more}", **fields)


@pytest.fixture
def school(cast: Cast) -> Cast:
    """100 families: 60 read English (grade 4), 31 Somali (grade 5), 9 Romanian (grade 5); 20 English and 1 Somali visited.

    (Amina, Yusuf's mother, is one of the Somali.)
    """
    fifth = make_section(cast.school, "5A", grade="5")
    english, somali = families(cast.section, 60, "en"), families(fifth, 30, "so", need="interpreter")
    families(fifth, 9, "ro")
    visited(cast, english[:20] + somali[:1])
    commands.recount()
    return cast


def numbers(groups: list[Group]) -> dict[str, tuple[int, int, int, int]]:
    return {group.name: (group.families, group.visited, group.school_percent, group.visits_percent) for group in groups}


def test_the_mirror_counts_as_one_would_by_hand(school: Cast) -> None:
    mirror = mirror_of(school.school)
    language, grade, need = mirror.sides
    assert (mirror.families, mirror.visited) == (100, 21)
    # Nine Romanian families are too few to be shown, and alone they could be found by subtracting: the next smallest joins.
    assert numbers(language.groups) == {"English": (60, 20, 60, 95), "Smaller groups together": (40, 1, 40, 5)}
    assert numbers(grade.groups) == {"Grade 4": (61, 20, 61, 95), "Grade 5": (39, 1, 39, 5)}
    assert numbers(need.groups) == {"An interpreter": (30, 1, 30, 5)}


def test_what_stands_out_is_said_in_sentences_the_missed_first(school: Cast) -> None:
    mirror = mirror_of(school.school)
    assert mirror.sentence == "Families of grade 5 are 39 % of the school and 5 % of the visits."
    assert [group.in_words for group in mirror.standing_out[1:]] == [
        # One of 21 against 30 %: alone it would stand out; among five groups it may be chance.
        "Families who read English are 60 % of the school and 95 % of the visits.",
        "Families of grade 4 are 61 % of the school and 95 % of the visits.",
        "Families of smaller groups are 40 % of the school and 5 % of the visits.",
    ]


def test_visits_chosen_evenly_mirror_the_school(school: Cast) -> None:
    HomeVisit.objects.all().delete()
    english = Family.objects.filter(guardianships__adult__read_language="en").order_by("pk")
    somali = Family.objects.filter(guardianships__adult__read_language="so").order_by("pk")
    visited(school, [*english[:12], *somali[:8]])
    assert mirror_of(school.school).sentence == "The families visited mirror the school, as far as so many visits can tell."


def test_a_group_that_lies_apart_by_chance_is_named_in_the_sentence_and_in_the_table(school: Cast) -> None:
    HomeVisit.objects.all().delete()
    english = Family.objects.filter(guardianships__adult__read_language="en").order_by("pk")
    somali = Family.objects.filter(guardianships__adult__read_language="so").order_by("pk")
    # One of twenty has an interpreter (5 %, 1–24 %), of the school 30 %: apart, but one of five looks.
    romanian = Family.objects.filter(guardianships__adult__read_language="ro").order_by("pk")
    visited(school, [*english[:12], *somali.filter(student__enrolments__section__name="5A")[:1], *romanian[:7]])
    mirror = mirror_of(school.school)
    assert mirror.standing_out == []
    assert [group.name for side in mirror.sides for group in side.groups if group.lies_apart] == ["An interpreter"]
    assert mirror.sentence == "The families visited mirror the school: of 5 groups one lies apart, as one or two do by chance."
    assert signed_in(school.dov).get("/families/visits/mirror/").content.decode().count("lies apart</span>") == 1


def test_more_groups_apart_than_chance_brings_are_not_called_a_mirror() -> None:
    group = Group(Words("Grade 4", ""), families=30, visited=1, all_families=100, all_visited=20, looks=12)
    assert (group.lies_apart, group.stands_out) == (True, False)
    mirror = Mirror(dt.date(2026, 9, 1), 100, 20, [Side("By grade", [group] * 3)], group)
    assert mirror.sentence == "No group stands out by itself, but three of 3 lie apart: please look at those below."


def test_few_visits_say_nothing(school: Cast) -> None:
    HomeVisit.objects.filter(pk__in=HomeVisit.objects.values("pk")[:12]).delete()
    mirror = mirror_of(school.school)
    assert (mirror.visited, mirror.standing_out) == (9, [])
    assert mirror.sentence == "With so few visits nobody can say yet whether they mirror the school."
    HomeVisit.objects.all().delete()
    assert mirror_of(school.school).sentence == "No family has been visited this school year yet."


def test_small_groups_are_shown_nowhere(school: Cast) -> None:
    page = signed_in(school.dov).get("/families/visits/mirror/").content.decode()
    assert ("English" in page, "Romanian" in page) == (True, False)


def test_only_this_school_year_and_this_school_count(school: Cast) -> None:
    other = make_cast()
    visited(other, families(other.section, 3, "so"))
    old = HomeVisit.objects.filter(school=school.school).first()
    assert old
    HomeVisit.objects.filter(pk=old.pk).update(
        begins_at=clock.now() - dt.timedelta(days=500), ends_at=clock.now() - dt.timedelta(days=499)
    )
    assert mirror_of(school.school).visited == 20


def test_a_barred_adult_s_language_makes_no_group(school: Cast) -> None:
    for family in Family.objects.filter(guardianships__adult__read_language="en").order_by("pk")[:12]:
        restrict(make_guardian(family.student, "Other", language="vi"), family.student)
    assert "Vietnamese" not in numbers(mirror_of(school.school).sides[0].groups)


@pytest.mark.parametrize(
    ("among_visited", "among_others", "begins", "ends"),
    [
        (9, 3, "In the last twelve months we had a concern or spoke of behaviour with 43 %", "Please choose the next ones from all families."),
        (2, 10, "In the last twelve months we had a concern or spoke of behaviour with 10 %", "Visits are not aimed at “problem” families."),
        (3, 2, "With fewer than ten families", "so nothing is shown here."),
    ],
)  # fmt: skip
def test_visits_are_not_aimed_at_problem_families(
    school: Cast, among_visited: int, among_others: int, begins: str, ends: str
) -> None:
    seen = Family.objects.filter(visits__state="done").order_by("pk")
    others = Family.objects.filter(visits=None).order_by("pk")
    for number, family in enumerate([*seen[:among_visited], *others[:among_others]]):
        concern(family, school.school, **({"tone": "neutral", "content_kind": "behaviour"} if number % 2 else {}))
    for family in seen:
        concern(family, school.school, tone="praise")
        concern(family, school.school, at=clock.now() - dt.timedelta(days=370))
    sentence = mirror_of(school.school).concern_sentence
    assert (sentence[: len(begins)], sentence[-len(ends) :]) == (begins, ends)


def test_the_mirror_costs_the_same_for_more_families(school: Cast) -> None:
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as context:
            mirror_of(school.school)
        counts.append(len(context))
        visited(school, families(school.section, 8, "so", need="childcare"))
        commands.recount()
    assert counts == [counts[0]] * 2
    assert counts[0] <= 9


def hours(visit: HomeVisit, person: Person, minutes: int, travel: int) -> None:
    VisitHours.objects.create(visit=visit, person=person, minutes=minutes, travel_minutes=travel)


def test_hours_are_added_up_by_colleague_and_month_where_the_school_is(cast: Cast) -> None:
    cast.school.timezone = "America/New_York"
    cast.school.save()
    made = visited(cast, families(cast.section, 3, "en"))
    # Half past eight in the evening of the last of October in New York is November in Greenwich.
    for visit, begins in zip(made, ("2026-11-01T00:30", "2026-11-05T20:00", "2026-11-06T20:00"), strict=True):
        moment = dt.datetime.fromisoformat(f"{begins}:00+00:00")
        HomeVisit.objects.filter(pk=visit.pk).update(begins_at=moment, ends_at=moment + dt.timedelta(hours=1))
        hours(visit, cast.ben, 60, 15)
    hours(made[2], cast.carla, 60, 0)
    found = [
        (month.in_words, one.person.given_name, one.visits, one.total) for month in months_of(cast.school) for one in month.people
    ]
    assert found == [("November 2026", "Ben", 2, 150), ("November 2026", "Carla", 1, 60), ("October 2026", "Ben", 1, 75)]


def test_the_sheet_holds_the_same_and_no_formula(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ben.pk).update(given_name='=HYPERLINK("http://evil")', preferred_name="")
    (visit,) = visited(cast, families(cast.section, 1, "en"))
    hours(visit, cast.ben, 60, 15)
    dov = signed_in(cast.dov)
    rows = list(csv.reader(io.StringIO(dov.get("/families/visits/hours.csv").content.decode("utf-8-sig"))))
    assert rows[1][1:] == ['\'=HYPERLINK("http://evil") Ortiz', "1", "60", "15", "75", "75"]
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(dov.get("/families/visits/hours.xlsx").content)).active
    assert sheet
    assert [(cell.value, cell.data_type) for cell in sheet[2]][1:] == [
        ("'=HYPERLINK(\"http://evil\") Ortiz", "s"), (1, "n"), (60, "n"), (15, "n"), (75, "n"), (75, "n"),
    ]  # fmt: skip
    assert dov.get("/families/visits/hours.exe").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_takes_for_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("Ana-María") == "Ana-María"


def test_hours_are_settled_on_the_page_and_only_as_they_stood_there(cast: Cast) -> None:
    (visit,) = visited(cast, families(cast.section, 1, "en"))
    hours(visit, cast.ben, 60, 15)
    dov, month = signed_in(cast.dov), (clock.now() - dt.timedelta(days=3)).strftime("%Y-%m")
    assert "1 h 15 min of visits are not settled yet." in dov.get("/families/visits/hours/").content.decode()
    asked = {"person": cast.ben.pk, "month": month, "minutes": 75}
    assert dov.post("/families/visits/hours/settle/", {**asked, "minutes": 60}).status_code == 409
    assert dov.post("/families/visits/hours/settle/", {**asked, "month": "soon"}).status_code == 422
    assert dov.post("/families/visits/hours/settle/", asked).status_code == 302
    assert "All hours of visits are settled." in dov.get("/families/visits/hours/").content.decode()
    assert VisitHours.objects.get().settled_by == cast.dov
