"""The answers as files: read back exactly, in no order, without persons, groups of fewer than ten nowhere."""

import csv
import io
import random
import time
import zipfile
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gatepost.history.models import Event
from gatepost.people.models import Person
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import FEWEST, Remark, Survey
from gatepost.surveys.taking_along.answers import Answers
from gatepost.surveys.taking_along.archive import streamed
from gatepost.surveys.taking_along.coarse import Marks, coarsened
from tests.reach.picturing import signed_in
from tests.support.cast import Cast, make_guardian, make_student, restrict
from tests.surveys.asked import answer, answer_as, make_asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def survey(cast: Cast) -> Survey:
    survey = make_asked(cast.school, cast.dov)
    answer(survey, "families", 12, group=("so", "4", "4B"), c1=5, ways=[1, 3], colour=2)
    answer(survey, "families", 9, group=("es", "4", "4B"), c1=1, ways=[])
    answer(survey, "families", 3, group=("es", "5", "5A"), c1=2)
    answer(survey, "teachers", 4, group=("es", "4", ""), c1=3)
    answer(survey, "directors", 1, group=("es", "", ""), c1=4)
    for words, sector, language in (
        ("=HYPERLINK(1)", "families", "so"),
        ("Más\nlíneas", "families", "es"),
        ("Secret", "teachers", "es"),
    ):
        Remark.objects.create(item=survey.items.get(key="more"), sector=sector, language=language, words=words)
    return survey


def files(survey: Survey) -> dict[str, Any]:
    answers = Answers(survey)
    sheets = [("answers.csv", answers.answers()), ("remarks.csv", answers.remarks()), ("codebook.csv", answers.codebook())]
    return unpacked(b"".join(streamed(sheets, [("readme.txt", answers.readme())])))


def unpacked(content: bytes) -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert archive.testzip() is None
    return {name: list(csv.DictReader(io.StringIO(text))) if name.endswith(".csv") else text for name, text in texts.items()}


def test_every_answer_is_read_back_exactly(survey: Survey) -> None:
    rows = files(survey)["answers.csv"]
    assert list(rows[0]) == ["sector", "language", "grade", "section", "c1", "c2", "v1", "colour", "ways.1", "ways.2", "ways.3"]
    assert Counter((row["sector"], row["c1"], row["ways.1"], row["ways.2"], row["ways.3"], row["colour"]) for row in rows) == {
        ("families", "5", "1", "0", "1", "2"): 12,
        ("families", "1", "0", "0", "0", ""): 9,
        ("families", "2", "", "", "", ""): 3,
        ("directors", "4", "", "", "", ""): 1,
    }


def test_no_group_of_fewer_than_ten_is_told_apart_and_teachers_too_few_are_left_out(survey: Survey) -> None:
    found = files(survey)
    groups = Counter((row["sector"], row["language"], row["grade"], row["section"]) for row in found["answers.csv"])
    assert groups == {("families", "so", "4", "4B"): 12, ("families", "es", "", ""): 12, ("directors", "", "", ""): 1}
    assert "4 answers are left out" in found["readme.txt"]


def test_own_words_stand_apart_and_none_is_a_formula(survey: Survey) -> None:
    rows = files(survey)["remarks.csv"]
    assert list(rows[0]) == ["key", "sector", "language", "words"]
    assert sorted((row["sector"], row["language"], row["words"]) for row in rows) == [
        ("families", "es", "Más\nlíneas"),
        ("families", "so", "'=HYPERLINK(1)"),
    ]


def test_the_codebook_speaks_the_language_of_the_school(survey: Survey) -> None:
    survey.school.language = "es"
    survey.school.save()
    rows = files(Survey.objects.get(pk=survey.pk))["codebook.csv"]
    ways = [row for row in rows if row["key"] == "ways"]
    assert [(row["column"], row["asked"], row["question"]) for row in ways] == [
        ("ways.1, ways.2, ways.3", "families", "¿Pregunta ways?")
    ]
    assert ways[0]["options"] == "1 = Paso 1; 2 = Paso 2; 3 = Paso 3"


@pytest.mark.parametrize("privacy", ["anonymous", "confidential"])
def test_a_promise_is_kept_in_the_file(cast: Cast, privacy: str) -> None:
    """What is kept with persons leaves without them: no name, no id, no day."""
    survey = make_asked(cast.school, cast.dov, privacy=privacy)
    people = [make_guardian(make_student(cast.section, f"Child{number}"), f"Zqzq{number}") for number in range(FEWEST)]
    responses = [answer_as(survey, person, "families", c1=3) for person in people]
    tally(survey.pk)
    found = files(survey)
    everything = repr(found)
    assert len(found["answers.csv"]) == FEWEST
    for trace in ("Zqzq", "2026-11-18", *(str(row.pk) for row in responses)):
        assert trace not in everything
    assert set(found["answers.csv"][0]) & {"name", "invitation", "answered_on", "id"} == set()


def test_a_named_survey_names_all_but_those_the_school_may_not_contact(cast: Cast) -> None:
    survey = make_asked(cast.school, cast.dov, privacy="named")
    barred = make_guardian(cast.yusuf, "Zqzqbarred")
    given = answer_as(survey, cast.amina, "families", c1=4)
    answer_as(survey, barred, "families", c1=1)
    answer_as(survey, cast.ben, "teachers", c1=2)
    restrict(barred, cast.yusuf)
    Remark.objects.create(item=survey.items.get(key="more"), sector="families", words="Hello", response=given)
    found = files(survey)
    assert {(row["name"], row["c1"]) for row in found["answers.csv"]} == {("Amina Warsame", "4"), ("", "1"), ("Ben Ortiz", "2")}
    assert [(row["name"], row["words"]) for row in found["remarks.csv"]] == [("Amina Warsame", "Hello")]
    assert "Zqzqbarred" not in repr(found)


def test_groups_are_never_smaller_than_ten_whatever_the_numbers() -> None:
    chance = random.Random(4)
    for _round in range(200):
        numbers = {
            Marks(
                "families", chance.choice(("so", "es", "ar")), chance.choice(("1", "2", "")), chance.choice(("A", "B", ""))
            ): chance.randint(1, 25)
            for _group in range(chance.randint(1, 9))
        }
        said = coarsened(numbers)
        together: Counter[Marks] = Counter()
        for group, marks in said.items():
            if marks is None:
                assert sum(numbers.values()) < FEWEST
                continue
            assert all(told in ("", known) for told, known in zip(marks, group, strict=True))
            together[marks] += numbers[group]
        assert all(number >= FEWEST for number in together.values())


def test_a_blank_is_never_alone(survey: Survey) -> None:
    """Three whose marks were given up could be found by taking away the others: another group keeps them company."""
    numbers = {Marks("families", "so", "1"): 12, Marks("families", "es", "1"): 20, Marks("families", "ar", "1"): 3}
    assert coarsened(numbers) == {
        Marks("families", "so", "1"): Marks("families"),
        Marks("families", "es", "1"): Marks("families", "es", "1"),
        Marks("families", "ar", "1"): Marks("families"),
    }


def get(person: Person, survey: Survey) -> Any:
    return signed_in(person).get(reverse("surveys:export-file", args=[survey.pk]))


def test_the_principal_takes_it_and_that_is_on_record(survey: Survey, cast: Cast) -> None:
    answered = get(cast.dov, survey)
    assert (answered.status_code, answered["Content-Type"]) == (200, "application/zip")
    assert len(unpacked(b"".join(answered.streaming_content))["answers.csv"]) == 25
    assert Event.objects.filter(action="surveys.export_answers").count() == 1


def test_while_answers_come_the_file_waits(cast: Cast) -> None:
    """Two files of two days would tell who is new."""
    survey = make_asked(cast.school, cast.dov, state="open", closed_at=None)
    answer(survey, "families", 12, c1=1)
    assert get(cast.dov, survey).status_code == 409
    assert Event.objects.filter(action="surveys.export_answers").count() == 0


def test_a_confidential_survey_goes_out_in_the_groups_its_pages_show(cast: Cast) -> None:
    """Not before they are settled; then with the same marks, and those too few are left out."""
    survey = make_asked(cast.school, cast.dov, privacy="confidential")
    for group, number in ((("so", "4", "4B"), 12), (("es", "4", "4B"), 12), (("es", "5", "5A"), 3)):
        answer(survey, "families", number, group=group, c1=1)
    answer(survey, "teachers", 4, group=("es", "4", ""), c1=1)
    assert get(cast.dov, survey).status_code == 409
    tally(survey.pk)
    rows = files(Survey.objects.get(pk=survey.pk))["answers.csv"]
    groups = Counter((row["sector"], row["language"], row["grade"], row["section"]) for row in rows)
    assert groups == {("families", "so", "4", ""): 12, ("families", "es", "", ""): 15}


def test_who_signed_in_long_ago_signs_in_again_first(survey: Survey, cast: Cast) -> None:
    client = signed_in(cast.dov)
    user = cast.dov.user
    user.set_password("x" * 20)
    user.save()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3 * 3600}]
    session.save()
    answered = client.get(reverse("surveys:export-file", args=[survey.pk]))
    assert (answered.status_code, "reauthenticate" in getattr(answered, "url", "")) == (302, True)


def test_the_page_says_what_is_in_it(survey: Survey, cast: Cast) -> None:
    page = signed_in(cast.dov).get(reverse("surveys:export", args=[survey.pk])).content.decode()
    assert "4 answers are left out" in page
    assert reverse("surveys:export-file", args=[survey.pk]) in page


def test_nobody_else_gets_it(survey: Survey, cast: Cast) -> None:
    assert [get(person, survey).status_code for person in (cast.carla, cast.ben, cast.eve)] == [403, 403, 403]
    assert Client().get(reverse("surveys:export-file", args=[survey.pk])).status_code == 302
