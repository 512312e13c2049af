"""Talks that waited on a phone arrive once each, from their owner only, and what cannot be logged says why."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from gatepost.conversations.commands import gate, talks
from gatepost.conversations.forms import TalkForm
from gatepost.conversations.models import Message, Thread
from gatepost.kernel import clock
from gatepost.people.models import Enrolment, Family, Person, SchoolRole
from gatepost.touchpoints.models import Touchpoint
from tests.conversations.test_pages import signed_in
from tests.support.cast import Cast, make_guardian, make_school, make_section, make_student

SYNC = "/talks/sync/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def entry(family: Family, /, **changed: Any) -> dict[str, Any]:
    told = {"once": str(uuid.uuid4()), "family": family.pk, "kind": "good-news", "means": "gate", "note": "Proud"}
    return told | {"at": clock.now().isoformat()} | changed


def send(client: Client, person: Person, *entries: dict[str, Any], **more: Any) -> HttpResponse:
    told = {"person": person.pk, "now": clock.now().isoformat(), "entries": list(entries)} | more
    return client.post(SYNC, json.dumps(told), content_type="application/json")


def results(response: HttpResponse) -> list[str]:
    assert response.status_code == 200, response.content[:200]
    return [answer["result"] for answer in response.json()["answers"]]


def message_of(response: HttpResponse) -> str:
    return str(response.json()["answers"][0]["message"])


def standing() -> tuple[int, int]:
    return Touchpoint.objects.count(), Message.objects.count()


def test_an_entry_is_kept_with_its_own_moment(cast: Cast) -> None:
    at = clock.now() - dt.timedelta(hours=3)
    sent = entry(cast.family, at=at.isoformat(), means="visit", kind="behaviour")
    response = send(signed_in(cast.ben), cast.ben, sent)
    assert response.json() == {"answers": [{"once": sent["once"], "result": "kept", "message": ""}]}
    row = Touchpoint.objects.get()
    assert (row.at, row.means, row.place, row.tone, row.content_kind) == (at, "visit", "home", *TalkForm.KINDS["behaviour"][1:])
    assert (row.note, row.staff, row.family, row.recorded_at > at) == ("Proud", cast.ben, cast.family, True)
    assert row.source == f"conversations.talk:{cast.ben.pk}:{sent['once']}"
    assert list(Message.objects.values_list("source", "at", "body", "author_id")) == [(row.source, at, "Proud", cast.ben.pk)]


def test_five_buttons_keep_what_was_pressed_and_no_more(cast: Cast) -> None:
    """Good news about nobody knows what; behaviour, which may be good; the words are those of every other page."""
    sent = [entry(cast.family, kind=kind, note="") for kind in TalkForm.KINDS]
    assert results(send(signed_in(cast.ben), cast.ben, *sent)) == ["kept"] * 5
    rows = Touchpoint.objects.order_by("pk")
    assert [(row.tone, row.content_kind) for row in rows] == [
        ("praise", "social"), ("neutral", "learning"), ("neutral", "behaviour"), ("neutral", "logistics"), ("neutral", "social"),
    ]  # fmt: skip
    words = [str(words) for words, _tone, _kind in TalkForm.KINDS.values()]
    assert words == ["Good news", "Learning", "Behaviour", "Dates and things", "Just to be in touch"]
    said = [rows[0].get_tone_display(), *(row.get_content_kind_display() for row in rows[1:])]
    assert words == said


def test_the_same_entries_sent_again_are_known_and_stand_once(cast: Cast) -> None:
    client, both = signed_in(cast.ben), [entry(cast.family), entry(cast.family)]
    assert results(send(client, cast.ben, *both)) == ["kept", "kept"]
    assert results(send(client, cast.ben, *both, entry(cast.family))) == ["known", "known", "kept"]
    assert results(send(client, cast.ben, both[0], both[0])) == ["known", "known"]
    assert standing() == (3, 3)


def test_an_entry_whose_answer_was_lost_is_known_even_after_the_child_moved_away(cast: Cast) -> None:
    client, sent = signed_in(cast.ben), entry(cast.family)
    assert results(send(client, cast.ben, sent)) == ["kept"]
    Enrolment.objects.filter(person=cast.yusuf).update(ended_at=clock.now())
    Family.objects.filter(student=cast.yusuf).update(ended_at=clock.now())
    assert results(send(client, cast.ben, sent, entry(cast.family))) == ["known", "refused"]
    assert standing() == (1, 1)


def test_one_that_cannot_be_logged_holds_back_no_other(cast: Cast) -> None:
    other = make_student(make_section(cast.school, "1A"), "Yusra", "Elsewhere")
    make_guardian(other, "Huda")
    elsewhere = entry(Family.objects.get(student=other))
    response = send(signed_in(cast.ben), cast.ben, entry(cast.family), elsewhere, entry(cast.family))
    assert results(response) == ["kept", "refused", "kept"]
    assert response.json()["answers"][1]["message"].startswith("This child is not on your lists now")
    assert "Yusra" not in response.content.decode()
    assert standing() == (2, 2)


def test_a_child_of_another_school_or_no_child_at_all_is_refused_alike(cast: Cast) -> None:
    there = make_student(make_section(make_school("Far"), "9Z"), "Kofi", "Mensah")
    make_guardian(there, "Akua")
    client = signed_in(cast.dov)
    far = send(client, cast.dov, entry(Family.objects.get(student=there)))
    none = send(client, cast.dov, entry(cast.family, family=10**9))
    assert (results(far), message_of(far)) == (results(none), message_of(none)) == (["refused"], message_of(far))
    assert standing() == (0, 0)


def test_a_child_that_left_school_is_refused_with_a_sentence(cast: Cast) -> None:
    SchoolRole.objects.filter(person=cast.yusuf).update(ended_at=clock.now())
    response = send(signed_in(cast.dov), cast.dov, entry(cast.family))
    assert results(response) == ["refused"]
    assert "may have left the school" in message_of(response)
    assert standing() == (0, 0)


def test_entries_are_never_sent_as_somebody_else(cast: Cast) -> None:
    response = send(signed_in(cast.carla), cast.ben, entry(cast.family))
    assert response.status_code == 409
    assert standing() == (0, 0)


def test_the_same_id_of_two_people_is_two_talks(cast: Cast) -> None:
    sent = entry(cast.family)
    for person in (cast.ben, cast.carla):
        assert results(send(signed_in(person), person, sent)) == ["kept"]
    assert standing() == (2, 2)


@pytest.mark.parametrize("who", ["amina", "yusuf"])
def test_who_may_not_log_talks_sends_none(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    assert send(signed_in(person), person, entry(cast.family)).status_code == 403
    assert standing() == (0, 0)


def test_signed_out_is_asked_to_sign_in_and_nothing_is_taken(cast: Cast) -> None:
    assert send(Client(), cast.ben, entry(cast.family)).status_code == 302
    assert Client().get("/talks/ticket.json").status_code == 302
    assert standing() == (0, 0)


def test_a_stale_token_is_refused_and_a_fresh_ticket_is_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(cast.ben).cookies
    stale = client.get("/talks/ticket.json").json()["token"]
    client.cookies["csrftoken"] = "x" * 32  # signing in anew changes the secret
    told = json.dumps({"person": cast.ben.pk, "entries": [entry(cast.family)]})
    assert client.post(SYNC, told, content_type="application/json", headers={"X-CSRFToken": stale}).status_code == 403
    fresh = client.get("/talks/ticket.json").json()
    assert fresh["person"] == cast.ben.pk
    headers = {"X-CSRFToken": fresh["token"]}
    assert results(client.post(SYNC, told, content_type="application/json", headers=headers)) == ["kept"]
    assert standing() == (1, 1)


@pytest.mark.parametrize(
    ("away", "result"),
    [
        (dt.timedelta(days=-29), "kept"),
        (dt.timedelta(days=-31), "refused"),
        (dt.timedelta(minutes=9), "kept"),
        (dt.timedelta(minutes=11), "refused"),
    ],
)
def test_a_talk_lies_neither_far_back_nor_ahead(cast: Cast, away: dt.timedelta, result: str) -> None:
    now = clock.now()
    response = send(signed_in(cast.ben), cast.ben, entry(cast.family, at=(now + away).isoformat()))
    assert results(response) == [result]
    assert standing() == ((1, 1) if result == "kept" else (0, 0))
    assert all(row.at <= clock.now() for row in Touchpoint.objects.all())
    assert list(Touchpoint.objects.values_list("at", flat=True)) == list(Message.objects.values_list("at", flat=True))


@pytest.mark.parametrize("wrong_by", [dt.timedelta(hours=5), dt.timedelta(days=-400)])
def test_a_phone_whose_clock_is_wrong_is_set_right(cast: Cast, wrong_by: dt.timedelta) -> None:
    phone_now = clock.now() + wrong_by
    sent = entry(cast.family, at=(phone_now - dt.timedelta(hours=2)).isoformat())
    assert results(send(signed_in(cast.ben), cast.ben, sent, now=phone_now.isoformat())) == ["kept"]
    assert abs(clock.now() - dt.timedelta(hours=2) - Touchpoint.objects.get().at) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"])
def test_a_phone_whose_clock_is_beyond_all_calendars_is_told_so(cast: Cast, now: str) -> None:
    ends = {"9": "0001-01-02T00:00:00+00:00", "0": "9999-12-30T00:00:00+00:00"}
    response = send(signed_in(cast.ben), cast.ben, entry(cast.family, at=ends[now[0]]), now=now)
    assert results(response) == ["refused"]
    assert message_of(response) == "The date of this phone is wrong. Set it right and try again."
    assert standing() == (0, 0)


@pytest.mark.parametrize(
    "damage",
    [
        {"once": "x"},
        {"kind": "gossip"},
        {"kind": None},
        {"means": "owl"},
        {"note": "x" * 2001},
        {"at": "yesterday"},
        {"family": "all"},
        {"family": None},
        {"family": [1]},
        {"family": 10**30},
        {"family": "9" * 5000},
    ],
)
def test_a_damaged_entry_is_refused_by_itself(cast: Cast, damage: dict[str, Any]) -> None:
    response = send(signed_in(cast.ben), cast.ben, entry(cast.family, **damage), entry(cast.family))
    assert sorted(results(response)) == ["kept", "refused"]
    refused = next(answer for answer in response.json()["answers"] if answer["result"] == "refused")
    assert (refused["message"], refused["once"] == "x") == (
        "This entry is damaged. Please log the talk again.",
        damage.get("once") == "x",
    )
    assert standing() == (1, 1)


def test_half_characters_and_hidden_ones_refuse_nobody(cast: Cast) -> None:
    assert results(send(signed_in(cast.ben), cast.ben, entry(cast.family, note="Ka\x00y\ud83d \u202eok"))) == ["kept"]
    assert Touchpoint.objects.get().note == "Kay? ok"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"entries": 5}', '{"entries": [1]}', "\xff", '{"entries": "x"}', "[" * 200_000]
)
def test_a_body_that_is_no_list_of_entries_changes_nothing(cast: Cast, body: str) -> None:
    response = signed_in(cast.ben).post(SYNC, body.encode("latin-1"), content_type="application/json")
    assert (response.status_code, standing()) == (422, (0, 0))


def test_at_most_fifty_at_once(cast: Cast) -> None:
    client = signed_in(cast.ben)
    assert send(client, cast.ben, *(entry(cast.family) for _ in range(51))).status_code == 422
    assert standing() == (0, 0)
    assert results(send(client, cast.ben, *(entry(cast.family) for _ in range(50)))) == ["kept"] * 50
    assert (standing(), Thread.objects.count()) == ((50, 50), 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_six_times_at_once_stands_once(cast: Cast) -> None:
    sent = [gate.WaitingTalk(uuid.uuid4(), cast.family.pk, talks.Talk("gate", "praise", "learning")) for _ in range(8)]
    answers: list[str] = []
    start = threading.Barrier(6)

    def send_all() -> None:
        try:
            person = Person.objects.get(pk=cast.ben.pk)
            start.wait()
            answers.extend(answer.result for answer in gate.take_in(sent, by=person))
        finally:
            connection.close()

    threads = [threading.Thread(target=send_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (standing(), Thread.objects.count()) == ((8, 8), 1)
    assert (answers.count("kept"), answers.count("known"), len(answers)) == (8, 40, 48)
