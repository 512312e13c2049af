"""Mutated mail, by the hundred (GATEPOST_FULL=1: ten thousand): nothing crashes, nothing is lost, nothing lands in a wrong thread."""

import os
import random
import resource
import sys
import time
from collections.abc import Callable

import pytest
from tests.channels_inbound.mails import NOTE, dsn, mail, multipart, quoted
from tests.channels_inbound.posting import note_to_amina
from tests.support.cast import Cast

from gatepost.channels import tokens
from gatepost.channels.inbound import commands, reading
from gatepost.channels.inbound.child import _read
from gatepost.channels.inbound.storing import store
from gatepost.channels.models import Inbound
from gatepost.conversations.models import Message

IS_FULL = os.environ.get("GATEPOST_FULL") == "1"
MAILS = 10_000 if IS_FULL else 300
# Through the real child and the database; each takes a fresh interpreter.
WHOLE_WAY = 500 if IS_FULL else 30

SEEDS = [
    mail(f"Yes.\n\nOn 20 Nov 2026, at 10:00, Ben <b@school.example> wrote:\n{quoted(NOTE)}"),
    mail("نعم، يمكنه الحضور.\n\nأُرسلت من الـ iPhone", encoding="base64"),
    mail("可以，他会来。".encode("gb2312"), content_type="text/plain; charset=gb2312", encoding="quoted-printable"),
    mail("<div>Yes</div><div class=gmail_quote>On Friday wrote:<blockquote>Note</blockquote></div>", content_type="text/html"),
    multipart(("Content-Type: text/plain", "Yes"), ("Content-Type: text/html", "<p>Yes</p>")),
    multipart(
        ("Content-Type: text/plain; format=flowed; delsp=yes", "Yes, \nhe can. \n> quoted \n"),
        ('Content-Type: image/jpeg; name="a.jpg"\nContent-Transfer-Encoding: base64', "AAAA" * 100),
        ("Content-Type: text/calendar; method=REPLY", "BEGIN:VCALENDAR\nEND:VCALENDAR"),
        ("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64", "eJ8+IgAAAA=="),
        kind="mixed",
    ),
    multipart(
        ("Content-Type: text/plain", "Yes"), ("Content-Type: application/pkcs7-signature; name=smime.p7s", "AAAA"), kind="signed"
    ),
    mail("I am away.", subject="Automatic reply: A note", extra="Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n"),
    mail("Je suis absente.", subject="Réponse automatique : un mot", extra="Precedence: bulk\n"),
    dsn(action="failed", status="5.1.1", diagnostic="550 5.1.1 User unknown"),
    dsn(action="delayed", status="4.4.1"),
    b"",
]
PIECES = [
    b"\0", b"\r", b"\n", b"\r\n\r\n", b"(" * 500, b";" * 3000, b"." * 5000, b"\xff\xfe", b"\xe2\x80\xae", b"=?utf-8?b?4oCu?=", b"=?x?q?=00?=",
    b"\r\nFrom: eve@elsewhere.example\r\n", b"\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n", b"--=_b\r\n", b"--=_b--\r\n", b"##- x -##",
    b"\r\nContent-Type: message/rfc822\r\n\r\n", b"charset=utf-7", b"charset=idna", b"charset=\"\xff\"", b"> " * 200, b"<blockquote>" * 50,
    b"Action: failed\r\nStatus: 5.1.1\r\n", b"On 1.1.2026 a <b@c.d> wrote:\r\n", b"\r\nTo: " + b"a@b.c," * 300 + b"\r\n", b"=" * 100, b"+AGE-" * 50,
]  # fmt: skip


def mutated(rng: random.Random) -> bytes:
    """A seed with a few random changes: cut, doubled, overwritten, spliced with another or with a hostile piece."""
    raw = bytearray(rng.choice(SEEDS))
    for _change in range(rng.randint(1, 8)):
        at, end = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
        change = rng.randrange(7)
        if change == 0:
            del raw[at : min(end, at + 200)]
        elif change == 1:
            raw[at:at] = raw[at : min(end, at + 2000)]
        elif change == 2 and raw:
            raw[min(at, len(raw) - 1)] = rng.randrange(256)
        elif change == 3:
            raw[at:at] = rng.choice(PIECES)
        elif change == 4:
            other = rng.choice(SEEDS)
            raw[at:end] = other[: rng.randrange(len(other) + 1)]
        elif change == 5:
            raw[at:at] = rng.randbytes(rng.randint(1, 40))
        else:
            raw[at:at] = rng.choice(PIECES) * rng.randint(1, 20)
    return bytes(raw[:200_000])


def test_no_mutated_mail_crashes_the_reading() -> None:
    """In this process, for speed; what the child would call a problem is one here too."""
    rng = random.Random(20_261_121)
    before, times = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    for _number in range(MAILS):
        raw, flags = mutated(rng), {"is_null_sender": rng.random() < 0.3, "is_to_bounces": rng.random() < 0.3}
        began = time.process_time()
        found = _read(raw, flags)
        times.append(time.process_time() - began)
        # A reason we gave it, not an exception that slipped through to the last net.
        assert "could not be taken apart" not in found.get("problem", ""), raw
    times.sort()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sys.stderr.write(f"\nfuzz: {MAILS} mails, p99 {times[int(0.99 * MAILS)]:.3f} s, max {times[-1]:.3f} s, {grown} MB more\n")


@pytest.mark.django_db
def test_no_mutated_mail_is_lost_or_placed_in_another_thread(cast: Cast) -> None:
    rng = random.Random(5)
    delivery = note_to_amina(cast)
    makers: list[Callable[..., str]] = [tokens.reply_address, tokens.bounce_address]
    kept: dict[int, bytes] = {}
    for _number in range(WHOLE_WAY):
        raw = mutated(rng)
        for key in store(raw, envelope_from=rng.choice(["amina@example.org", ""]), recipients=[rng.choice(makers)(delivery)]):
            kept[key] = raw
            commands.read_inbound(key)
    assert {inbound.pk: bytes(inbound.raw) for inbound in Inbound.objects.all()} == kept
    assert set(Inbound.objects.values_list("state", flat=True)) <= {"done", "quarantined"}
    assert set(Message.objects.values_list("thread__family_id", flat=True)) <= {cast.family.pk}
    assert not Message.objects.filter(is_verified=True).exclude(inbound__from_address__iexact="amina@example.org").exists()


def test_the_real_child_agrees_with_the_reading_in_this_process() -> None:
    rng = random.Random(7)
    for _number in range(5):
        raw = mutated(rng)
        here = _read(raw, {})
        there = reading.read(raw)
        assert (there.problem, there.text) == (here.get("problem", ""), here.get("text", ""))
