"""What was promised stands, also for whoever writes into the database by hand."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from gatepost.surveys.models import Item, Part, Survey
from tests.support.cast import Cast
from tests.surveys.drafting import make_draft, opened

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: str | int) -> str:
    """The name of the rule that refuses the statement, or "" where it goes through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


def answered(cast: Cast) -> Survey:
    survey = opened(cast, privacy="confidential")
    Survey.objects.filter(pk=survey.pk).update(answered_first_on=dt.date(2026, 11, 18))
    return survey


@pytest.mark.parametrize(
    "change",
    [
        "privacy = 'anonymous'",
        "unit = 'family'",
        "sectors = '{families}'",
        "answered_first_on = NULL",
        "answered_first_on = '2026-11-19'",
    ],
)
def test_after_the_first_answer_privacy_unit_and_sectors_stand(cast: Cast, change: str) -> None:
    survey = answered(cast)
    statement = f"UPDATE surveys_survey SET {change} WHERE id = %s"  # noqa: S608 -- from the list above
    assert refused(statement, survey.pk) == "surveys_promise_stands"
    assert refused("UPDATE surveys_survey SET closes_on = '2099-01-01' WHERE id = %s", survey.pk) == ""


def test_a_stricter_promise_is_no_breach_before_the_first_answer_and_is_one_after_it(cast: Cast) -> None:
    survey = opened(cast, privacy="confidential")
    stricter = "UPDATE surveys_survey SET privacy = 'anonymous' WHERE id = %s"
    assert refused(stricter, survey.pk) == ""
    other = opened(cast, privacy="confidential")
    Survey.objects.filter(pk=other.pk).update(answered_first_on=dt.date(2026, 11, 18))
    assert refused(stricter, other.pk) == "surveys_promise_stands"


@pytest.mark.parametrize("privacy", ["confidential", "named"])
def test_from_opening_on_it_gets_no_looser_and_no_way_leads_back_to_a_draft(cast: Cast, privacy: str) -> None:
    survey = opened(cast)
    assert refused("UPDATE surveys_survey SET privacy = %s WHERE id = %s", privacy, survey.pk) == "surveys_promise_went_out"
    assert refused("UPDATE surveys_survey SET state = 'draft' WHERE id = %s", survey.pk) == "surveys_promise_went_out"
    draft = make_draft(cast)
    assert refused("UPDATE surveys_survey SET privacy = %s WHERE id = %s", privacy, draft.pk) == ""


def test_after_the_first_answer_the_questions_stand(cast: Cast) -> None:
    survey, other = answered(cast), make_draft(cast)
    statements: list[tuple[str, *tuple[int, ...]]] = [
        ("UPDATE surveys_item SET wordings = '{}' WHERE survey_id = %s", survey.pk),
        ("UPDATE surveys_part SET title = '{}' WHERE survey_id = %s", survey.pk),
        ("DELETE FROM surveys_item WHERE survey_id = %s", survey.pk),
        (
            "UPDATE surveys_item SET survey_id = %s, number = 99, key = 'moved' WHERE survey_id = %s AND number = 1",
            survey.pk,
            other.pk,
        ),
        (
            "UPDATE surveys_item SET survey_id = %s, number = 99, key = 'moved' WHERE survey_id = %s AND number = 1",
            other.pk,
            survey.pk,
        ),
    ]
    assert {refused(*statement) for statement in statements} == {"surveys_questions_stand"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(survey=survey, part=survey.parts.get(), number=9, key="new", kind="text", sectors=["families"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.create(survey=survey, number=9)
    assert survey.items.count() == 3


def test_a_draft_goes_with_all_its_questions(cast: Cast) -> None:
    make_draft(cast).delete()
    assert Item.objects.count() == 0
