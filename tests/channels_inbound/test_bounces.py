"""Returned mail and delay notices: what came back for good, what is only late, and whether the address is dead."""

import pytest
from tests.channels_inbound.mails import dsn, mail

from gatepost.channels.inbound import status_codes
from gatepost.channels.inbound.reading_mail import read_mail

QMAIL = """Hi. This is the qmail-send program at example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<amina@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

The trip"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  amina@example.org
    mailbox is full

------ This is a copy of the message, including all the headers. ------

The trip"""
POSTFIX = """This is the Postfix program at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<amina@example.org>: Host or domain name not found. Name service error for
    name=example.org type=A"""
PLAIN = {
    "qmail": ("failure notice", QMAIL, "no-such-address"),
    "exim": ("Mail delivery failed: returning message to sender", EXIM, "mailbox-full"),
    "postfix": ("Undelivered Mail Returned to Sender", POSTFIX, "no-such-domain"),
}


def returned(raw: bytes, *, to_bounces: bool = True) -> tuple[str, str, bool]:
    found = read_mail(raw, is_null_sender=True, is_to_bounces=to_bounces)["returned"]
    return found["action"], found["reason"], found["is_address_dead"]


@pytest.mark.parametrize(
    ("status", "diagnostic", "reason", "is_dead"),
    [
        ("5.1.1", "550 5.1.1 <amina@example.org>: Recipient address rejected: User unknown", "no-such-address", True),
        ("5.1.2", "550 bad domain", "no-such-domain", True),
        ("5.1.10", "556 5.1.10 recipient domain does not accept mail (null MX)", "no-such-domain", True),
        ("5.2.1", "550 5.2.1 The email account is disabled", "address-closed", True),
        ("5.2.2", "552 5.2.2 mailbox full", "mailbox-full", False),
        ("5.2.3", "552 too big", "message-too-large", False),
        ("5.7.1", "550 5.7.1 Message blocked by policy", "refused", False),
        ("5.7.26", "550 5.7.26 unauthenticated email is not accepted due to the domain's DMARC policy", "refused", False),
        ("5.0.0", "550 No such user here", "no-such-address", True),
        ("5.0.0", "", "bounced", True),
        ("4.4.7", "delivery time expired", "server-silent", False),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", "no-such-address", True),
    ],
)
def test_a_failure_is_understood_by_its_code_and_its_words(status: str, diagnostic: str, reason: str, is_dead: bool) -> None:
    assert returned(dsn(action="failed", status=status, diagnostic=diagnostic)) == ("failed", reason, is_dead)


def test_a_delay_is_no_failure() -> None:
    action, _reason, is_dead = returned(dsn(action="delayed", status="4.4.1", diagnostic="connect: timed out"))
    assert (action, is_dead) == ("delayed", False)


def test_a_delay_with_frightening_words_marks_nothing_dead() -> None:
    action, _reason, is_dead = returned(dsn(action="delayed", status="4.2.2", diagnostic="452 user unknown, mailbox disabled"))
    assert (action, is_dead) == ("delayed", False)


def test_a_notice_of_arrival_is_no_failure() -> None:
    assert returned(dsn(action="relayed", status="2.0.0"))[0] == "arrived"


@pytest.mark.parametrize(("subject", "body", "reason"), PLAIN.values(), ids=PLAIN.keys())
def test_a_notice_in_plain_words_is_understood(subject: str, body: str, reason: str) -> None:
    raw = mail(body, sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>", subject=subject)
    assert returned(raw)[:2] == ("failed", reason)


def test_a_warning_in_plain_words_is_a_delay() -> None:
    body = (
        "This is a warning message only. You do not need to resend your message.\nYour message has been delayed and will be retried.\n"
        "amina@example.org"
    )
    raw = mail(body, sender="MAILER-DAEMON@mx.example.org", subject="Warning: message delayed")
    action, _reason, is_dead = returned(raw)
    assert (action, is_dead) == ("delayed", False)


def test_a_family_that_writes_of_failure_is_not_a_bounce() -> None:
    raw = mail(
        "The letter was returned to sender: user unknown! Our old address does not exist any more.", subject="Re: Delivery failed"
    )
    assert read_mail(raw)["returned"] is None


def test_a_bounce_at_the_reply_address_is_a_bounce_too() -> None:
    assert returned(dsn(action="failed", status="5.1.1"), to_bounces=False)[0] == "failed"


def test_every_meaning_that_spares_the_address_is_about_the_moment_or_the_message() -> None:
    spared = {found.slug for found, _words in status_codes._WORDS if not found.is_address_dead}
    assert spared == {"mailbox-full", "message-too-large", "refused", "server-silent"}
