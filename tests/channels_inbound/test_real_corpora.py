"""Real mail that others collected, where GATEPOST_REAL_DATA names the folder: how much of it is understood exactly.

Nothing of it is in this repository; the expectations are the collections' own, given here as line numbers and rules.
"""

import os
from pathlib import Path

import pytest
from tests.channels_inbound.mails import mail

from gatepost.channels.inbound.languages_of_mail import SENT_FROM
from gatepost.channels.inbound.reading_mail import read_mail

FOLDER = Path(os.environ.get("GATEPOST_REAL_DATA", "/nonexistent"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="GATEPOST_REAL_DATA names no folder")
# Which lines of each text are the answer: (first, last), last excluded; None: to the end. Signatures that are names are kept.
ANSWERS = {1: (0, 7), 3: (0, 5), 4: (0, 1), 5: (0, None), 6: (0, 3)} | dict.fromkeys(range(7, 16), (0, 5))
# Delay notices among the returned mail, by the collection's own expectations; and one that is no returned mail at all.
DELAYED = {"dsn_06", "dsn_08", "simple_03", "simple_21", "simple_35"}
NO_BOUNCE = {"qmail_08"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def files(pattern: str) -> list[Path]:
    return sorted(FOLDER.glob(pattern)) if FOLDER.is_dir() else []


@pytest.mark.parametrize("path", files("replies/crisp-en/email_*.txt"), ids=lambda path: path.stem)
def test_a_text_of_crisp_is_cut_exactly(path: Path) -> None:
    number = int(path.stem.removeprefix("email_"))
    found = read_mail(path.read_bytes())["text"]
    lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    if number == 2:  # answered between the lines
        assert found.startswith(f"{lines[0]}\n\nYou can list")
        assert ">" not in found.split("Something")[0]
        return
    first, last = ANSWERS[number]
    assert found == "\n".join(lines[first:last]).strip()


@pytest.mark.parametrize("path", files("replies/talon/standard_replies/*.eml"), ids=lambda path: path.stem)
def test_a_message_of_talon_is_cut_exactly(path: Path) -> None:
    expected = path.with_name(f"{path.stem}_reply_text")
    said = expected.read_text(encoding="utf-8") if expected.exists() else "Hello"
    kept = [line for line in said.split("\n-- ")[0].split("\n") if not SENT_FROM.match(line.strip())]
    assert squeezed(read_mail(path.read_bytes())["text"]) == squeezed("\n".join(kept))


@pytest.mark.parametrize("path", files("replies/talon/html_replies/*.html"), ids=lambda path: path.stem)
def test_html_of_talon_is_cut_exactly(path: Path) -> None:
    found = read_mail(mail(path.read_bytes(), content_type="text/html; charset=utf-8"))
    assert squeezed(found["text"]) == "Hi.Iamfine.Thanks,Alex"


@pytest.mark.parametrize("path", files("bounces/*_[0-9]*.txt"), ids=lambda path: path.stem)
@pytest.mark.parametrize("with_envelope", [True, False], ids=["by envelope", "by itself"])
def test_returned_mail_is_recognised_and_a_delay_marks_nothing_dead(path: Path, with_envelope: bool) -> None:
    found = read_mail(path.read_bytes(), is_null_sender=with_envelope, is_to_bounces=with_envelope)
    returned = found["returned"]
    if path.stem in NO_BOUNCE:
        assert (returned, bool(found["automatic"])) == (None, True)
    elif path.stem in DELAYED:
        assert (returned["action"], returned["is_address_dead"]) == ("delayed", False)
    else:
        assert returned["action"] == "failed"
