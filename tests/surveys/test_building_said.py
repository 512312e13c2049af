"""What went out stands on the builder's pages, and own words of an anonymous survey hang on no other answer."""

from typing import Any

import pytest
from django.test import Client

from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.surveys.commands.building import begin_round, change_survey, write_language
from gatepost.surveys.commands.items import write_part
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.commands.sending import open_survey
from gatepost.surveys.instrument.blueprint import Blueprint, ItemPlan, PartPlan
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.surveys import faults_of
from tests.reach.visiting import signed_in
from tests.support.cast import Cast
from tests.surveys.drafting import make_draft, opened

pytestmark = pytest.mark.django_db
HANGING = {"item": "way", "values": [1]}
FAULT = "Question 3 asks for own words only of those who answered another question in a certain way."


@pytest.fixture
def carla(cast: Cast, settings: object) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    return signed_in(cast.carla)


def hanging(cast: Cast, **fields: Any) -> Survey:
    survey = make_draft(cast, **fields)
    survey.items.filter(key="more").update(shown_if=HANGING)
    return survey


def test_the_builder_refuses_own_words_that_hang_on_an_answer(cast: Cast, carla: Client) -> None:
    survey = make_draft(cast)
    given = {"words": "What else?", "sectors": ["families"], "shown_if": ["way:1"]}
    pages = [f"/surveys/questions/{survey.items.get(key='more').pk}/", f"/surveys/parts/{survey.parts.get().pk}/new/text/"]
    answers = [carla.post(page, given) for page in pages]
    assert [(one.status_code, "own words stand apart" in one.content.decode()) for one in answers] == [(422, True)] * 2
    assert (survey.items.count(), survey.items.exclude(shown_if={}).count()) == (3, 0)
    Survey.objects.filter(pk=survey.pk).update(privacy="confidential")
    assert carla.post(pages[0], given).status_code == 302


def test_a_choice_may_hang_on_an_answer(cast: Cast) -> None:
    survey = make_draft(cast)
    survey.items.filter(key="way").update(shown_if={"item": "talk", "values": [1]})
    assert faults_of(survey) == []


def test_it_cannot_be_opened(cast: Cast) -> None:
    survey = hanging(cast)
    assert [fault.startswith(FAULT) for fault in faults_of(survey)] == [True]
    with pytest.raises(NotReadyError, match=FAULT):
        open_survey(survey, expected=4, by=cast.dov)
    assert faults_of(hanging(cast, privacy="confidential")) == []


def test_it_cannot_become_anonymous(cast: Cast, carla: Client) -> None:
    survey = hanging(cast, privacy="confidential")
    with pytest.raises(ConflictError, match=FAULT):
        change_survey(survey, changes={"privacy": "anonymous"}, by=cast.carla)
    given = {
        "title": "Mirror", "sectors": ["families"], "privacy": "anonymous", "unit": "adult", "languages": ["en"], "reminders": "1",
    }  # fmt: skip
    answer = carla.post(f"/surveys/{survey.pk}/settings/", given)
    assert (answer.status_code, FAULT in answer.content.decode()) == (422, True)
    survey.refresh_from_db()
    assert survey.privacy == "confidential"


def test_several_such_questions_are_mended_one_by_one(cast: Cast, carla: Client) -> None:
    survey = hanging(cast)
    item = survey.items.get(key="more")
    item.pk, item.key, item.number = None, "more-2", 4
    item.save(force_insert=True)
    mended = {"words": "What else?", "sectors": ["families"]}
    assert carla.post(f"/surveys/questions/{item.pk}/press/", {"press": "copy"}).status_code == 409
    assert carla.post(f"/surveys/questions/{item.pk}/", mended).status_code == 302
    assert carla.post(f"/surveys/questions/{survey.items.get(key='more').pk}/", mended).status_code == 302
    assert faults_of(survey) == []


def test_no_new_round_of_such_a_survey_opens_and_none_is_made_from_a_blueprint(cast: Cast) -> None:
    assert [fault.startswith(FAULT) for fault in faults_of(begin_round(hanging(cast), by=cast.carla))] == [True]
    steps = [(1, "Yes"), (2, "No")]
    items = [
        ItemPlan(key="way", kind="choice", wordings={"": "Well?"}, options=steps),
        ItemPlan(key="why", kind="text", wordings={"": "Why?"}, shown_if=HANGING),
    ]
    blueprint = Blueprint(
        kind="own", title="A survey", intro="For us", sectors=("families",), parts=[PartPlan(title="One", items=items)]
    )
    number = Survey.objects.count()
    with pytest.raises(ConflictError, match="own words stand apart"):
        make_survey(blueprint, school=cast.school, by=cast.dov)
    assert Survey.objects.count() == number


@pytest.mark.parametrize("change", [{"title": "Else"}, {"intro": "For something"}, {"languages": ["en"]}])
def test_what_went_out_is_refused_in_words(cast: Cast, change: dict[str, Any]) -> None:
    survey = opened(cast)
    with pytest.raises(ConflictError, match="invitations have gone out"):
        change_survey(survey, changes=change, by=cast.carla)
    same = {"title": "How we work together", "intro": "", "languages": ["en", "so"], "reminders": 3}
    assert change_survey(survey, changes=same, by=cast.carla).reminders == 3


def test_title_and_introduction_are_shown_as_text(cast: Cast, carla: Client) -> None:
    survey = opened(cast, intro={"en": "So that we do better."})
    page = carla.get(f"/surveys/{survey.pk}/settings/").content.decode()
    assert ('name="title"' in page, 'name="intro"' in page, "So that we do better." in page) == (False, False, True)
    part = survey.parts.get()
    page = carla.get(f"/surveys/parts/{part.pk}/").content.decode()
    assert ('name="title"' in page, 'name="lead"' in page, "these words stand" in page) == (False, True, True)
    assert carla.post(f"/surveys/parts/{part.pk}/", {"title": "Else", "lead": "First of all"}).status_code == 302
    part.refresh_from_db()
    assert (part.title, part.lead) == ({"en": "Day by day"}, {"en": "First of all"})
    with pytest.raises(ConflictError, match="invitations have gone out"):
        write_part(part, title="Else", lead="First of all", by=cast.carla)


def test_a_language_is_added_and_none_is_changed(cast: Cast, carla: Client) -> None:
    survey = opened(cast)
    form = carla.get(f"/surveys/{survey.pk}/languages/so/").context["form"]
    assert ("How we work together" in form.phrases.values(), "Day by day" in form.phrases.values()) == (False, True)
    assert write_language(survey, "so", phrases={"Day by day": "Maalin kasta"}, by=cast.carla) == 1
    assert survey.parts.get().title == {"en": "Day by day", "so": "Maalin kasta"}
    for phrases in ({"Day by day": "Kale"}, {"Day by day": ""}, {"How we work together": "Kale"}):
        with pytest.raises(ConflictError, match="invitations have gone out"):
            write_language(survey, "so", phrases=phrases, by=cast.carla)
    assert write_language(survey, "so", phrases={"Question way?": "Kale?"}, by=cast.carla) == 1
