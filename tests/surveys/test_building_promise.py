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


def test_what_is_closed_stays_closed(cast: Cast) -> None:
    survey = opened(cast)
    assert refused("UPDATE surveys_survey SET state = 'closed', closed_at = now() WHERE id = %s", survey.pk) == ""
    assert refused("UPDATE surveys_survey SET state = 'open' WHERE id = %s", survey.pk) == "surveys_closed_stays_closed"
    assert refused("UPDATE surveys_survey SET state = 'draft' WHERE id = %s", survey.pk) == "surveys_promise_went_out"


@pytest.mark.parametrize(
    "change",
    [
        """title = '{"en": "Something else", "so": "Sida aan u wada shaqayno"}'""",
        """title = title - 'so'""",
        """intro = '{"en": "Another purpose"}'""",
        "intro = '{}'",
        "languages = '{en}'",
        "languages = '{so,en}'",
        "kind = 'inquiry'",
        "reference = 'plans.action:7'",
    ],
)
def test_from_opening_on_words_languages_and_purpose_stand(cast: Cast, change: str) -> None:
    said = {"intro": {"en": "So that we do better."}, "reference": "plans.action:3"}
    draft, out = make_draft(cast, **said), opened(cast, **said)
    statement = f"UPDATE surveys_survey SET {change} WHERE id = %s"  # noqa: S608 -- from the list above
    assert (refused(statement, draft.pk), refused(statement, out.pk)) == ("", "surveys_words_went_out")


def test_an_introduction_does_not_come_after_the_invitations(cast: Cast) -> None:
    survey = opened(cast)
    statement = """UPDATE surveys_survey SET intro = '{"en": "Now it is for something"}' WHERE id = %s"""
    assert refused(statement, survey.pk) == "surveys_words_went_out"


def test_a_language_may_be_added_to_what_was_said(cast: Cast) -> None:
    survey = opened(cast)
    added = """UPDATE surveys_survey SET title = title || '{"ar": "معًا"}', languages = languages || '{ar}' WHERE id = %s"""
    assert refused(added, survey.pk) == ""
    assert refused("""UPDATE surveys_part SET title = title || '{"ar": "كل يوم"}' WHERE survey_id = %s""", survey.pk) == ""


def test_the_words_of_a_part_stand_from_opening_on(cast: Cast) -> None:
    draft, out = make_draft(cast), opened(cast)
    for change in ("""title = '{"en": "Else"}'""", "title = '{}'"):
        statement = f"UPDATE surveys_part SET {change} WHERE survey_id = %s"  # noqa: S608 -- from the list above
        assert (refused(statement, draft.pk), refused(statement, out.pk)) == ("", "surveys_words_went_out")


def test_who_has_answered_has_answered(cast: Cast) -> None:
    survey = opened(cast)
    day = "UPDATE surveys_invitation SET answered_on = %s WHERE survey_id = %s"
    assert refused(day, "2026-11-18", survey.pk) == ""
    assert refused(day, "2026-11-19", survey.pk) == "surveys_answered_once"
    assert refused("UPDATE surveys_invitation SET answered_on = NULL WHERE survey_id = %s", survey.pk) == "surveys_answered_once"
    assert refused("UPDATE surveys_invitation SET reminded = 1 WHERE survey_id = %s", survey.pk) == ""


def test_from_opening_on_the_classes_it_asks_stand(cast: Cast) -> None:
    draft, out = make_draft(cast), opened(cast)
    added = "INSERT INTO surveys_survey_sections (survey_id, section_id) VALUES (%s, %s)"
    moved = "UPDATE surveys_survey_sections SET survey_id = %s WHERE survey_id = %s"
    assert refused(added, out.pk, cast.section.pk) == "surveys_sections_stand"
    assert refused(added, draft.pk, cast.section.pk) == ""
    assert refused(moved, out.pk, draft.pk) == "surveys_sections_stand"
    Survey.objects.filter(pk=draft.pk).update(state="open", opened_at=out.opened_at)
    assert refused("DELETE FROM surveys_survey_sections WHERE survey_id = %s", draft.pk) == "surveys_sections_stand"


def test_no_anonymous_survey_opens_while_own_words_hang_on_an_answer(cast: Cast) -> None:
    survey = make_draft(cast)
    survey.items.filter(key="more").update(shown_if={"item": "way", "values": [1]})
    opening = "UPDATE surveys_survey SET state = 'open', opened_at = now() WHERE id = %s"
    assert refused(opening, survey.pk) == "surveys_own_words_stand_alone"
    assert refused("UPDATE surveys_survey SET privacy = 'confidential' WHERE id = %s", survey.pk) == ""
    assert refused(opening, survey.pk) == ""
    stricter = "UPDATE surveys_survey SET privacy = 'anonymous' WHERE id = %s"
    assert refused(stricter, survey.pk) == "surveys_own_words_stand_alone"


def test_a_draft_goes_with_all_its_questions(cast: Cast) -> None:
    make_draft(cast).delete()
    assert Item.objects.count() == 0
