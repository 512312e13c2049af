"""No total of the mix is the work of one or two: not alone, not beside another total."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from tests.reach.test_good_news import signed_in
from tests.reach.test_mix import classmates, mailed, this_month
from tests.support.cast import Cast, make_section, make_staff

from gatepost.people.models import Enrolment, Family, Person, SchoolRole, Term
from gatepost.reach.queries import groups
from gatepost.reach.queries.mix_floor import may_stand_beside, shown_periods, writers_by_family
from gatepost.reach.queries.periods import Stretch, periods_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 10, 14, 10, tzinfo=dt.UTC)
TOO_FEW = "Too few people have contacts on record here to show a total"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def three(cast: Cast) -> list[Person]:
    """Ben, Nora and Olaf teach."""
    return [cast.ben, *(make_staff(cast.school, "teacher", given, "Quist") for given in ("Nora", "Olaf"))]


def page_of(person: Person, **query: str) -> HttpResponse:
    return signed_in(person).get(reverse("reach:mix"), query)


def wrote(family: Family, by: Person, **tags: str) -> None:
    mailed([family], by, **({"content_kind": "learning"} | tags))


def on(month: int, day: int) -> time_machine.travel:
    return time_machine.travel(dt.datetime(2026, month, day, 10, tzinfo=dt.UTC), tick=False)


def grade_of(cast: Cast, grade: str, teachers: list[Person], *, each: int = 4, language: str = "so") -> list[list[Family]]:
    return [
        classmates(make_section(cast.school, f"{grade}{which}", teacher, grade=grade), each, language=language)
        for which, teacher in enumerate(teachers)
    ]


def writers(cast: Cast) -> dict[int, set[int]]:
    return writers_by_family(cast.school, this_month(cast.school))


def rows_of(page: HttpResponse) -> list[list[tuple[str, int]]]:
    return [[(row.label, row.mix.total.occasions) for row in table.rows] for table in page.context["groups"]]


@time_machine.travel(NOW, tick=False)
def test_a_total_is_shown_from_the_third_writer_on(cast: Cast, three: list[Person]) -> None:
    for number, teacher in enumerate(three):
        wrote(cast.family, teacher)
        wrote(cast.family, teacher)
        page = page_of(cast.dov)
        assert ("shown" in page.context, TOO_FEW in page.content.decode()) == ((False, True) if number < 2 else (True, False))
    assert page.context["shown"].mix.total.occasions == 6
    assert "shown" in page_of(cast.ben).context  # one's own is for oneself


@time_machine.travel(NOW, tick=False)
def test_who_only_answered_or_called_does_not_hide_the_one_who_said_what_about(cast: Cast, three: list[Person]) -> None:
    wrote(cast.family, three[0])
    mailed([cast.family], three[1], kind="reply")
    mailed([cast.family], three[2], kind="reply")
    assert TOO_FEW in page_of(cast.dov).content.decode()


def test_the_month_before_is_compared_with_only_if_three_wrote_in_it(cast: Cast, three: list[Person]) -> None:
    with on(9, 10):
        for _contact in range(6):
            wrote(cast.family, three[0])
        wrote(cast.family, three[1])
    with on(10, 14):
        for teacher in three:
            wrote(cast.family, teacher)
        assert page_of(cast.dov).context["shown"].before is None
    with on(9, 11):
        wrote(cast.family, three[2])
    with on(10, 14):
        assert page_of(cast.dov).context["shown"].compared.startswith("The month before eight of eight were about learning")


@time_machine.travel(NOW, tick=False)
def test_a_grade_that_three_teach_and_one_writes_to_is_counted_with_another(cast: Cast, three: list[Person]) -> None:
    """Grade 3: three teach twelve, Ben alone wrote. Grades 5 and 6: all three wrote to each."""
    for grade in ("3", "5", "6"):
        for teacher, families in zip(three, grade_of(cast, grade, three), strict=True):
            for family in families:
                wrote(family, three[0] if grade == "3" else teacher, content_kind="logistics" if grade == "3" else "learning")
    page = page_of(cast.dov)
    assert rows_of(page)[0] == [("Grade 6", 12), ("The other grades together", 24)]
    assert [row.learning for row in page.context["groups"][0].rows] == ["twelve of twelve", "12 of 24"]
    assert "Grade 3" not in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_children_who_left_are_not_what_the_grades_lack_to_the_total(cast: Cast, three: list[Person]) -> None:
    for grade in ("5", "6", "7"):
        for teacher, families in zip(three, grade_of(cast, grade, three), strict=True):
            for family in families:
                wrote(family, teacher)
    gone = classmates(cast.section, 1)[0]
    wrote(gone, cast.ben, content_kind="behaviour")
    SchoolRole.objects.filter(person=gone.student).update(ended_at=NOW)
    Enrolment.objects.filter(person=gone.student).update(ended_at=NOW)
    page = page_of(cast.dov)
    assert page.context["shown"].mix.total.occasions == 37
    assert rows_of(page)[0] == [("Grade 6", 12), ("Grade 7", 12), ("The other grades together", 13)]


@time_machine.travel(NOW, tick=False)
def test_a_language_that_is_read_in_one_grade_only_is_not_shown_beside_it(cast: Cast, three: list[Person]) -> None:
    """Grade 5: twelve read Somali, and two read Romanian, to whom Ben alone writes; grade 6 reads Romanian."""
    for grade, language in (("5", "so"), ("6", "ro")):
        for teacher, families in zip(three, grade_of(cast, grade, three, language=language), strict=True):
            for family in families:
                wrote(family, teacher)
    assert len(rows_of(page_of(cast.dov))) == 2
    for family in classmates(cast.school.sections.get(name="50"), 2, language="ro"):
        wrote(family, cast.ben)
    assert rows_of(page_of(cast.dov)) == [[("Grade 5", 14), ("The other grades together", 12)]]
    told = writers(cast)
    assert set(groups.by_language(cast.school, told).values()) == {"so", "ro"}


def test_what_one_division_leaves_of_another_is_looked_at_in_every_union() -> None:
    """Families 1-6 in grades a, b, c; x lies within a and b together, and leaves family 2 of one writer."""
    grades = {1: "a", 2: "b", 3: "b", 4: "c", 5: "a"}
    parts = {1: "x", 2: "y", 3: "x", 4: "y", 5: "x"}
    all_of_them = {1, 2, 3}
    who = {1: all_of_them, 2: {1}, 3: all_of_them, 4: all_of_them, 5: all_of_them}
    assert may_stand_beside(grades, parts, who) is False
    assert may_stand_beside(parts, grades, who) is False
    assert may_stand_beside(grades, parts, who | {2: all_of_them}) is True
    assert may_stand_beside(grades, parts, {family: one for family, one in who.items() if family != 2}) is True


def test_no_union_of_groups_less_another_is_the_work_of_fewer_than_three() -> None:
    """Against a slow, obvious reference: every way to divide five families twice into groups that may be shown alone."""
    who = dict(enumerate([{1}, {1, 2}, {2, 3, 4}, {5, 6, 7}, {3, 8, 9}]))
    ways = [dict(enumerate(way)) for way in itertools.product("abc", repeat=len(who)) if _stand_alone(dict(enumerate(way)), who)]
    answers = set()
    for one, other in itertools.product(ways, repeat=2):
        answer = _obviously(one, other, who)
        assert may_stand_beside(one, other, who) is answer, (one, other)
        answers.add(answer)
    assert answers == {True, False}


def _stand_alone(way: dict[int, str], who: dict[int, set[int]]) -> bool:
    return all(_are_enough({family for family in way if way[family] == label}, who) for label in way.values())


def _are_enough(families: set[int], who: dict[int, set[int]]) -> bool:
    return not families or len(set().union(*(who[family] for family in families))) >= 3


def _obviously(one: dict[int, str], other: dict[int, str], who: dict[int, set[int]]) -> bool:
    left, right = (
        [
            {family for family in way if way[family] in chosen}
            for number in range(4)
            for chosen in itertools.combinations("abc", number)
        ]
        for way in (one, other)
    )
    pairs = [*itertools.product(left, right), *itertools.product(right, left)]
    return all(_are_enough(wide - narrow, who) for wide, narrow in pairs if narrow <= wide)


def autumn(cast: Cast) -> None:
    Term.objects.create(school=cast.school, name="Autumn", begins_on="2026-09-07", ends_on="2026-12-18")


def test_a_term_that_is_the_month_and_one_talk_more_is_not_shown(cast: Cast, three: list[Person]) -> None:
    autumn(cast)
    with on(9, 20):
        wrote(cast.family, cast.ben)
    with on(10, 14):
        for teacher in three:
            wrote(cast.family, teacher)
        assert "shown" in page_of(cast.dov).context
        assert TOO_FEW in page_of(cast.dov, period="term").content.decode()
        assert page_of(cast.dov).context["groups"] == []  # the month is the longest that is shown
    with on(9, 21):
        wrote(cast.family, three[1])
        wrote(cast.family, three[2])
    with on(10, 14):
        assert page_of(cast.dov, period="term").context["shown"].mix.total.occasions == 6
        month = page_of(cast.dov)
        assert ("groups" in month.context, month.context["groups_at"][0]) == (False, Stretch.YEAR)


def test_a_week_between_two_overlapping_stretches_is_not_left_over(cast: Cast, three: list[Person]) -> None:
    """Both months less the term are the first days of September, when Ben alone talked; the term gives way."""
    autumn(cast)
    for day in ((9, 20), (10, 13)):
        with on(*day):
            for teacher in three:
                wrote(cast.family, teacher)
    with on(10, 14):
        pairs = periods_of(cast.school)
        everything = [period for pair in pairs.values() for period in pair if period]
        assert shown_periods(cast.school, everything) == everything
    with on(9, 2):
        wrote(cast.family, cast.ben)
    with on(10, 14):
        told = [(period.stretch, period.first.isoformat()) for period in shown_periods(cast.school, everything)]
        assert told == [(Stretch.MONTH, "2026-10-01"), (Stretch.MONTH, "2026-09-01")]
