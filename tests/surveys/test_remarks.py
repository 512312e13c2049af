"""Own words: who may read them, in what order, and how little is said of whose they are."""

import pytest

from gatepost.kernel import clock
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import Item, Remark, Response, Survey
from gatepost.surveys.queries.remarks import Said, as_shown, questions_of, remarks_of
from tests.reach.visiting import signed_in
from tests.support.cast import Cast
from tests.surveys.answers import answer, ask, make_item, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(cast.school, cast.dov)


@pytest.fixture
def item(survey: Survey) -> Item:
    return make_item(survey, "words", kind="text", options=[])


def shown(survey: Survey, item: Item) -> list[Said]:
    tally(survey.pk)
    return as_shown(survey, list(remarks_of(survey, item)))


def write(item: Item, sector: str, words: str, language: str = "") -> Remark:
    return Remark.objects.create(item=item, sector=sector, words=words, language=language)


def test_words_of_fewer_than_ten_are_not_read_and_those_of_the_leadership_are(survey: Survey, item: Item) -> None:
    for sector, number in (("families", 10), ("teachers", 9), ("directors", 1)):
        answer(survey, sector, [{}] * number)
        write(item, sector, f"Words of {sector}")
    assert sorted(said.words for said in shown(survey, item)) == ["Words of directors", "Words of families"]
    assert [question.number for question in questions_of(survey)] == [2]


def test_the_language_is_named_only_where_its_group_is_large_enough(survey: Survey, item: Item) -> None:
    for language, number in (("es", 30), ("ar", 12), ("so", 4), ("fr", 11)):
        answer(survey, "families", [{}] * number, language=language)
        write(item, "families", language, language)
    found = {said.words: said.who for said in shown(survey, item)}
    assert found == {"es": "Families · Spanish", "ar": "Families · Arabic", "so": "Families", "fr": "Families"}


def test_the_order_is_that_of_random_keys_and_stays(survey: Survey, item: Item) -> None:
    answer(survey, "families", [{}] * 10)
    written = [write(item, "families", f"Words {number}") for number in range(12)]
    by_key = [remark.words for remark in sorted(written, key=lambda remark: remark.pk)]
    assert [said.words for said in shown(survey, item)] == by_key == [said.words for said in shown(survey, item)]


def test_names_stand_only_where_the_survey_said_so(cast: Cast) -> None:
    for privacy, expected in (("named", "Asked"), ("confidential", "Families")):
        survey = make_survey(cast.school, cast.dov, privacy=privacy, state="closed", closed_at=clock.now())
        item = make_item(survey, "words", kind="text", options=[])
        stratum = answer(survey, "families", [{}] * 10)
        invitation = ask(survey, "families", 1, 1)[0]
        response = Response.objects.create(survey=survey, stratum=stratum, invitation=invitation)
        Remark.objects.create(item=item, sector="families", words="Mine", response=response)
        tally(survey.pk)
        survey.refresh_from_db()
        assert [said.who.startswith(expected) for said in shown(survey, item)] == [True]


def test_words_said_in_confidence_are_read_after_closing_and_not_one_by_one(cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    survey = make_survey(cast.school, cast.dov, privacy="confidential")
    item = make_item(survey, "words", kind="text", options=[])
    answer(survey, "families", [{}] * 12, language="es")
    late = Response.objects.create(survey=survey, stratum=answer(survey, "families", [], language="ar"))
    early = Response.objects.filter(stratum__language="es").first()
    for response, language in ((early, "es"), (late, "ar")):
        Remark.objects.create(item=item, sector="families", words=f"In {language}", language=language, response=response)
    answer(survey, "directors", [{}])
    write(item, "directors", "Of the leadership")
    assert shown(survey, item) == []
    client = signed_in(cast.carla)
    page = client.get(f"/surveys/{survey.pk}/remarks/").content.decode()
    assert ("<h1>Shown after closing: 14 people have answered so far.</h1>" in page, "In ar" in page) == (True, False)
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
    tally(survey.pk)
    survey.refresh_from_db()
    found = {(said.words, said.who, said.language) for said in shown(survey, item)}
    assert found == {("In es", "Families", ""), ("In ar", "Families", ""), ("Of the leadership", "Leadership", "")}


def test_the_page_turns_right_to_left_for_who_writes_so(survey: Survey, item: Item, cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    answer(survey, "families", [{}] * 12, language="ar")
    write(item, "families", "كلمات", "ar")
    tally(survey.pk)
    page = signed_in(cast.carla).get(f"/surveys/{survey.pk}/remarks/").content.decode()
    assert page.count('<blockquote lang="ar" dir="rtl">كلمات</blockquote>') == 1
    assert signed_in(cast.carla).get(f"/surveys/{survey.pk}/remarks/?question=none").status_code == 404
    assert signed_in(cast.ben).get(f"/surveys/{survey.pk}/remarks/").status_code == 403
