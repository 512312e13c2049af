"""A note to one family: pressed twice at the same moment, it is sent once and nobody is told that it failed."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gatepost.channels.models import Mailing
from gatepost.conversations.models import Message, Thread
from gatepost.people.models import Family, Person
from tests.conversations.test_pages import signed_in
from tests.support.cast import make_cast, make_guardian, make_student

AT_ONCE = 6


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def tabs_of(person: Person) -> list[Client]:
    """Several tabs of one browser; what breaks is an answer, as it is for people."""
    cookies = signed_in(person).cookies
    tabs = [Client(raise_request_exception=False) for _tab in range(AT_ONCE)]
    for tab in tabs:
        tab.cookies = cookies
    return tabs


def pressed_together(family: Family, clients: list[Client], words: list[dict[str, str]]) -> list[tuple[int, str]]:
    """What each press is answered, all sent at the same moment."""
    together = threading.Barrier(len(clients))
    answers: list[tuple[int, str]] = []

    def press(client: Client, typed: dict[str, str]) -> None:
        try:
            together.wait(timeout=30)
            answer = client.post(reverse("conversations:write-to-family", args=[family.pk]), typed)
            answers.append((answer.status_code, answer.headers.get("Location", "")))
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=pair) for pair in zip(clients, words, strict=True)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_six_presses_of_one_page_send_one_note_and_all_lead_to_its_thread() -> None:
    cast = make_cast()
    words = {"body": "He waited for a friend.", "tone": "praise", "content_kind": "social", "once": str(uuid.uuid4())}
    clients = tabs_of(cast.ben)
    answers = pressed_together(cast.family, clients, [words] * AT_ONCE)
    thread = reverse("conversations:thread", args=[Thread.objects.get().pk])
    assert answers == [(302, thread)] * AT_ONCE
    assert (Message.objects.count(), Mailing.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_notes_of_several_pages_at_the_same_moment_are_all_sent_into_one_thread() -> None:
    cast = make_cast()
    make_guardian(make_student(cast.section, "Lena"), "Mara", email="mara@example.org")
    clients = tabs_of(cast.ben)
    written = [
        {"body": f"Note {number}", "tone": "neutral", "content_kind": "learning", "once": str(uuid.uuid4())}
        for number in range(AT_ONCE)
    ]
    answers = pressed_together(cast.family, clients, written)
    thread = reverse("conversations:thread", args=[Thread.objects.get().pk])
    assert answers == [(302, thread)] * AT_ONCE
    assert (Message.objects.count(), Mailing.objects.count()) == (AT_ONCE, AT_ONCE)
