"""The door for mail over real sockets: who is let in, what is kept before it is acknowledged, what happens without a database."""

import asyncio
import contextlib
import json
import smtplib
import socket
import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from tests.channels_inbound.mails import mail

from gatepost.channels import tokens
from gatepost.channels.inbound import limits, listener
from gatepost.channels.inbound.door import stop_address
from gatepost.channels.models import Inbound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ports() -> Iterator[tuple[int, int]]:
    """(SMTP, LMTP) of a listener that runs in a thread of its own."""
    ready, ended = threading.Event(), threading.Event()
    found: list[int] = []

    async def run() -> None:
        servers = await listener.open_doors(smtp=("127.0.0.1", 0), lmtp=("127.0.0.1", 0))
        found.extend(server.sockets[0].getsockname()[1] for server in servers)
        ready.set()
        await asyncio.to_thread(ended.wait)
        for server in servers:
            server.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    yield found[0], found[1]
    ended.set()
    thread.join(10)


@pytest.fixture
def door(ports: tuple[int, int]) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", ports[0], timeout=10) as client:
        client.ehlo()
        yield client


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> Iterator[None]:
    """The queue's tables are not Django's: nobody else empties them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def jobs() -> list[tuple[str, str, dict[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name, args::text FROM procrastinate_jobs ORDER BY id")
        return [(name, queue, json.loads(ids)) for name, queue, ids in cursor.fetchall()]


def hand_in(client: smtplib.SMTP, raw: bytes, *recipients: str, sender: str = "amina@example.org") -> tuple[int, bytes]:
    client.mail(sender)
    for recipient in recipients:
        client.rcpt(recipient)
    return client.data(raw)


@pytest.mark.parametrize("make", [tokens.reply_address, tokens.bounce_address, stop_address], ids=["reply", "bounce", "stop"])
def test_a_message_to_an_address_of_ours_is_kept_as_it_came_and_asked_for(door: smtplib.SMTP, make: object) -> None:
    address = make(7)  # type: ignore[operator]
    raw = mail("Yes.\r\n.hidden dot\r\n..two dots")
    assert hand_in(door, raw, address)[0] == 250
    [inbound] = Inbound.objects.all()
    assert bytes(inbound.raw) == raw + b"\r\n"
    assert (inbound.envelope_from, inbound.envelope_to, inbound.state) == ("amina@example.org", [address], "stored")
    assert jobs() == [("channels.read_inbound", "urgent", {"inbound_id": inbound.pk})]


def test_an_address_typed_in_capitals_is_ours_too(door: smtplib.SMTP) -> None:
    assert door.mail("a@example.org")[0] == 250
    assert door.rcpt(tokens.reply_address(7).upper())[0] == 250


def forged(address: str) -> str:
    local, _at, domain = address.partition("@")
    return f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"


@pytest.mark.parametrize(
    "address",
    [
        "office@localhost",
        "reply+abc@localhost",
        forged(tokens.reply_address(7)),
        tokens.reply_address(7).replace("reply+", "bounce+"),
        tokens.bounce_address(7).replace("bounce+", "reply+"),
        tokens.reply_address(7).replace("@localhost", "@elsewhere.example"),
        f"reply+{'a' * 78}@localhost",
    ],
)
def test_any_other_address_is_refused_for_good(door: smtplib.SMTP, address: str) -> None:
    door.mail("a@example.org")
    assert door.rcpt(address)[0] == 550
    assert Inbound.objects.count() == 0


def test_the_empty_return_path_of_notices_is_welcome(door: smtplib.SMTP) -> None:
    assert hand_in(door, mail(), tokens.bounce_address(7), sender="")[0] == 250
    assert Inbound.objects.get().envelope_from == ""


def test_a_message_handed_in_twice_is_kept_once(door: smtplib.SMTP) -> None:
    for _time in range(2):
        assert hand_in(door, mail(), tokens.reply_address(7))[0] == 250
    assert (Inbound.objects.count(), len(jobs())) == (1, 1)


def test_one_message_for_two_deliveries_is_kept_for_each(door: smtplib.SMTP) -> None:
    assert hand_in(door, mail(), tokens.reply_address(7), tokens.reply_address(8))[0] == 250
    assert [inbound.envelope_to for inbound in Inbound.objects.order_by("pk")] == [
        [tokens.reply_address(7)],
        [tokens.reply_address(8)],
    ]


def test_too_many_recipients_are_asked_to_come_one_by_one(door: smtplib.SMTP) -> None:
    door.mail("a@example.org")
    answers = [door.rcpt(tokens.reply_address(number))[0] for number in range(1, 13)]
    assert answers == [250] * 10 + [452] * 2


def test_a_message_beyond_25_mb_is_refused(door: smtplib.SMTP) -> None:
    assert door.esmtp_features["size"] == str(limits.MESSAGE_BYTES)
    raw = b"Subject: big\r\n\r\n" + b"x" * 76 + b"\r\n"
    assert hand_in(door, raw * (limits.MESSAGE_BYTES // len(raw) + 1), tokens.reply_address(7))[0] == 552
    assert Inbound.objects.count() == 0


def test_a_line_longer_than_the_rules_allow_is_kept(door: smtplib.SMTP) -> None:
    assert hand_in(door, b"To: " + b"." * 131_072 + b"\r\n\r\nhi\r\n", tokens.reply_address(7))[0] == 250
    assert Inbound.objects.count() == 1


def test_without_the_database_the_sender_is_asked_to_come_again_and_nothing_is_acknowledged(
    door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise DatabaseError("the database is away")

    with monkeypatch.context() as context:
        context.setattr("gatepost.channels.inbound.storing.Inbound.objects.bulk_create", away)
        assert hand_in(door, mail(), tokens.reply_address(7))[0] == 451
    assert (Inbound.objects.count(), jobs()) == (0, [])
    assert hand_in(door, mail(), tokens.reply_address(7))[0] == 250
    assert Inbound.objects.count() == 1


def test_a_job_that_cannot_be_asked_for_leaves_no_message_behind(door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise DatabaseError("no queue")

    monkeypatch.setattr("gatepost.channels.inbound.storing.jobs.defer", refuse)
    assert hand_in(door, mail(), tokens.reply_address(7))[0] == 451
    assert Inbound.objects.count() == 0


def test_a_confused_client_is_never_told_that_its_message_failed_for_good(
    door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_address: str) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(listener, "door_of", broken)
    door.mail("a@example.org")
    assert door.rcpt(tokens.reply_address(7))[0] == 451


def test_more_than_a_family_writes_to_one_address_is_asked_to_come_later(
    door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "MOST_MESSAGES", 2)
    ours = [tokens.reply_address(7), stop_address(7), tokens.reply_address(7), tokens.reply_address(8)]
    answers = [hand_in(door, mail(f"Number {number}"), address)[0] for number, address in enumerate(ours)]
    assert answers == [250, 250, 452, 250]
    assert Inbound.objects.count() == 3


def test_when_even_counting_fails_the_sender_is_asked_to_come_again(door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_more: object) -> int:
        raise DatabaseError("the database is away")

    monkeypatch.setattr("gatepost.channels.inbound.listener.counters.count", away)
    assert hand_in(door, mail(), tokens.reply_address(7))[0] == 451
    assert Inbound.objects.count() == 0


def test_a_repeat_provokes_no_error_that_the_database_would_log_with_the_message(
    door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both at the same moment: the second finds nothing yet when it looks."""
    hand_in(door, mail(), tokens.reply_address(7))
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda _self: False)
    assert hand_in(door, mail(), tokens.reply_address(7))[0] == 250
    assert Inbound.objects.count() == 1


def test_lmtp_takes_one_recipient_at_a_time_and_answers_for_it(ports: tuple[int, int]) -> None:
    with smtplib.LMTP("127.0.0.1", ports[1], timeout=10) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("amina@example.org")
        assert client.rcpt(tokens.reply_address(7))[0] == 250
        assert client.rcpt(tokens.reply_address(8))[0] == 452
        assert client.data(mail())[0] == 250
    assert Inbound.objects.get().envelope_to == [tokens.reply_address(7)]


def test_too_many_connections_are_asked_to_come_again(ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_CONNECTIONS", 2)
    with contextlib.ExitStack() as held:
        clients = [held.enter_context(socket.create_connection(("127.0.0.1", ports[0]), timeout=10)) for _number in range(2)]
        assert [client.recv(3) for client in clients] == [b"220", b"220"]
        third = held.enter_context(socket.create_connection(("127.0.0.1", ports[0]), timeout=10))
        assert third.recv(100).startswith(b"421")
        assert third.recv(100) == b""
