"""Gatepost's own mail: by the same door, ahead of everything, gone when it is sent, seen only where nothing is sent."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from tests.channels.sinks import Sink, point_at, sink

from gatepost.channels import commands
from gatepost.channels.models import SystemMail
from gatepost.kernel import clock

__all__ = ["sink"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_door(settings: Any) -> None:
    settings.EMAIL_BACKEND = "gatepost.channels.mail_backend.ChannelBackend"


def test_without_a_mail_server_it_stays_in_the_mailroom() -> None:
    assert send_mail("Your code", "QWRT-PLKJ", None, ["amina@example.org"]) == 1
    kept = SystemMail.objects.get()
    assert (kept.to, kept.body, kept.sent_at is not None) == (["amina@example.org"], "QWRT-PLKJ", True)
    assert commands.send_system_mail() == 0


def test_with_a_mail_server_it_is_sent_by_the_workers_and_then_forgotten(sink: Sink) -> None:
    message = EmailMultiAlternatives("Your código", "QWRT-PLKJ\n.dot", "Riverside <x@y>", ["amina@example.org"])
    message.attach_alternative("<p>QWRT-PLKJ</p>", "text/html")
    message.send()
    assert sink.arrived == []
    assert commands.send_system_mail() == 1
    [taken] = sink.arrived
    assert (taken.recipient, taken.sender) == ("amina@example.org", "school@school.example")
    assert b"QWRT-PLKJ" in taken.data
    assert b"Auto-Submitted: auto-generated" in taken.data
    assert b"\r\n.dot" in taken.data
    assert not SystemMail.objects.exists()


def test_a_header_cannot_be_smuggled_in(sink: Sink) -> None:
    commands.post_system_mail(["amina@example.org"], subject="Code\r\nBcc: eve@example.org", body="x")
    commands.send_system_mail()
    assert b"\nBcc:" not in sink.arrived[0].data


def test_a_refused_address_keeps_no_code(sink: Sink) -> None:
    sink.to_recipient["gone@example.org"] = "550 5.1.1 no such user"
    commands.post_system_mail(["gone@example.org"], subject="Your code", body="QWRT-PLKJ")
    assert commands.send_system_mail() == 0
    kept = SystemMail.objects.get()
    assert (kept.body, kept.failed_at is not None, kept.reason) == ("", True, "5.1.1 no such user")


def test_a_server_that_is_away_is_tried_again_later(settings: Any) -> None:
    point_at(settings, 1)
    commands.post_system_mail(["amina@example.org"], subject="Your code", body="QWRT-PLKJ")
    assert commands.send_system_mail() == 0
    kept = SystemMail.objects.get()
    assert (kept.attempts, kept.failed_at, kept.body) == (1, None, "QWRT-PLKJ")
    assert kept.due_at > clock.now()


def test_the_mailroom_forgets_codes_after_a_day() -> None:
    commands.post_system_mail(["amina@example.org"], subject="Your code", body="QWRT-PLKJ")
    commands.forget_passed()
    assert SystemMail.objects.count() == 1
    SystemMail.objects.update(created_at=clock.now() - clock.dt.timedelta(days=2))
    commands.forget_passed()
    assert not SystemMail.objects.exists()


def test_django_s_own_test_backend_is_not_what_we_tested() -> None:
    assert get_connection().__class__.__name__ == "ChannelBackend"
    assert not getattr(mail, "outbox", [])
