"""The kiosk: staff start it, it knows nobody, and it refuses where it would break a promise."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from gatepost.accounts.models import User
from gatepost.history.models import Event
from gatepost.kernel.errors import NotAllowedError, NotReadyError
from gatepost.people.models import Person, Role
from gatepost.surveys.answering.walk import Walk, packed
from gatepost.surveys.commands.box import let_out
from gatepost.surveys.commands.kiosks import start_kiosk
from gatepost.surveys.kiosk import kiosk_token
from gatepost.surveys.models import Response, Sealed, Survey
from tests.support.cast import Cast, make_staff
from tests.surveys.sitting_down import field, open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return open_survey(cast.school, cast.dov)


def kiosk(survey: Survey, sector: str = "families") -> str:
    return f"/k/{kiosk_token(survey.pk, sector)}/"


def answer(client: Client, url: str, *, value: str = "4") -> str:
    """Through to the end; returns the last page's hidden field, so that it can be sent once more."""
    html = client.post(url, {"press": "start", "lang": "en"}).content.decode()
    html = client.post(url, {"press": "next", "lang": "en", "kept": field(html, "kept"), "q-talk": value}).content.decode()
    while "Send my answers" not in html:
        html = client.post(url, {"press": "next", "lang": "en", "kept": field(html, "kept")}).content.decode()
    kept = field(html, "kept")
    response = client.post(url, {"press": "send", "lang": "en", "kept": kept})
    assert response.status_code in {302, 429}
    return kept


def begun(survey: Survey) -> str:
    """The hidden field of somebody's last page."""
    return packed(Walk(marks={"talk": 4}, pages=[[]]), survey, "families")


def test_it_asks_for_the_language_first_and_comes_back_to_that(client: Client, survey: Survey) -> None:
    url = kiosk(survey)
    html = client.get(url).content.decode()
    assert re.findall(r'href="\?lang=([a-z-]+)"', html) == ["en", "ar"]
    assert "Please choose your language." in html
    start = client.get(url + "?lang=en")
    assert start.headers["Refresh"] == f"60; url={url}"
    assert "Please don’t ask me again" not in start.content.decode()
    assert "Nobody can find out what you said." in start.content.decode()


def test_an_answer_goes_into_the_box_and_the_next_person_finds_nothing_of_it(client: Client, survey: Survey) -> None:
    url = kiosk(survey)
    answer(client, url)
    assert Sealed.objects.count() == 1
    done = client.get(url + "?lang=en&done=sent")
    assert "Thank you. Your answers have arrived." in done.content.decode()
    assert done.headers["Refresh"] == f"60; url={url}"
    assert "checked" not in client.post(url, {"press": "start", "lang": "en"}).content.decode()


def test_a_double_tap_counts_once(client: Client, survey: Survey) -> None:
    url = kiosk(survey)
    kept = answer(client, url)
    client.post(url, {"press": "send", "lang": "en", "kept": kept})
    assert Sealed.objects.count() == 1


def test_what_is_kept_is_the_language_chosen(client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.surveys.views.answering.ANSWERS_PER_MINUTE", 99)
    for _person in range(10):
        answer(client, kiosk(survey))
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=survey.opened_at)
    assert let_out(survey.pk) == 10
    assert {(row.stratum.language, row.stratum.grade, row.invitation) for row in Response.objects.all()} == {("en", "", None)}


def test_so_many_answers_in_a_minute_and_no_more(client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.surveys.views.answering.ANSWERS_PER_MINUTE", 2)
    for _person in range(4):
        answer(client, kiosk(survey))
    assert Sealed.objects.count() == 2


@pytest.mark.parametrize("press", [{"press": "send"}, {"press": "send:"}, {"press": "send:4"}, {}])
def test_whatever_the_button_is_called_it_is_counted(
    client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch, press: dict[str, str]
) -> None:
    monkeypatch.setattr("gatepost.surveys.views.answering.ANSWERS_PER_MINUTE", 2)
    url = kiosk(survey)
    sent = [client.post(url, {**press, "lang": "en", "kept": begun(survey)}).status_code for _person in range(4)]
    assert (sent, Sealed.objects.count()) == ([302, 302, 429, 429], 2)


def test_who_was_sent_away_for_a_minute_may_send_the_same_page_then(
    client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatepost.surveys.views.answering.ANSWERS_PER_MINUTE", 1)
    url, pages = kiosk(survey), [begun(survey), begun(survey)]
    assert [client.post(url, {"press": "send", "lang": "en", "kept": kept}).status_code for kept in pages] == [302, 429]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)):
        assert client.post(url, {"press": "send", "lang": "en", "kept": pages[1]}).status_code == 302
    assert Sealed.objects.count() == 2


@pytest.mark.parametrize("hours", [2, 11, 13])
def test_a_page_sent_again_hours_later_counts_no_second_time(client: Client, survey: Survey, hours: int) -> None:
    kept = begun(survey)
    client.post(kiosk(survey), {"press": "send", "lang": "en", "kept": kept})
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)):
        client.post(kiosk(survey), {"press": "send", "lang": "en", "kept": kept})  # at a kiosk started anew
    assert Sealed.objects.count() == 1


def test_a_page_signed_anew_on_the_way_gets_no_younger(client: Client, survey: Survey) -> None:
    kept = begun(survey)
    client.post(kiosk(survey), {"press": "send", "lang": "en", "kept": kept})
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=11)):
        html = client.post(kiosk(survey), {"press": "next", "lang": "en", "kept": kept}).content.decode()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=13)):
        again = client.post(kiosk(survey), {"press": "send", "lang": "en", "kept": field(html, "kept")})
    assert (again.status_code, "did not arrive whole" in again.content.decode(), Sealed.objects.count()) == (422, True, 1)


def test_the_address_opens_for_a_day_and_for_its_own_sector(client: Client, survey: Survey) -> None:
    url = kiosk(survey)
    assert client.get(url).status_code == 200
    assert client.get(kiosk(survey, "directors")).status_code == 404
    assert client.get(url[:-4] + "aaa/").status_code == 404
    with time_machine.travel("2030-01-01"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("privacy", ["confidential", "named"])
def test_a_survey_that_keeps_who_answered_has_no_kiosk(client: Client, cast: Cast, privacy: str) -> None:
    survey = open_survey(cast.school, cast.dov, privacy=privacy)
    with pytest.raises(NotReadyError, match="break what the first page promises"):
        start_kiosk(survey, sector="families", by=cast.carla)
    assert client.get(kiosk(survey)).status_code == 404


def test_who_may_start_one(cast: Cast, survey: Survey) -> None:
    for person in (cast.ben, cast.eve, cast.amina):
        with pytest.raises(NotAllowedError):
            start_kiosk(survey, sector="families", by=person)
    with pytest.raises(NotReadyError):
        start_kiosk(survey, sector="directors", by=cast.carla)
    start_kiosk(survey, sector="families", by=cast.carla)
    assert [event.details for event in Event.objects.filter(action="surveys.start_kiosk")] == [{"sector": "families"}]


def _signed_in(client: Client, person: Person) -> Client:
    user = User.objects.create_user(person=person, email="office@example.org", password="x" * 20)
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def test_begun_on_ones_own_screen_it_signs_out(client: Client, cast: Cast, survey: Survey, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    _signed_in(client, make_staff(cast.school, Role.OFFICE))
    page = f"/surveys/{survey.pk}/kiosk/"
    assert "Show the address for a tablet" in client.get(page).content.decode()
    shown = client.post(page, {"sector": "families", "press": "elsewhere"}).content.decode()
    assert "/k/" in shown
    assert "data:image/svg+xml" in shown
    response = client.post(page, {"sector": "families", "press": "here"})
    assert response.headers["Location"].startswith("/k/")
    assert "_auth_user_id" not in client.session
    assert client.get(page).status_code == 302
