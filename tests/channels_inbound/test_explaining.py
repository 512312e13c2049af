"""`./gatepost inbound FILE`: what would this e-mail do? It says so and changes nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.channels_inbound.mails import NOTE, dsn, mail, quoted
from tests.channels_inbound.posting import note_to_amina
from tests.support.cast import Cast, restrict

from gatepost.channels import tokens
from gatepost.channels.models import Delivery, Inbound
from gatepost.conversations.models import Message
from gatepost.errands.models import Errand

pytestmark = pytest.mark.django_db


def said(tmp_path: Path, raw: bytes, *words: str) -> str:
    path = tmp_path / "mail.eml"
    path.write_bytes(raw)
    out = io.StringIO()
    call_command("inbound", str(path), *words, stdout=out)
    return out.getvalue()


def found(tmp_path: Path, raw: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(said(tmp_path, raw, "--json"))
    return answer


def test_an_answer_is_said_with_its_kind_sender_and_text(tmp_path: Path, cast: Cast) -> None:
    delivery = note_to_amina(cast)
    body = f"Yes, he can.\n\nOn 20 Nov 2026, at 10:00, Riverside wrote:\n{quoted(NOTE)}"
    answer = found(tmp_path, mail(body, to=tokens.reply_address(delivery)))
    assert (answer["kind"], answer["sender"], answer["text"]) == ("reply", "amina@example.org", "Yes, he can.")
    assert (answer["has_token"], answer["is_verified"], answer["answers"]) == (True, True, f"delivery {delivery.pk}")


def test_nothing_is_changed_by_it(tmp_path: Path, cast: Cast) -> None:
    delivery = note_to_amina(cast)
    restrict(cast.amina, cast.yusuf)
    found(tmp_path, mail(to=tokens.reply_address(delivery)))
    found(tmp_path, dsn(action="failed", status="5.1.1", to=tokens.bounce_address(delivery)))
    assert (Inbound.objects.count(), Message.objects.count(), Errand.objects.count()) == (0, 0, 0)
    assert Delivery.objects.get().state == "sent"


def test_a_restricted_guardians_answer_is_for_the_principal(tmp_path: Path, cast: Cast) -> None:
    delivery = note_to_amina(cast)
    restrict(cast.amina, cast.yusuf)
    answer = found(tmp_path, mail(to=tokens.reply_address(delivery)))
    assert (answer["kind"], answer["needs"]) == ("unplaced", "principal")


def test_without_a_token_it_still_says_what_it_would_be(tmp_path: Path, db: None) -> None:
    answer = found(tmp_path, mail("Yes."))
    assert (answer["kind"], answer["text"], answer["has_token"]) == ("reply", "Yes.", False)
    assert answer["note"] == "None of its addresses is one of ours with a valid token: the listener would refuse it."


def test_a_returned_message_is_said_with_its_reason(tmp_path: Path, db: None) -> None:
    answer = found(tmp_path, dsn(action="failed", status="5.2.2", diagnostic="552 mailbox full"))
    assert (answer["kind"], answer["reason"], answer["is_address_dead"]) == ("bounce", "mailbox-full", False)
    assert answer["recipients"] == ["amina@example.org"]
    assert found(tmp_path, dsn(action="delayed", status="4.4.1"))["kind"] == "temporary-bounce"


def test_an_automatic_answer_is_said_to_be_one(tmp_path: Path, db: None) -> None:
    assert found(tmp_path, mail("Away.", extra="Auto-Submitted: auto-replied\n"))["kind"] == "auto-reply"


def test_a_message_that_cannot_be_read_safely_is_said_to_be_one(tmp_path: Path, db: None) -> None:
    answer = found(tmp_path, b"From: a@example.org\r\nTo: " + b"." * 32_768 + b"\r\n\r\nhi")
    assert (answer["kind"], answer["text"]) == ("unreadable", "")


def test_for_people_it_is_said_in_lines(tmp_path: Path, db: None) -> None:
    lines = said(tmp_path, mail("Yes.", subject="Re: A note")).splitlines()
    assert lines[:3] == ["kind: reply", "sender: amina@example.org", "subject: Re: A note"]
    assert lines[-2:] == ["", "Yes."]


def test_a_file_that_is_not_there_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("inbound", "/nowhere/mail.eml")
