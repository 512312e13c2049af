"""The builder's pages: a draft begun in each way, its questions worded and ordered, opened with the number seen."""

import html
import re

import pytest
from django.test import Client

from gatepost.surveys.models import Survey
from tests.reach.visiting import signed_in
from tests.support.cast import Cast, make_guardian, make_student
from tests.surveys.drafting import make_draft, opened, settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def carla(cast: Cast) -> Client:
    return signed_in(cast.carla)


@pytest.fixture
def dov(cast: Cast) -> Client:
    return signed_in(cast.dov)


def post(client: Client, path: str, **given: object) -> int:
    return client.post(path, given).status_code


def test_a_survey_is_taken_from_the_shelf_in_twelve_languages(carla: Client) -> None:
    assert post(carla, "/surveys/begin/", **{"from": "ready", "slug": "short"}) == 302
    survey = Survey.objects.get()
    assert (survey.kind, survey.items.count(), len(survey.languages)) == ("short", 13, 12)
    assert carla.get(f"/surveys/{survey.pk}/edit/").status_code == 200
    assert carla.get(f"/surveys/{survey.pk}/").status_code == 200


def test_a_pulse_of_two_questions_is_made_on_one_page(carla: Client) -> None:
    given = {
        "from": "pulse", "pulse-title": "This week", "pulse-sectors": ["families"], "pulse-words_1": "How was it?",
        "pulse-kind_1": "scale", "pulse-words_2": "Anything else?", "pulse-kind_2": "text", "pulse-words_3": "", "pulse-kind_3": "scale",
    }  # fmt: skip
    assert post(carla, "/surveys/begin/", **given) == 302
    survey = Survey.objects.get()
    assert list(survey.items.values_list("kind", "wordings")) == [
        ("scale", {"": {"en": "How was it?"}}),
        ("text", {"": {"en": "Anything else?"}}),
    ]
    assert len(survey.items.get(kind="scale").options) == 5
    assert post(carla, "/surveys/begin/", **given | {"pulse-words_2": ""}) == 422


def test_a_new_round_asks_the_same_and_follows_the_earlier_one(cast: Cast, carla: Client) -> None:
    earlier = opened(cast, privacy="confidential")
    post(carla, "/surveys/begin/", **{"from": "round", "survey": earlier.pk})
    again = Survey.objects.get(follows=earlier)
    assert (again.state, again.privacy) == ("draft", "confidential")
    assert list(again.items.values("key", "wordings", "options", "number")) == list(
        earlier.items.values("key", "wordings", "options", "number")
    )


def test_a_question_is_added_mended_moved_copied_and_taken_out(cast: Cast, carla: Client) -> None:
    survey = make_draft(cast)
    part = survey.parts.get()
    steps = {f"option_{place}": f"Step {place}" for place in range(5)}
    given = {"words": "Is it warm?", "sectors": ["families"], "favourable_from": "4", **steps}
    assert post(carla, f"/surveys/parts/{part.pk}/new/scale/", **given) == 302
    item = survey.items.get(key="is-it-warm")
    assert [option["words"] for option in item.options] == [{"en": f"Step {place}"} for place in range(5)]
    assert carla.get(f"/surveys/questions/{item.pk}/").status_code == 200
    branch = {"shown_if": ["way:1"], "scale": "warmth", "is_reversed": "on"}
    assert post(carla, f"/surveys/questions/{item.pk}/", **given | branch | {"words_families": "Warm for you?"}) == 302
    item.refresh_from_db()
    assert (item.shown_if, item.scale, item.is_reversed) == ({"item": "way", "values": [1]}, "warmth", True)
    assert item.wordings == {"": {"en": "Is it warm?"}, "families": {"en": "Warm for you?"}}
    assert post(carla, f"/surveys/questions/{item.pk}/press/", press="up") == 302
    assert list(survey.items.values_list("key", flat=True)) == ["talk", "way", "is-it-warm", "more"]
    assert post(carla, f"/surveys/questions/{item.pk}/press/", press="up") == 409
    assert post(carla, f"/surveys/questions/{survey.items.get(key='way').pk}/press/", press="delete") == 409
    assert post(carla, f"/surveys/questions/{item.pk}/press/", press="copy") == 302
    assert list(survey.items.values_list("number", "key")) == [
        (1, "talk"), (2, "way"), (3, "is-it-warm"), (4, "is-it-warm-2"), (5, "more"),
    ]  # fmt: skip
    assert post(carla, f"/surveys/questions/{item.pk}/press/", press="delete") == 302
    assert list(survey.items.values_list("number", "key")) == [(1, "talk"), (2, "way"), (3, "is-it-warm-2"), (4, "more")]


def test_other_words_take_their_translations_with_them_and_the_same_words_keep_them(cast: Cast, carla: Client) -> None:
    survey = make_draft(cast)
    item = survey.items.get(key="way")
    given = {"words": "Question way?", "sectors": ["families"], "option_0": "Step 1", "option_1": "Other", "option_2": "New"}
    assert post(carla, f"/surveys/questions/{item.pk}/", **given) == 302
    item.refresh_from_db()
    assert item.wordings == {"": {"en": "Question way?", "so": "Su'aal way?"}}
    assert item.options == [
        {"value": 1, "words": {"en": "Step 1", "so": "Talaabo 1"}},
        {"value": 2, "words": {"en": "Other"}},
        {"value": 3, "words": {"en": "New"}},
    ]


def test_words_of_a_further_language_are_entered_beside_the_first(cast: Cast, carla: Client) -> None:
    survey = make_draft(cast)
    survey.items.filter(key="more").update(wordings={"": {"en": "Question more?"}})
    path = f"/surveys/{survey.pk}/languages/so/"
    form = carla.get(path).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    empty = next(name for name, original in form.phrases.items() if original == "Question more?")
    assert post(carla, path, **typed | {empty: "Su'aal kale?"}) == 302
    assert survey.items.get(key="more").wordings == {"": {"en": "Question more?", "so": "Su'aal kale?"}}
    assert survey.items.get(key="way").wordings == {"": {"en": "Question way?", "so": "Su'aal way?"}}
    assert carla.get(f"/surveys/{survey.pk}/languages/en/").status_code == 404


def test_settings_stand_once_the_invitations_are_out(cast: Cast, carla: Client) -> None:
    draft = make_draft(cast)
    given = {
        "title": "Mirror", "intro": "", "sectors": ["families"], "privacy": "named", "unit": "family", "languages": ["en"],
        "closes_on": "2099-05-01", "reminders": "1",
    }  # fmt: skip
    assert post(carla, f"/surveys/{draft.pk}/settings/", **given) == 302
    draft.refresh_from_db()
    assert (draft.title, draft.privacy, draft.unit, draft.sectors, draft.languages) == (
        {"en": "Mirror"}, "named", "family", ["families"], ["en"],
    )  # fmt: skip
    assert list(draft.items.values_list("sectors", flat=True)) == [["families"]] * 3
    out = opened(cast)
    assert post(carla, f"/surveys/{out.pk}/settings/", **given) == 422  # a language would be taken away
    assert post(carla, f"/surveys/{out.pk}/settings/", **given | {"languages": ["en", "so", "ar"]}) == 302
    out.refresh_from_db()
    assert (out.privacy, out.unit, out.sectors, out.reminders) == ("anonymous", "adult", ["families", "teachers", "directors"], 1)
    assert (out.title, out.languages) == ({"en": "How we work together", "so": "Sida aan u wada shaqayno"}, ["en", "so", "ar"])


def test_every_change_of_questions_is_refused_in_words_after_the_first_answer(cast: Cast, carla: Client) -> None:
    survey = opened(cast)
    Survey.objects.filter(pk=survey.pk).update(answered_first_on="2026-11-18")
    item, part = survey.items.get(key="way"), survey.parts.get()
    presses = [(f"/surveys/questions/{item.pk}/press/", press) for press in ("up", "down", "copy", "delete")]
    presses += [(f"/surveys/parts/{part.pk}/press/", press) for press in ("up", "delete")] + [
        (f"/surveys/{survey.pk}/add-part/", "")
    ]
    assert {post(carla, path, press=press) for path, press in presses} == {409}
    answer = carla.post(f"/surveys/parts/{part.pk}/", {"title": "Other", "lead": ""})
    assert (answer.status_code, "the questions stand now" in answer.content.decode()) == (409, True)
    assert carla.get(f"/surveys/{survey.pk}/edit/").status_code == 200


def test_each_side_is_shown_what_it_reads_in_each_language(cast: Cast, carla: Client) -> None:
    survey = make_draft(cast)
    survey.items.filter(key="talk").update(
        wordings={"families": {"en": "To you?", "so": "Adiga?"}, "teachers": {"en": "By you?"}}
    )
    seen = carla.get(f"/surveys/{survey.pk}/preview/?sector=families&language=so").content.decode()
    assert ("Adiga?" in seen, "By you?" in seen, "Su&#x27;aal way?" in seen) == (True, False, True)
    assert "By you?" in carla.get(f"/surveys/{survey.pk}/preview/?sector=teachers&language=so").content.decode()


def test_it_is_opened_on_the_page_with_the_number_seen(cast: Cast, dov: Client) -> None:
    survey = make_draft(cast)
    page = dov.get(f"/surveys/{survey.pk}/send/").content.decode()
    assert "4 people are asked" in page
    assert post(dov, f"/surveys/{survey.pk}/send/", expected=4) == 302
    survey.refresh_from_db()
    assert (survey.state, survey.invitations.count()) == ("open", 4)
    assert dov.get(f"/surveys/{survey.pk}/").status_code == 200
    assert post(dov, f"/surveys/{survey.pk}/send/", expected=4) == 302
    assert survey.invitations.count() == 4
    assert post(dov, f"/surveys/{survey.pk}/close/") == 302


def test_from_500_people_on_the_number_is_typed(cast: Cast, dov: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.surveys.commands.sending.TYPED_COUNT_FROM", 4)
    survey = make_draft(cast)
    assert post(dov, f"/surveys/{survey.pk}/send/", expected=4) == 422
    assert post(dov, f"/surveys/{survey.pk}/send/", expected=4, typed_count="3") == 422
    assert post(dov, f"/surveys/{survey.pk}/send/", expected=4, typed_count="4") == 302


def test_the_list_says_how_many_have_answered(cast: Cast, carla: Client) -> None:
    survey = opened(cast)
    survey.invitations.filter(person=cast.amina).update(answered_on="2026-11-18")
    make_draft(cast)
    page = carla.get("/surveys/").content.decode()
    assert ("1 of 4 have answered." in page, "Nobody has been asked." in page) == (True, True)


def test_before_it_is_opened_the_page_says_who_gets_it_in_another_language(cast: Cast, dov: Client) -> None:
    """Written in English and Somali; Olga reads Russian, Tomas German, Hodan Arabic, one a kind of Somali, one nobody knows."""
    settle(cast)
    child = make_student(cast.section, "Sahra", "Ali")
    make_guardian(child, "Faduma", language="so-SO", email="faduma@example.org")
    make_guardian(child, "Nobody", language="", email="nobody@example.org")
    survey = make_draft(cast)
    page = html.unescape(dov.get(f"/surveys/{survey.pk}/send/").content.decode())
    assert [
        "Families read 6 languages; the survey is written in 2" in page,
        "3 adults read languages in which it is not written" in page,
        "they get the questions in English." in page,
        "Of 1 adult we do not know the language: the questions come in English." in page,
    ] == [True] * 4
    found = re.search(r"not written \((.*?)\)", page)
    assert found is not None
    assert sorted(found[1].split(", ")) == ["Arabic 1", "German 1", "Russian 1"]
    Survey.objects.filter(pk=survey.pk).update(
        languages=["so", "en"]
    )  # the school writes English: the page, and so the questions
    assert "they get the questions in English." in html.unescape(dov.get(f"/surveys/{survey.pk}/send/").content.decode())
