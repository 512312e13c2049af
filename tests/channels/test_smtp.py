"""SMTP against a real server: what is said over the wire, and what each answer means."""

import socket
from typing import Any

import pytest
from tests.channels.posting import deliver, many_guardians, post, post_to_amina, to
from tests.channels.sinks import Sink, greet, point_at, running, scripted, sink, take_one
from tests.support.cast import Cast

from gatepost.channels.models import Delivery, Mailing
from gatepost.channels.providers.smtp.session import Session
from gatepost.people.models import ContactPoint

__all__ = ["sink"]
pytestmark = pytest.mark.django_db


def result(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


@pytest.fixture
def mailing(cast: Cast) -> Mailing:
    return post(cast, *[to(guardian) for guardian in many_guardians(cast, 7)])


@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "in turn"])
def test_every_family_gets_its_own(mailing: Mailing, settings: Any, pipelining: bool) -> None:
    with running(Sink(), settings, pipelining=pipelining) as found:
        with Session() as session:
            assert ("PIPELINING" in session.offers) is pipelining
        assert deliver(mailing) == 7
    assert [taken.recipient for taken in found.arrived] == [f"adult{index}@example.org" for index in range(7)]
    assert len({taken.sender for taken in found.arrived}) == 7
    assert all(taken.sender.startswith("bounce+") for taken in found.arrived)
    assert set(mailing.deliveries.values_list("state", "provider", "provider_reference")) == {("sent", "smtp", "2.0.0 kept")}


@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "in turn"])
def test_a_refusal_in_the_middle_stops_nobody_else(mailing: Mailing, settings: Any, pipelining: bool) -> None:
    script = Sink(
        to_recipient={"adult1@example.org": "550 5.1.1 no such user", "adult3@example.org": "450 4.2.0 greylisted"},
        to_content={"adult5@example.org": "554 5.7.1 looks like spam"},
    )
    with running(script, settings, pipelining=pipelining) as found:
        assert deliver(mailing) == 4
    assert [taken.recipient[5] for taken in found.arrived] == ["0", "2", "4", "6"]
    said = dict(mailing.deliveries.values_list("address", "state"))
    assert (said["adult1@example.org"], said["adult3@example.org"], said["adult5@example.org"]) == ("failed", "queued", "failed")


@pytest.mark.parametrize(
    ("answer", "state", "reason", "contact"),
    [
        ("550 5.1.1 no such user", "failed", "no-such-address", "bouncing"),
        ("550 no such user", "failed", "no-such-address", "bouncing"),
        ("550 5.7.1 we do not like you", "failed", "refused", "unverified"),
        ("552 5.2.2 mailbox full", "failed", "mailbox-full", "unverified"),
        ("450 4.2.1 try later", "queued", "busy", "unverified"),
        ("552 quota", "failed", "mailbox-full", "unverified"),
    ],
)
def test_an_answer_means_what_it_says_for_message_and_address(
    cast: Cast, sink: Sink, answer: str, state: str, reason: str, contact: str
) -> None:
    delivery = post_to_amina(cast)
    sink.to_recipient["amina@example.org"] = answer
    deliver(delivery.mailing)
    assert result(delivery) == (state, reason)
    assert ContactPoint.objects.get(pk=delivery.contact_point_id).state == contact


def test_a_temporary_refusal_is_tried_later_and_not_at_once(cast: Cast, sink: Sink) -> None:
    delivery = post_to_amina(cast)
    sink.to_recipient["amina@example.org"] = "450 4.2.1 try later"
    deliver(delivery.mailing)
    delivery.refresh_from_db()
    assert delivery.attempts == 1
    sink.to_recipient.clear()
    assert deliver(delivery.mailing) == 0
    Delivery.objects.update(due_at=delivery.mailing.created_at)
    assert deliver(delivery.mailing) == 1


def test_a_server_that_is_away_costs_no_message_a_try(mailing: Mailing, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    point_at(settings, port)
    assert deliver(mailing) == 0
    assert set(mailing.deliveries.values_list("state", "attempts", "reason")) == {("queued", 0, "unreachable")}


def test_a_refused_sender_is_our_trouble_and_no_family_s(mailing: Mailing, sink: Sink) -> None:
    sink.to_sender = "550 5.7.1 relaying denied"
    deliver(mailing)
    assert set(mailing.deliveries.values_list("state", flat=True)) == {"queued"}
    assert not ContactPoint.objects.filter(state="bouncing").exists()


def test_a_server_that_closes_between_messages_is_opened_again(mailing: Mailing, settings: Any) -> None:
    def two_then_421(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        take_one(connection, lines)
        take_one(connection, lines)
        connection.sendall(b"421 4.7.0 enough for one session\r\n")

    def the_rest(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        for _message in range(5):
            take_one(connection, lines)

    with scripted(settings, two_then_421, the_rest) as begun:
        assert deliver(mailing) == 7
    assert begun == [0, 1]
    assert set(mailing.deliveries.values_list("state", "attempts")) == {("sent", 1)}


def test_a_connection_lost_before_the_answer_leaves_one_message_to_be_tried_again(mailing: Mailing, settings: Any) -> None:
    def gone_after_the_third(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        take_one(connection, lines)
        take_one(connection, lines)
        take_one(connection, lines, final=b"")

    def the_rest(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        for _message in range(4):
            take_one(connection, lines)

    with scripted(settings, gone_after_the_third, the_rest):
        assert deliver(mailing) == 6
    unsure = mailing.deliveries.exclude(state="sent").get()
    assert (unsure.address, unsure.state, unsure.reason, unsure.attempts) == ("adult2@example.org", "queued", "lost-under-way", 1)


def test_a_421_to_a_content_is_no_acceptance(mailing: Mailing, settings: Any) -> None:
    def away(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        take_one(connection, lines)
        take_one(connection, lines, final=b"421 4.3.2 shutting down\r\n")

    def the_rest(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)
        for _message in range(5):
            take_one(connection, lines)

    with scripted(settings, away, the_rest):
        assert deliver(mailing) == 6
    assert mailing.deliveries.get(state="queued").address == "adult1@example.org"


def test_a_server_that_only_slams_doors_is_left_alone_for_a_while(mailing: Mailing, settings: Any) -> None:
    def slam(connection: socket.socket, lines: Any) -> None:
        greet(connection, lines)

    with scripted(settings, slam, slam, slam) as begun:
        assert deliver(mailing) == 0
    assert len(begun) == 2
    assert set(mailing.deliveries.values_list("state", flat=True)) == {"queued"}


def test_nonsense_from_the_server_is_an_outage(mailing: Mailing, settings: Any) -> None:
    def babble(connection: socket.socket, lines: Any) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with scripted(settings, babble):
        assert deliver(mailing) == 0
    assert set(mailing.deliveries.values_list("state", "reason")) == {("queued", "unreachable")}
