"""What would make it easier, as families say it: by a personal link or signed in, in their language, taken back by the same page."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conversations.test_notes import send
from tests.support.cast import Cast, make_guardian, make_section, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.conversations.models import Message
from gatepost.people.commands import barriers
from gatepost.people.models import NotedBarrier, Person
from gatepost.reach.commands.easier import Answer, say_what_helps
from gatepost.reach.queries.easier import kinds_told_to, said_by_oneself
from gatepost.touchpoints.models import Touchpoint


@pytest.fixture
def delivery(cast: Cast) -> Delivery:
    made = Delivery.objects.get(mailing=send(cast).mailing)
    Delivery.objects.filter(pk=made.pk).update(state="sent", sent_at=made.due_at)
    return Delivery.objects.get(pk=made.pk)


def path_of(delivery: Delivery) -> str:
    return "/" + tokens.link_url(delivery).split("/", 3)[3] + "easier/"


def standing() -> dict[str, tuple[str, str]]:
    rows = NotedBarrier.objects.filter(ended_at=None)
    return {row.kind: (row.said_by, row.note) for row in rows}


def ticked(page: str) -> list[str]:
    return re.findall(r'name="kinds" value="([\w-]+)" checked', page)


def press(client: Client, path: str, **fields: object) -> str:
    """Open the page, fill it in, send it as a browser does, and read what it shows then."""
    page = client.get(path).content.decode()
    shown = re.findall(r'type="hidden" name="shown" value="([\w-]+)"', page)
    response = client.post(path, {"shown": shown, **fields})
    assert response.status_code == 302
    return client.get(response.headers["Location"]).content.decode()


def by_family_door(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(person=person, password="x"), backend="gatepost.accounts.backends.FamilyBackend")
    return client


def test_opening_the_page_changes_nothing_and_sets_no_cookie(client: Client, delivery: Delivery) -> None:
    for _scanner in range(3):
        response = client.get(path_of(delivery))
        client.head(path_of(delivery))
    assert (response.status_code, len(response.cookies), NotedBarrier.objects.count()) == (200, 0, 0)
    delivery.refresh_from_db()
    assert delivery.read_at is None


def test_what_is_ticked_stands_as_the_familys_word_and_is_thanked_for(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery), {"kinds": ["hours", "health"], "note": "Fiidkii"})
    assert response.headers["Location"] == path_of(delivery) + "?done=1"
    assert standing() == {"hours": ("family", ""), "health": ("family", ""), "other": ("family", "Fiidkii")}
    page = client.get(response.headers["Location"]).content.decode()
    assert ('role="status"' in page, ticked(page)) == (True, ["hours"])


def test_a_phone_without_cookies_can_answer(delivery: Delivery) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path_of(delivery), {"kinds": "hours"}).status_code == 302
    assert standing() == {"hours": ("family", "")}


def test_it_is_taken_back_by_the_same_page(client: Client, delivery: Delivery) -> None:
    press(client, path_of(delivery), kinds=["hours", "transport"])
    press(client, path_of(delivery), kinds=["transport"])
    assert standing() == {"transport": ("family", "")}
    press(client, path_of(delivery))
    assert standing() == {}


def test_a_link_shows_neither_their_words_nor_what_is_hard_at_home_and_leaves_both(client: Client, delivery: Delivery) -> None:
    """A partner may open the same link."""
    outside = ["work", "health", "housing", "family-change"]
    page = press(client, path_of(delivery), kinds=["hours", *outside], note="Canary: he must not know")
    assert (ticked(page), "Canary" in page) == (["hours"], False)
    assert re.findall(r'name="shown" value="([\w-]+)"', page) == ["hours"]
    press(client, path_of(delivery))
    assert standing() == dict.fromkeys(outside, ("family", "")) | {"other": ("family", "Canary: he must not know")}
    press(client, path_of(delivery), note="Newer words")
    assert standing()["other"] == ("family", "Newer words")


def test_the_page_of_a_link_says_the_same_whether_something_is_hidden_or_not(client: Client, delivery: Delivery) -> None:
    before = client.get(path_of(delivery)).content
    client.post(path_of(delivery), {"kinds": ["health"], "note": "Canary"})
    assert client.get(path_of(delivery)).content == before


def test_what_a_link_does_not_show_is_taken_back_by_a_tick_of_its_own(client: Client, delivery: Delivery) -> None:
    press(client, path_of(delivery), kinds=["hours", "work", "health"], note="Canary")
    press(client, path_of(delivery), kinds=["hours", "work"], forget="1")
    assert standing() == {"hours": ("family", ""), "work": ("family", "")}


def test_signed_in_their_own_words_and_ticks_are_shown_and_taken_back(cast: Cast) -> None:
    client = by_family_door(cast.amina)
    page = press(client, "/my/easier/", kinds=["hours", "health"], note="Fiidkii")
    assert (ticked(page), ">Fiidkii</textarea>" in page) == (["hours", "health"], True)
    press(client, "/my/easier/", kinds=["hours"], note="")
    assert standing() == {"hours": ("family", "")}


@pytest.mark.parametrize("door", ["link", "signed in"])
def test_no_family_page_shows_or_ends_what_staff_wrote(cast: Cast, delivery: Delivery, door: str) -> None:
    warning = "Canary: her husband reads her mail and must not know"
    barriers.note_barrier(cast.amina, kind="other", note=warning, said_by="family", by=cast.ben)
    barriers.note_barrier(cast.amina, kind="transport", said_by="family", by=cast.ben)
    barriers.note_barrier(cast.amina, kind="channel", note=warning, said_by="family", by=cast.ben)
    guess = barriers.note_barrier(cast.amina, kind="health", note=warning, by=cast.carla)
    barriers.confirm_barrier(guess, by=cast.carla)
    barriers.note_barrier(cast.amina, kind="work", note=warning, by=cast.carla)
    before = standing()
    client, path = (Client(), path_of(delivery)) if door == "link" else (by_family_door(cast.amina), "/my/easier/")
    for fields in ({}, {"kinds": ["hours", "channel"], "note": "Fiidkii"}, {}, {"note": "x" * 501}, {"forget": "1"}):
        page = client.get(path).content.decode()
        assert ("Canary" in page, "transport" in ticked(page), "health" in ticked(page)) == (False, False, False)
        shown = re.findall(r'name="shown" value="([\w-]+)"', page)
        answer = client.post(path, {"shown": shown, **fields})
        assert "Canary" not in answer.content.decode()
    assert standing() == before


def test_a_page_opened_earlier_ends_nothing_that_it_did_not_show(cast: Cast) -> None:
    client = by_family_door(cast.amina)
    press(client, "/my/easier/", kinds=["hours", "health"], note="Fiidkii")
    client.post("/my/easier/", {"kinds": ["transport"]})
    assert sorted(standing()) == ["health", "hours", "other", "transport"]


def test_the_answer_arrives_in_the_thread_and_in_the_ledger_once(client: Client, cast: Cast, delivery: Delivery) -> None:
    for _press in range(2):
        client.post(path_of(delivery), {"kinds": ["hours", "health"], "note": "Fiidkii"})
    message = Message.objects.get(from_family=True)
    assert (message.thread.owner, message.via, message.author) == (cast.ben, "link", cast.amina)
    assert message.body == (
        "This would help us:\nAnother hour, in the evening for example\nThere is more from us on our family's page."
    )
    assert Touchpoint.objects.filter(outcome="answered", direction="in").count() == 1


def test_what_lies_outside_the_school_and_their_own_words_do_not_stand_in_the_thread(client: Client, delivery: Delivery) -> None:
    client.post(path_of(delivery), {"kinds": ["health"], "note": "Waan jiranahay"})
    assert Message.objects.get(from_family=True).body == "There is more from us on our family's page."


def test_nothing_ticked_is_an_answer_too_and_blames_nobody(client: Client, delivery: Delivery) -> None:
    assert client.post(path_of(delivery), {}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.read_at is not None, Message.objects.filter(from_family=True).count()) == (True, 0)


def test_too_many_words_are_kept_on_the_page_and_not_thanked_for(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery), {"kinds": ["hours"], "note": "y" * 501})
    page = response.content.decode()
    assert (response.status_code, "y" * 501 in page, ticked(page), 'role="status"' in page) == (422, True, ["hours"], False)
    assert standing() == {}


@pytest.mark.parametrize("note", ["line\r\n" * 80, "with a \x00 stray character", "x" * 500])
def test_words_as_browsers_send_them_arrive(client: Client, delivery: Delivery, note: str) -> None:
    assert client.post(path_of(delivery), {"note": note}).status_code == 302
    assert list(standing()) == ["other"]


def test_what_is_not_on_the_page_is_refused(client: Client, delivery: Delivery) -> None:
    assert client.post(path_of(delivery), {"kinds": ["hours", "papers"]}).status_code == 422
    assert standing() == {}


def test_pressing_without_end_is_stopped(client: Client, delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.reach.views.easier.ANSWERS_PER_HOUR", 2)
    assert [client.post(path_of(delivery), {"kinds": "hours"}).status_code for _press in range(4)] == [302, 302, 429, 429]


@pytest.mark.parametrize("why", ["forged", "restricted", "revoked", "too old"])
def test_a_link_that_no_longer_opens_says_nothing_and_takes_nothing(
    client: Client, cast: Cast, delivery: Delivery, why: str
) -> None:
    barriers.say_barriers(cast.amina, kinds=["work"], note="Waan jiranahay", by=cast.amina)
    path, later = path_of(delivery), dt.timedelta()
    if why == "forged":
        path = path.replace("/easier/", "")[:-2] + "aa/easier/"
    elif why == "restricted":
        restrict(cast.amina, cast.yusuf)
    elif why == "revoked":
        Delivery.objects.update(link_revoked_at=delivery.sent_at)
    else:
        later = dt.timedelta(days=31)
    with time_machine.travel(dt.datetime.now(dt.UTC) + later):
        seen, pressed = client.get(path), client.post(path, {"kinds": ["hours"]})
    assert (seen.status_code, pressed.status_code) == (404, 404)
    for secret in ("Yusuf", "Amina", "jiranahay", "checked"):
        assert secret not in seen.content.decode()
    assert sorted(standing()) == ["other", "work"]


def test_who_was_barred_for_one_child_is_still_asked_about_the_other_and_about_herself_only(client: Client, cast: Cast) -> None:
    """Barriers are an adult's own: the link of the other child opens, that of the barred child does not."""
    other = make_student(cast.section, "Hodan", "Warsame")
    family = other.families.create()
    family.guardianships.create(adult=cast.amina, student=other)
    delivery = Delivery.objects.get(mailing=send(cast, expected=2).mailing)
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=delivery.due_at)
    restrict(cast.amina, cast.yusuf)
    assert client.post(path_of(delivery), {"kinds": ["hours"]}).status_code == 302
    assert Message.objects.get(from_family=True).thread.family == family
    restrict(cast.amina, other)
    assert client.get(path_of(delivery)).status_code == 404


def test_right_to_left_small_and_without_script(client: Client, cast: Cast) -> None:
    make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", email="rima@example.org")
    rima = Delivery.objects.get(mailing=send(cast, expected=2).mailing, person__given_name="Rima")
    client.get(path_of(rima))
    with CaptureQueriesContext(connection) as statements:
        response = client.get(path_of(rima))
    page = response.content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert ("<script" in page, len(response.content) < 20_000, len(statements) <= 10) == (False, True, True)


def test_the_language_chosen_on_the_page_stays(client: Client, delivery: Delivery) -> None:
    response = client.post(path_of(delivery) + "?lang=es", {"kinds": ["hours"]})
    assert response.headers["Location"].endswith("?lang=es&done=1")
    assert '<html lang="es"' in client.get(response.headers["Location"]).content.decode()


def test_the_message_leads_here(client: Client, delivery: Delivery) -> None:
    page = client.get(path_of(delivery).removesuffix("easier/")).content.decode()
    assert f'href="{path_of(delivery)}?lang=so"' in page


def test_the_page_asks_nothing_about_papers_or_money(client: Client, delivery: Delivery) -> None:
    page = client.get(path_of(delivery) + "?lang=en").content.decode().lower()
    assert [
        word for word in ("passport", "immigra", "visa", "legal", "income", "money", "afford", "nationality") if word in page
    ] == []


def test_one_who_came_by_the_family_door_says_it_too(cast: Cast, delivery: Delivery) -> None:
    type(delivery.mailing).objects.update(release_at=delivery.due_at - dt.timedelta(minutes=5))
    client = by_family_door(cast.amina)
    assert client.post("/my/easier/", {"kinds": ["hours"]}).status_code == 302
    assert (standing(), Message.objects.get(from_family=True).author) == ({"hours": ("family", "")}, cast.amina)
    assert ticked(client.get("/my/easier/").content.decode()) == ["hours"]
    assert 'href="/my/easier/?lang=so"' in client.get(f"/my/{delivery.pk}/").content.decode()


def test_without_any_message_the_ledger_alone_hears_of_it(cast: Cast) -> None:
    assert by_family_door(cast.amina).post("/my/easier/", {"kinds": ["hours"]}).status_code == 302
    assert list(Touchpoint.objects.values_list("family", "adult", "direction", "outcome", "means")) == [
        (cast.family.pk, cast.amina.pk, "in", "answered", "link")
    ]


def test_who_holds_no_right_any_more_is_refused(cast: Cast) -> None:
    restrict(cast.amina, cast.yusuf)
    client = by_family_door(cast.amina)
    assert (client.get("/my/easier/").status_code, client.post("/my/easier/", {"kinds": "hours"}).status_code) == (403, 403)
    assert standing() == {}


def test_words_are_for_the_school_whose_page_it_was(client: Client, cast: Cast, delivery: Delivery) -> None:
    hodan = make_student(make_section(cast.other_school, "2B"), "Hodan", "Warsame")
    hodan.families.create().guardianships.create(adult=cast.amina, student=hodan)
    press(client, path_of(delivery), kinds=["hours", "health"], note="Fiidkii")
    assert set(NotedBarrier.objects.values_list("school", flat=True)) == {delivery.mailing.school_id} == {cast.school.pk}
    kinds, words = said_by_oneself(cast.amina, at=cast.other_school)
    assert (sorted(kinds), words, sorted(kinds_told_to(cast.other_school, cast.amina))) == (["health", "hours"], "", ["hours"])
    kinds, words = said_by_oneself(cast.amina, at=cast.school)
    assert (sorted(kinds), words) == (["health", "hours", "other"], "Fiidkii")
    say_what_helps(cast.amina, Answer(note="Subaxdii"), visit=None, school=cast.other_school)
    words_of = dict(NotedBarrier.objects.filter(kind="other", ended_at=None).values_list("school", "note"))
    assert words_of == {cast.school.pk: "Fiidkii", cast.other_school.pk: "Subaxdii"}
