"""The table a survey makes: who reports a type, person by person; small groups hidden; schools counted; pages and files."""

import csv
import io

import pytest
from django.urls import reverse

from gatepost.framework.table import STAFF, Cell
from gatepost.history.models import Event
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.commands.type_counts import count_types
from gatepost.surveys.models import Survey, TypeCount
from gatepost.surveys.queries.table import respondents_by_type, schools_by_type
from gatepost.surveys.taking_along.table import headline, table_of, table_of_schools
from tests.reach.picturing import signed_in
from tests.support.cast import Cast, make_school
from tests.surveys.asked import answer, make_asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def survey(cast: Cast) -> Survey:
    """20 families in two groups, 9 teachers, one principal."""
    survey = make_asked(cast.school, cast.dov)
    answer(survey, "families", 4, group=("so", "4", ""), c1=5, c2=1, v1=3)  # half of two: reports it; three steps suffice for v1
    answer(survey, "families", 5, group=("so", "4", ""), c1=3, c2=3, v1=2)
    answer(survey, "families", 3, group=("es", "4", ""), c1=4)  # one of one; nothing of volunteering
    answer(survey, "families", 8, group=("es", "4", ""), c1=0, c2=9, v1=1, ways=[1, 2])  # no steps: not counted for communicating
    answer(survey, "teachers", 9, c1=5, c2=5, v1=5)
    answer(survey, "directors", 1, c1=5, c2=4, v1=1)
    count_types(survey.pk)
    return survey


def test_a_type_is_reported_with_half_of_its_answered_practices(survey: Survey) -> None:
    assert respondents_by_type(survey) == {
        ("communicating", "families"): Cell(7, 12),
        ("communicating", "teachers"): None,
        ("communicating", "directors"): Cell(1, 1),
        ("volunteering", "families"): Cell(4, 17),
        ("volunteering", "teachers"): None,
        ("volunteering", "directors"): Cell(0, 1),
    }


def test_counting_again_gives_the_same_and_every_new_answer_once(survey: Survey) -> None:
    before = list(TypeCount.objects.order_by("stratum", "involvement_type").values_list("stratum", "involvement_type", "reports"))
    assert count_types(survey.pk) == len(before)
    answer(survey, "teachers", 1, c1=1)
    count_types(survey.pk)
    assert respondents_by_type(survey)["communicating", "teachers"] == Cell(9, 10)
    assert respondents_by_type(survey)["volunteering", "teachers"] is None  # nine answered that


def test_a_reversed_practice_counts_from_the_other_end(cast: Cast) -> None:
    survey = make_asked(cast.school, cast.dov)
    survey.items.filter(key="v1").update(is_reversed=True, scale="s", favourable_from=4)
    answer(survey, "families", 7, v1=2)
    answer(survey, "families", 5, v1=4)
    count_types(survey.pk)
    assert respondents_by_type(survey)["volunteering", "families"] == Cell(7, 12)


def test_groups_that_wait_keep_their_counts(survey: Survey) -> None:
    """While a confidential survey is open, a group waits for company: counting the others leaves it as it was."""
    teachers = survey.strata.get(sector="teachers")
    answer(survey, "teachers", 1, c1=1)
    answer(survey, "families", 1, c1=1)
    count_types(survey.pk, [pk for pk in survey.strata.values_list("pk", flat=True) if pk != teachers.pk])
    assert TypeCount.objects.get(stratum=teachers, involvement_type="communicating").asked == 9
    assert respondents_by_type(survey)["communicating", "families"] == Cell(7, 13)


def test_of_a_survey_that_does_not_exist_nothing_is_counted() -> None:
    assert count_types(0) == 0


def test_schools_count_where_more_than_half_say_so_and_ten_were_asked(survey: Survey, cast: Cast) -> None:
    other, third = make_school("Third"), make_school("Fourth")
    open_one = make_asked(third, cast.dov, state="open", closed_at=None)
    older, second = make_asked(other, cast.dov), make_asked(other, cast.dov)
    answer(older, "families", 30, c1=5)
    answer(second, "families", 6, c1=5)
    answer(second, "families", 6, c1=1)  # exactly half is not more than half
    answer(second, "teachers", 10, c1=5, v1=1)
    answer(open_one, "families", 30, c1=5)
    for each in (open_one, older, second):
        count_types(each.pk)
    assert schools_by_type([cast.school.pk, other.pk, third.pk]) == {
        ("communicating", "families"): Cell(1, 2),
        ("communicating", "teachers"): Cell(1, 1),
        ("communicating", "directors"): Cell(1, 1),
        ("volunteering", "families"): Cell(0, 1),
        ("volunteering", "teachers"): Cell(0, 1),
        ("volunteering", "directors"): Cell(0, 1),
    }
    assert schools_by_type([]) == {}
    table = table_of_schools([cast.school.pk, other.pk, third.pk])
    assert (table.sectors, table.written[1][1]) == (
        ("families", "teachers", "directors"),
        ["1 (50\u00a0%)", "1 (100\u00a0%)", "1 (100\u00a0%)"],
    )


def test_the_page_shows_the_table_and_the_rule(survey: Survey, cast: Cast) -> None:
    page = signed_in(cast.dov).get(reverse("surveys:table", args=[survey.pk])).content.decode()
    assert "7 (58\u00a0%)" in page
    assert "at least half of the questions" in page
    assert page.count("<svg") >= 1
    assert ">9 (" not in page  # nine teachers: nowhere


def test_the_page_names_types_and_sides_as_every_other_staff_page_and_files_in_plain_words(survey: Survey, cast: Cast) -> None:
    client = signed_in(cast.dov)
    page = client.get(reverse("surveys:table", args=[survey.pk])).content.decode()
    found = [page.count(f'<th scope="{scope}">{name}</th>') for scope, name in (
        ("row", "Communicating"), ("row", "Talking with each other"), ("col", "Leadership"), ("col", "School leadership"),
    )]  # fmt: skip
    assert found == [1, 0, 1, 0]
    assert ("Talking with each other" in page, "School leadership" in page) == (False, False)  # nor in the picture
    plain = client.get(reverse("surveys:table-file", args=[survey.pk, "svg"])).content.decode()
    assert ("Talking with each other" in plain, "School leadership" in plain) == (True, True)


def test_the_headline_sets_only_sides_of_ten_beside_each_other(survey: Survey, cast: Cast) -> None:
    """One principal is 0 percent of volunteering: farther from the families than anybody, and no share."""
    assert headline(table_of(survey, STAFF)) == "What those who answered say"
    answer(survey, "teachers", 2, c1=5, v1=5)
    count_types(survey.pk)
    assert headline(table_of(survey, STAFF)) == (
        "Views lie farthest apart on “Volunteering”: 100 % of teachers report it, 24 % of families. "
        "The leadership says it does not happen."
    )


def test_a_survey_without_practices_or_answers_says_so(cast: Cast) -> None:
    bare = make_asked(cast.school, cast.dov)
    client = signed_in(cast.dov)
    assert "There is nothing to show yet." in client.get(reverse("surveys:table", args=[bare.pk])).content.decode()
    bare.items.all().delete()
    assert "asks no practices" in client.get(reverse("surveys:table", args=[bare.pk])).content.decode()


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("svg", b"<svg")])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_taken_along_in_a_language_and_that_is_on_record(
    survey: Survey, cast: Cast, kind: str, start: bytes, language: str
) -> None:
    answered = signed_in(cast.dov).get(reverse("surveys:table-file", args=[survey.pk, kind]), {"language": language})
    assert (answered.status_code, answered.content[: len(start)]) == (200, start)
    event = Event.objects.get(action="surveys.take_table")
    assert (event.details["kind"], event.details["language"]) == (kind, language)


def test_the_csv_hides_teachers(survey: Survey, cast: Cast) -> None:
    content = signed_in(cast.dov).get(reverse("surveys:table-file", args=[survey.pk, "csv"])).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[2] == ["Talking with each other", "7", "12", "58", "–", "–", "–", "1", "1", "100"]


def test_the_workbook_says_how_each_question_was_answered(survey: Survey, cast: Cast) -> None:
    import openpyxl

    tally(survey.pk)
    content = signed_in(cast.dov).get(reverse("surveys:table-file", args=[survey.pk, "xlsx"])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].iter_rows(values_only=True))
    assert rows[4] == ("'=Question c1?", "c1", "Families", "Step 4", 4, 3, 20)
    assert rows[6] == ("'=Question c1?", "c1", "Teachers", "Step 1", 1, "–", "–")
    assert rows[15] == ("'=Question c1?", "c1", "School leadership", "Step 5", 5, 1, 1)
    assert ("'=Question v1?", "v1", "Families", "Step 1", 1, 8, 17) in rows
    assert [row[5:] for row in rows if row[1] == "ways"] == [("–", "–")] * 3  # eight persons


def test_an_unknown_kind_does_not_exist(survey: Survey, cast: Cast) -> None:
    assert signed_in(cast.dov).get(reverse("surveys:table-file", args=[survey.pk, "exe"])).status_code == 404
