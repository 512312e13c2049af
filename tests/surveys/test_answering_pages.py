"""The pages on which somebody answers: one part after the other, without script, and nothing kept before the end."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gatepost.accounts.commands import family_user
from gatepost.channels.models import Mailing
from gatepost.surveys.models import Invitation, Remark, Response, Sealed, Survey
from tests.channels.posting import post_to_amina
from tests.support.cast import Cast, make_guardian, restrict
from tests.surveys.sitting_down import field, invite, make_pulse, open_survey, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return open_survey(cast.school, cast.dov, privacy="named")


@pytest.fixture
def asked(cast: Cast, survey: Survey) -> Invitation:
    return invite(survey, cast.amina)


def press(client: Client, url: str, html: str = "", *, lang: str = "en", **fields: Any) -> str:
    """Press a button of the page; follows to where it leads."""
    kept = {"kept": field(html, "kept")} if 'name="kept"' in html else {}
    response = client.post(url, {"lang": lang} | kept | fields, follow=True)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def asked_here(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="q-([a-z0-9-]+)"', html)))


def begin(client: Client, asked: Invitation) -> tuple[str, str]:
    url = page_of(asked) + "?lang=en"
    return url, press(client, url, press="start")


def test_the_first_page_says_what_for_how_long_and_what_is_promised(client: Client, cast: Cast) -> None:
    row = invite(open_survey(cast.school, cast.dov), cast.amina)
    html = client.get(page_of(row) + "?lang=en").content.decode()
    for words in (
        cast.school.name,
        "How we work together",
        "So that we do better.",
        "5 questions, about 2 minutes.",
        "You may skip any question",
        "Nobody can find out what you said.",
        "If fewer than ten people answer, the answers are never opened.",
    ):
        assert words in html
    assert "Please don’t ask me again" in html
    assert len(html) < 100_000
    assert "<script" not in html


def test_looking_writes_nothing(client: Client, asked: Invitation) -> None:
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        client.get(page_of(asked))
    assert [sql for sql in seen if re.match(r"\s*(INSERT|UPDATE|DELETE)", sql)] == []


def test_it_goes_part_after_part_and_a_branch_opens_right_after_its_question(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    assert asked_here(html) == ["talk", "ways"]
    html = press(client, url, html, press="next", **{"q-talk": "2", "q-ways": ["1", "3"]})
    assert asked_here(html) == ["talk-why"]
    html = press(client, url, html, press="next", **{"q-talk-why": "Too fast"})
    assert asked_here(html) == ["home", "more"]
    html = press(client, url, html, press="next", **{"q-home": "1", "q-more": ""})
    assert "You have answered 4 of 5 questions." in html
    assert Response.objects.count() == 0
    html = press(client, url, html, press="send")
    assert "Thank you. Your answers have arrived." in html
    assert Response.objects.get().marks == {"talk": 2, "ways": [1, 3], "home": 1}
    assert [row.words for row in Remark.objects.all()] == ["Too fast"]


def test_a_branch_not_taken_is_not_shown_and_what_was_left_there_is_dropped(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    html = press(client, url, html, press="next", **{"q-talk": "1"})
    html = press(client, url, html, press="next", **{"q-talk-why": "Too fast"})
    for _page in range(2):
        html = press(client, url, html, press="back")
    assert 'value="1" checked' in html
    html = press(client, url, html, press="next", **{"q-talk": "5"})
    assert asked_here(html) == ["home", "more"]
    html = press(client, url, html, press="next")
    press(client, url, html, press="send")
    assert (Response.objects.get().marks, Remark.objects.count()) == ({"talk": 5}, 0)


def test_an_answer_can_be_taken_back_to_none(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    html = press(client, url, html, press="next", **{"q-talk": "4", "q-ways": "1"})
    html = press(client, url, html, press="back")
    html = press(client, url, html, press="next", **{"q-talk": ""})
    html = press(client, url, html, press="next", **{"q-home": "2"})
    press(client, url, html, press="send")
    assert Response.objects.get().marks == {"home": 2}


def test_a_button_pressed_twice_counts_once(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    html = press(client, url, html, press="next", **{"q-talk": "4"})
    html = press(client, url, html, press="next")
    first, second = (press(client, url, html, press="send") for _time in range(2))
    assert "Thank you. Your answers have arrived." in first
    assert "You have answered already. Thank you." in second
    assert Response.objects.count() == 1
    assert "You have answered already" in client.get(page_of(asked) + "?lang=en").content.decode()


def test_changing_the_language_half_way_loses_nothing(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    html = press(client, url, html, press="speak:ar", **{"q-talk": "3"})
    assert '<html lang="ar" dir="rtl">' in html
    assert "سؤال talk؟" in html
    assert 'value="3" checked' in html
    html = press(client, url, html, press="next", lang="ar", **{"q-talk": "3"})
    assert '<html lang="ar" dir="rtl">' in html


def test_without_the_readers_language_it_says_so(client: Client, asked: Invitation) -> None:
    html = client.get(page_of(asked) + "?lang=vi").content.decode()
    assert '<html lang="vi"' in html
    assert re.search(r'class="strip info">[^<]*English', html)
    assert 'lang="en" dir="ltr">How we work together' in html


def test_nothing_answered_is_not_sent(client: Client, asked: Invitation) -> None:
    url, html = begin(client, asked)
    for _page in range(2):
        html = press(client, url, html, press="next")
    response = client.post(url, {"kept": field(html, "kept"), "press": "send", "lang": "en"})
    assert response.status_code == 422
    assert "You have not answered any question yet." in response.content.decode()
    assert Response.objects.count() == 0


@pytest.mark.parametrize("kept", ["", "forged", "another"])
def test_a_page_that_was_tampered_with_sends_nothing(client: Client, cast: Cast, asked: Invitation, kept: str) -> None:
    if kept == "another":
        other = invite(open_survey(cast.school, cast.dov), cast.amina)
        kept = field(begin(client, other)[1], "kept")
    response = client.post(page_of(asked), {"kept": kept, "press": "send", "q-talk": "4"})
    assert response.status_code == (200 if kept == "" else 422)
    assert Response.objects.count() == 0


@pytest.mark.parametrize("value", ["9", "-1", "1e3", "４", "1" * 5000, "4; DROP"])
def test_a_value_that_is_none_is_refused_in_a_sentence(client: Client, asked: Invitation, value: str) -> None:
    url, html = begin(client, asked)
    response = client.post(url, {"kept": field(html, "kept"), "press": "next", "q-talk": value, "lang": "en"})
    assert response.status_code == 422
    assert "One of the answers does not fit its question." in response.content.decode()


def test_the_second_adult_hears_that_the_family_has_answered(client: Client, cast: Cast) -> None:
    survey = make_pulse(cast.school, cast.dov, privacy="named", unit="family")
    samir = make_guardian(cast.yusuf, "Samir")
    first, second = (invite(survey, adult, unit="family:1") for adult in (cast.amina, samir))
    html = client.get(page_of(first) + "?lang=en").content.decode()
    press(client, page_of(first), html, press="send", **{"q-q1": "4"})
    assert "Your family has answered already. Thank you." in client.get(page_of(second) + "?lang=en").content.decode()
    press(client, page_of(second), html, press="send", **{"q-q1": "1"})
    assert [row.marks for row in Response.objects.all()] == [{"q1": 4}]


def test_a_pulse_is_one_page_and_one_press(client: Client, cast: Cast) -> None:
    row = invite(make_pulse(cast.school, cast.dov), cast.amina)
    html = client.get(page_of(row) + "?lang=en").content.decode()
    assert asked_here(html) == ["q1", "q2"]
    assert "Nobody can find out what you said." in html
    assert "Thank you" in press(client, page_of(row), html, press="send", **{"q-q1": "4", "q-q2": "2"})
    assert Sealed.objects.count() == 1


def test_a_pulse_of_one_question_is_answered_by_its_buttons(client: Client, cast: Cast) -> None:
    row = invite(make_pulse(cast.school, cast.dov, number=1, privacy="named"), cast.amina)
    html = client.get(page_of(row) + "?lang=en").content.decode()
    assert html.count('<button class="btn" name="q-q1"') == 5
    html = press(client, page_of(row), html, press="speak:ar")
    assert '<html lang="ar" dir="rtl">' in html
    press(client, page_of(row), html, **{"q-q1": "5"})
    assert Response.objects.get().marks == {"q1": 5}


def test_who_asks_not_to_be_asked_again_is_heard_and_may_change_the_mind(client: Client, cast: Cast, asked: Invitation) -> None:
    html = press(client, page_of(asked), press="decline")
    assert "We will not ask you again for this survey." in html
    asked.refresh_from_db()
    assert asked.declined_on is not None
    assert asked_here(press(client, page_of(asked), press="start")) == ["talk", "ways"]


def test_a_closed_survey_says_so_and_takes_nothing(client: Client, survey: Survey, asked: Invitation) -> None:
    url, html = begin(client, asked)
    html = press(client, url, html, press="next", **{"q-talk": "4"})
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
    assert "This survey is closed." in press(client, url, html, press="send")
    assert "This survey is closed." in client.get(url).content.decode()
    assert Response.objects.count() == 0


@pytest.mark.parametrize("how", ["forged", "restricted", "ended"])
def test_without_the_right_the_page_is_gone_and_tells_nothing(client: Client, cast: Cast, asked: Invitation, how: str) -> None:
    url = page_of(asked)
    if how == "forged":
        url = url[:-3] + "aa/"
    elif how == "restricted":
        restrict(cast.amina, cast.yusuf)
    else:
        cast.amina.guardianships.update(ended_at="2026-01-01T00:00:00Z")
    for response in (client.get(url + "?lang=en"), client.post(url, {"press": "start", "lang": "en"})):
        assert response.status_code == 404
        assert "How we work together" not in response.content.decode()
        assert cast.school.name not in response.content.decode()


def test_a_link_that_went_to_somebody_else_opens_only_to_who_signed_in(
    client: Client, cast: Cast, survey: Survey, asked: Invitation
) -> None:
    delivery = post_to_amina(cast)
    Mailing.objects.filter(pk=delivery.mailing_id).update(reference=f"surveys.survey:{survey.pk}")
    assert client.get(page_of(asked)).status_code == 200
    cast.amina.contact_points.filter(kind="email").update(state="wrong-person")
    assert client.get(page_of(asked)).status_code == 404
    assert client.post(page_of(asked), {"press": "start"}).status_code == 404
    client.force_login(family_user(cast.amina), backend="gatepost.accounts.backends.FamilyBackend")
    assert client.get(page_of(asked)).status_code == 200


def test_colleagues_are_asked_in_their_own_words(client: Client, cast: Cast, survey: Survey) -> None:
    html = begin(client, invite(survey, cast.ben, "teachers"))[1]
    assert "Question talk for colleagues?" in html


def test_too_many_presses_are_stopped(client: Client, asked: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.surveys.views.answering.PRESSES_PER_HOUR", 2)
    codes = [client.post(page_of(asked), {"press": "start"}).status_code for _time in range(3)]
    assert codes == [200, 200, 429]
