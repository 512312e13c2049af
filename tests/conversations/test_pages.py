"""Staff pages: who is refused first, then what they show; lists ask the database the same however long they are."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gatepost.accounts.models import User
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.models import Delivery
from gatepost.conversations.models import Draft, Message, Note, Thread
from gatepost.history.models import Event
from gatepost.people.models import Person
from tests.conversations.test_notes import send
from tests.support.cast import Cast, make_guardian, make_student


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/threads/", "/notes/", "/"])
def test_a_list_asks_the_same_with_one_family_and_with_twelve(cast: Cast, path: str) -> None:
    send(cast)
    client = signed_in(cast.ben)
    with_one = statements(client, path)
    for number in range(11):
        make_guardian(make_student(cast.section, f"C{number}"), f"A{number}", email=f"c{number}@example.org")
    note = send(cast, expected=12)
    for delivery in Delivery.objects.filter(mailing=note.mailing):
        accept_reply(delivery, text="Hi", channel="link", source=f"x:{delivery.pk}", by=delivery.person)
    assert statements(client, path) <= with_one + 1  # one more to fetch what there was nothing of before


def test_a_note_page_asks_the_same_with_one_family_and_with_twelve(cast: Cast) -> None:
    first = send(cast)
    client = signed_in(cast.ben)
    with_one = statements(client, f"/notes/{first.pk}/")
    for number in range(11):
        make_guardian(make_student(cast.section, f"C{number}"), f"A{number}", email=f"c{number}@example.org")
    assert statements(client, f"/notes/{send(cast, expected=12).pk}/") == with_one


@pytest.mark.parametrize("who", ["eve", "amina"])
def test_strangers_and_families_find_nothing(cast: Cast, who: str) -> None:
    note = send(cast)
    draft = Draft.objects.create(author=cast.ben, school=cast.school, content={"body": "x"}, saved_at=note.sent_at)
    client = signed_in(getattr(cast, who))
    thread = Thread.objects.get()
    paths = [f"/notes/{note.pk}/", f"/threads/{thread.pk}/", f"/notes/drafts/{draft.pk}/", f"/families/{cast.family.pk}/"]
    assert {client.get(path).status_code for path in paths} <= {403, 404}
    assert {client.post(path).status_code for path in [f"/notes/{note.pk}/stop/", f"/threads/{thread.pk}/seen/"]} <= {403, 404}
    assert Delivery.objects.get().state == "queued"


def test_a_colleague_does_not_see_anothers_draft(cast: Cast) -> None:
    note = send(cast)
    draft = Draft.objects.create(author=cast.ben, school=cast.school, content={"body": "x"}, saved_at=note.sent_at)
    assert signed_in(cast.dov).get(f"/notes/drafts/{draft.pk}/").status_code == 404


def test_what_was_typed_survives_a_mistake(cast: Cast) -> None:
    response = signed_in(cast.ben).post("/notes/new/", {"to": "no such section", "body": "My words", "tone": "praise"})
    assert response.status_code == 422
    assert "My words" in response.content.decode()
    assert Draft.objects.count() == 0


def test_a_large_group_is_sent_to_only_after_its_number_was_typed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.conversations.commands.notes.TYPED_COUNT_FROM", 1)
    client = signed_in(cast.ben)
    client.post(
        "/notes/new/",
        {
            "to": cast.section.pk,
            "body": "Hello",
            "content_kind": "learning",
            "tone": "praise",
            "involvement_type": "communicating",
        },
    )
    draft = Draft.objects.get()
    path = f"/notes/drafts/{draft.pk}/send/"
    assert client.post(path, {"families": "1", "typed_count": "2"}).status_code == 422
    assert Note.objects.count() == 0
    assert client.post(path, {"families": "1", "typed_count": "1"}).status_code == 302
    assert Note.objects.count() == 1


def test_who_opened_a_thread_is_kept(cast: Cast) -> None:
    send(cast)
    thread = Thread.objects.get()
    signed_in(cast.dov).get(f"/threads/{thread.pk}/")
    seen = Event.objects.filter(action="conversations.see_thread").values_list("by_person_id", "subject_id")
    assert list(seen) == [(cast.dov.pk, thread.pk)]


def test_only_ones_own_children_are_found_for_a_talk(cast: Cast) -> None:
    other = make_student(cast.school.sections.create(name="1A", grade="1"), "Yusra", "Elsewhere")
    make_guardian(other, "Huda")
    found = signed_in(cast.ben).get("/talks/new/?q=yus").content.decode()
    assert ("Yusuf" in found, "Yusra" in found) == (True, False)
    both = signed_in(cast.dov).get("/talks/new/?q=yus").content.decode()
    assert ("Yusuf" in both, "Yusra" in both) == (True, True)


def test_a_wrong_slip_code_says_what_to_compare(cast: Cast) -> None:
    response = signed_in(cast.ben).post("/slips/", {"code": "XXXX-XXXX", "text": "Hi"})
    assert response.status_code == 422
    assert "No letter of your school carries the code XXXX-XXXX." in response.content.decode()
    assert "Hi</textarea>" in response.content.decode()


def test_a_group_that_changed_is_looked_over_once_more(cast: Cast) -> None:
    client = signed_in(cast.ben)
    fields = {"body": "Hello", "content_kind": "learning", "tone": "praise", "involvement_type": "communicating"}
    client.post("/notes/new/", {"to": cast.section.pk, **fields})
    make_student(cast.section, "New", "Child")
    page = client.post(f"/notes/drafts/{Draft.objects.get().pk}/send/", {"families": "1"}, follow=True).content.decode()
    assert "it is 2 families now" in page
    assert "2 families of 4B" in page
    assert Note.objects.count() == 0


def test_a_person_on_two_sides_is_one(cast: Cast) -> None:
    """Ben is also a guardian: as staff he sees his section, as family only what concerns his child."""
    daughter = make_student(cast.other_school.sections.get(), "Lola", "Ortiz")
    from gatepost.people.models import Family, Guardianship

    Guardianship.objects.create(adult=cast.ben, student=daughter, family=Family.objects.create(student=daughter))
    client = signed_in(cast.ben)
    assert client.get("/my/").status_code == 200
    assert client.get("/threads/").status_code == 200


def test_a_page_that_refreshes_itself_gets_the_same_fragment_as_a_fresh_page(cast: Cast) -> None:
    note = send(cast)
    client = signed_in(cast.ben)
    thread = Thread.objects.get()
    for path, part in ((f"/notes/{note.pk}/", "progress"), (f"/threads/{thread.pk}/", "entries"), ("/threads/", "rows")):
        fragment = client.get(path, headers={"hx-request": "true"}).content.decode().strip()
        whole = client.get(path).content.decode()
        assert fragment.startswith(("<div", "<ol", "<section"))
        assert f'id="{part}"' in fragment
        changing = re.compile(r"\d+ seconds?|csrfmiddlewaretoken\" value=\"\w+")
        assert changing.sub("", fragment) in changing.sub("", whole)


def test_the_inbox_shows_the_answer_that_waits_not_what_was_written_since(cast: Cast) -> None:
    note = send(cast)
    accept_reply(Delivery.objects.get(), text="We will be there", channel="link", source="x:1", by=cast.amina)
    Message.objects.create(
        thread=Thread.objects.get(),
        from_family=False,
        author=cast.ben,
        body="Later",
        via="gate",
        at=note.sent_at + dt.timedelta(days=1),
        source="x:2",
    )
    page = signed_in(cast.ben).get("/threads/").content.decode()
    assert ("We will be there" in page, "Later" in page) == (True, False)


def test_a_note_taken_back_can_be_changed_and_sent_again(cast: Cast) -> None:
    note = send(cast)
    client = signed_in(cast.ben)
    client.post(f"/notes/{note.pk}/stop/")
    assert "Nobody got it." in client.get(f"/notes/{note.pk}/").content.decode()
    form = client.post(f"/notes/{note.pk}/again/", follow=True).content.decode()
    assert ("{child} read a story aloud." in form, "{child} sheeko ayuu akhriyey." in form) == (True, True)


def test_a_long_thread_opens_at_its_end(cast: Cast) -> None:
    note = send(cast)
    thread = Thread.objects.get()
    for number in range(20):
        Message.objects.create(
            thread=thread,
            from_family=True,
            body=f"word-{number:02}",
            via="link",
            at=note.sent_at + dt.timedelta(hours=number),
            source=f"y:{number}",
        )
    client = signed_in(cast.ben)
    page, whole = (client.get(f"/threads/{thread.pk}/{query}").content.decode() for query in ("", "?all=1"))
    assert ("word-00" in page, "word-19" in page, "9 earlier messages" in page) == (False, True, True)
    assert "word-00" in whole
