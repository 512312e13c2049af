"""Mail that means harm, read by the real limited child: set aside or read, quickly, and never the end of anything."""

import pytest
from tests.channels_inbound.mails import mail

from gatepost.channels.inbound import limits, reading
from gatepost.channels.inbound.reading import Reading, TooSlowError, read

HEAD = b"From: amina@example.org\r\nSubject: hi\r\n"
MIXED = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n"
TOO_LONG = "longer than a mail program writes"


def nested(depth: int) -> bytes:
    parts = [b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1) for level in range(depth)]
    return HEAD + MIXED + b"\r\n" + b"".join(parts) + b"hello"


REFUSED = {
    "32 kB of dots": HEAD + b"To: " + b"." * 32_768 + b"\r\n\r\nhi",
    "128 kB of dots": HEAD + b"To: " + b"." * 131_072 + b"\r\n\r\nhi",
    "32 kB of dots, folded": HEAD + b"To: " + (b"." * 70 + b"\r\n ") * 470 + b"x\r\n\r\nhi",
    "32 kB of semicolons": HEAD + b"Content-Type: text/plain" + b";" * 32_768 + b"\r\n\r\nhi",
    "910 brackets": b"From: " + b"(" * 904 + b"\r\n\r\nhi",
    "8 kB of brackets in To": HEAD + b"To: " + b"(" * 8_000 + b"\r\n\r\nhi",
    "semicolons in a part": HEAD + MIXED + b"\r\n--b0\r\nContent-Type: text/plain" + b";" * 500_000 + b"\r\n\r\nhi\r\n--b0--",
    "5,000 parts deep": nested(5_000),
    "21 parts deep": nested(21),
    "101 parts": HEAD + MIXED + b"\r\n" + b"--b0\r\n\r\nx\r\n" * 101 + b"--b0--",
    "101 fields": HEAD + b"To: a@example.org\r\n" * 101 + b"\r\nhi",
    "2 MB of header": HEAD + b"X-Trace: " + b"a" * 70 + (b"\r\n " + b"a" * 70) * 30_000 + b"\r\n\r\nhi",
}
READ = {
    "20 parts deep": nested(19),
    "8 kB of dots": HEAD + b"To: " + b"." * 8_000 + b"\r\n\r\nhi",
    "8 kB of semicolons": HEAD + b"Content-Type: text/plain" + b";" * 8_000 + b"\r\n\r\nhi",
    "200 traces of servers": HEAD + b"Received: from a by b; now\r\n" * 200 + b"\r\nhi",
    "no header": b"hi",
    "nothing": b"",
    "zero bytes": HEAD + b"\r\n" + b"\0" * 1000,
    "bare carriage returns": HEAD.replace(b"\n", b"") + b"\r\rhi",
    "no end of the parts": HEAD + MIXED + b"\r\n--b0\r\nContent-Type: text/plain\r\n\r\nhi",
    "base64 that is none": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
    "half a character": HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xd8",
    "lone surrogates": HEAD + b"Content-Type: text/plain; charset=utf-16\r\n\r\n\x00\xd8\x00\xd8",
    "comments without end": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * 50_000,
    "attributes without end": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a " * 100_000,
    "quotations in quotations": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 2_000 + b"hi",
    "On On On": HEAD + b"\r\n" + b"On " * 6_000 + b"\nwrote:",
    "From From From": HEAD + b"\r\n" + b"From: x\n" * 12_000,
    "lines of rules": HEAD + b"\r\n" + b"-----a-----\n" * 8_000,
    "a name without end": HEAD + b"Content-Type: image/png; name=" + b"a" * 7_000 + b"\r\n\r\nAAAA",
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_what_no_mail_program_writes_is_set_aside_with_a_reason(raw: bytes) -> None:
    found = read(raw)
    assert found.problem != ""
    assert found == Reading(problem=found.problem)


@pytest.mark.parametrize("raw", READ.values(), ids=READ.keys())
def test_what_is_only_strange_is_read(raw: bytes) -> None:
    assert read(raw).problem == ""


def test_a_photograph_of_18_mb_is_read_without_its_weight() -> None:
    photo = (b"A" * 76 + b"\r\n") * 320_000
    raw = (
        HEAD + MIXED + b"\r\n--b0\r\n\r\nHere is the slip.\r\n--b0\r\nContent-Type: image/jpeg; name=slip.jpg\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + photo
        + b"--b0\r\nContent-Type: image/png; name=two.png\r\n\r\nAAAA\r\n--b0--\r\n"
    )
    found = read(raw)
    assert (found.text, found.attachments) == ("Here is the slip.", ["slip.jpg", "two.png"])


def test_a_child_that_uses_up_its_time_is_a_problem_of_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    monkeypatch.setattr(reading, "_COMMAND", [*reading._COMMAND[:2], "-c", busy])
    assert read(mail()).problem == "Reading it took more time or memory than any honest message needs."


def test_a_child_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 0.5)
    monkeypatch.setattr(reading, "_COMMAND", [*reading._COMMAND[:2], "-c", "import time; time.sleep(600)"])
    with pytest.raises(TooSlowError):
        read(mail())


@pytest.mark.parametrize("said", ["", "no json", '{"problem": ""', "Traceback"])
def test_a_child_that_answers_nonsense_is_a_problem_of_the_message(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr(reading, "_COMMAND", [*reading._COMMAND[:2], "-c", f"print({said!r})"])
    assert read(mail()).problem == "Reading it ended without an answer."


def test_the_child_knows_no_secret_and_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEPOST_SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "postgres://canary")
    tell = "import json, os, sys; print(json.dumps({'problem': ' '.join([*os.environ, *os.environ.values()])}))"
    monkeypatch.setattr(reading, "_COMMAND", [*reading._COMMAND[:2], "-c", tell])
    seen = read(mail()).problem
    assert "PYTHONPATH" in seen
    assert "canary" not in seen


def test_the_child_imports_no_django() -> None:
    import subprocess

    code = "import gatepost.channels.inbound.child, sys; print('django' in sys.modules, 'psycopg' in sys.modules)"
    environment = {"PYTHONPATH": reading._SOURCE}
    done = subprocess.run([*reading._COMMAND[:2], "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
