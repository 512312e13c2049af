"""What a family sees behind its link: its own language, an answer in two presses, nothing that is not its own."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gatepost.accounts.models import User
from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.conversations.models import Message
from gatepost.errands.models import Errand
from gatepost.people.models import ContactPoint, Family, Guardianship
from tests.conversations.test_notes import send
from tests.support.cast import Cast, make_guardian, make_student, restrict


@pytest.fixture
def delivery(cast: Cast) -> Delivery:
    made = Delivery.objects.get(mailing=send(cast).mailing)
    Delivery.objects.filter(pk=made.pk).update(state="sent", sent_at=made.due_at)
    return Delivery.objects.get(pk=made.pk)


def path_of(delivery: Delivery) -> str:
    return "/" + tokens.link_url(delivery).split("/", 3)[3]


def test_the_note_stands_in_the_familys_language(client: Client, delivery: Delivery) -> None:
    page = client.get(path_of(delivery)).content.decode()
    assert re.search(r'<html lang="(\w+)" dir="(\w+)"', page).groups() == ("so", "ltr")  # type: ignore[union-attr]
    assert "Yusuf sheeko ayuu akhriyey." in page
    assert "read a story aloud" not in page


def test_right_to_left_where_due(client: Client, cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", email="rima@example.org")
    note = send(cast, expected=2)
    rima = Delivery.objects.get(mailing=note.mailing, person__given_name="Rima")
    page = client.get(path_of(rima)).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<div class="say" lang="en" dir="ltr">Nour read a story aloud.</div>' in page
    assert 'class="strip info"' in page  # the frame says, in Arabic, that there is no version of the note in Arabic


def test_the_page_is_small_and_asks_little_of_the_database(client: Client, delivery: Delivery) -> None:
    client.get(path_of(delivery))
    with CaptureQueriesContext(connection) as statements:
        response = client.get(path_of(delivery))
    assert len(response.content) < 20_000
    assert len(statements) <= 12


def test_opening_the_link_changes_nothing(client: Client, delivery: Delivery) -> None:
    for _scanner in range(3):
        client.get(path_of(delivery))
        client.head(path_of(delivery))
    delivery.refresh_from_db()
    assert (delivery.read_at, delivery.answered_at, Message.objects.filter(from_family=True).count()) == (None, None, 0)


def test_a_pressed_button_is_read(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery), {"press": "read"})
    delivery.refresh_from_db()
    assert (response.status_code, delivery.read_at is not None, delivery.answered_at) == (302, True, None)


def test_the_original_is_one_press_away(client: Client, delivery: Delivery) -> None:
    page = client.post(path_of(delivery), {"press": "original"}, follow=True).content.decode()
    assert "Yusuf read a story aloud." in page
    delivery.refresh_from_db()
    assert delivery.read_at is not None


def test_an_answer_arrives_once_however_often_it_is_pressed(client: Client, delivery: Delivery) -> None:
    page = client.get(path_of(delivery)).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]  # type: ignore[index]
    for _press in range(2):
        client.post(path_of(delivery), {"press": "answer", "once": once, "text": "Aad baan u faraxsanahay"})
    assert list(Message.objects.filter(from_family=True).values_list("body", "author__given_name", "via")) == [
        ("Aad baan u faraxsanahay", "Amina", "link")
    ]


def test_a_family_sees_what_it_answered(client: Client, delivery: Delivery) -> None:
    client.post(path_of(delivery), {"press": "answer", "text": "Waan imanaynaa"})
    assert "Waan imanaynaa" in client.get(path_of(delivery)).content.decode()


def test_a_ready_answer_is_read_in_the_schools_language(client: Client, delivery: Delivery) -> None:
    client.post(path_of(delivery), {"press": "answer", "ready": "call-me"})
    assert Message.objects.get(from_family=True).body == "Please call me."


def test_an_empty_answer_asks_for_words(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery), {"press": "answer", "text": "  "})
    assert response.headers["Location"].endswith("done=empty")
    assert Message.objects.filter(from_family=True).count() == 0


@pytest.mark.parametrize("why", ["forged", "restricted", "revoked", "too old", "wrong person"])
def test_a_link_that_no_longer_opens_says_nothing(client: Client, cast: Cast, delivery: Delivery, why: str) -> None:
    path = path_of(delivery)
    later = dt.timedelta()
    if why == "forged":
        path = path[:-3] + ("a" if path[-3] != "a" else "b") + path[-2:]
    elif why == "restricted":
        restrict(cast.amina, cast.yusuf)
    elif why == "revoked":
        Delivery.objects.update(link_revoked_at=delivery.sent_at)
    elif why == "wrong person":
        ContactPoint.objects.filter(kind="email").update(state="wrong-person")
    else:
        later = dt.timedelta(days=31)
    with time_machine.travel(dt.datetime.now(dt.UTC) + later):
        seen = client.get(path)
        pressed = client.post(path, {"press": "answer", "text": "Still there?"})
    assert (seen.status_code, pressed.status_code) == (404, 404)
    for secret in ("Yusuf", "Amina", "sheeko", "Ben Ortiz", "Warsame"):
        assert secret not in seen.content.decode()
    assert Message.objects.filter(from_family=True).count() == 0


def test_this_is_not_me_stops_the_address_and_asks_a_human(client: Client, delivery: Delivery) -> None:
    assert client.get(path_of(delivery) + "stop/").status_code == 200
    assert ContactPoint.objects.get(kind="email").state == "unverified"
    client.post(path_of(delivery) + "stop/", {"reason": "wrong-person"})
    assert ContactPoint.objects.get(kind="email").state == "wrong-person"
    assert list(Errand.objects.values_list("kind", flat=True)) == ["mend-contact"]
    assert client.get(path_of(delivery)).status_code == 404


def test_one_click_unsubscribe_needs_neither_cookie_nor_page(delivery: Delivery) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path_of(delivery) + "stop/", {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, ContactPoint.objects.get(kind="email").state) == (200, "opted-out")


def test_a_letters_code_opens_its_message(client: Client, cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans")
    letter = Delivery.objects.get(mailing=send(cast, expected=2).mailing, channel="letter")
    response = client.post("/code/", {"code": tokens.short_code(letter).lower()})
    assert response.headers["Location"].endswith(path_of(letter))
    assert client.post("/code/", {"code": "BCDF-GHJK"}).status_code == 422


def test_guessing_codes_is_stopped(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.accounts.commands.links.WRONG_PER_IP", 3)
    tries = [client.post("/code/", {"code": f"BCDFGHJ{letter}"}).status_code for letter in "KLMNP"]
    assert tries == [422, 422, 422, 429, 429]


@pytest.mark.parametrize("text", ["line\r\n" * 900, "with a \x00 stray character", "x" * 8000])
def test_an_answer_as_browsers_send_it_arrives(client: Client, delivery: Delivery, text: str) -> None:
    response = client.post(path_of(delivery), {"press": "answer", "text": text, "once": "damaged"})
    assert response.headers["Location"].endswith("done=answered")
    assert Message.objects.filter(from_family=True).count() == 1


def test_an_answer_that_is_too_long_is_kept_on_the_page_and_never_thanked_for(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery), {"press": "answer", "text": "y" * 8001})
    assert response.status_code == 422
    assert "y" * 8001 in response.content.decode()
    assert Message.objects.filter(from_family=True).count() == 0


def test_a_barred_twin_is_named_on_no_page(client: Client, cast: Cast) -> None:
    twin = make_student(cast.section, "Hodanna", "Warsame")
    family = Family.objects.create(student=twin)
    Guardianship.objects.create(adult=cast.amina, student=twin, family=family)
    delivery = Delivery.objects.get(mailing=send(cast, expected=2).mailing)
    Delivery.objects.update(state="sent", sent_at=delivery.due_at, due_at=delivery.due_at - dt.timedelta(minutes=5))
    type(delivery.mailing).objects.update(release_at=delivery.due_at - dt.timedelta(minutes=5))
    assert "Hodanna" in client.get(path_of(delivery)).content.decode()
    restrict(cast.amina, twin)
    user = User.objects.create_user(person=cast.amina, email="amina@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    for path in (path_of(delivery), "/my/", f"/my/{delivery.pk}/"):
        page = client.get(path).content.decode()
        assert ("Yusuf" in page, "Hodanna" in page) == (True, False), path
