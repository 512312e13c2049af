"""Mail servers for tests: aiosmtpd that answers by a script, and a bare one for what aiosmtpd would never do."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session


@dataclass
class Taken:
    sender: str
    recipient: str
    data: bytes
    options: tuple[str, ...] = ()


@dataclass
class Sink:
    """What arrived, and what is answered to which recipient or sender."""

    arrived: list[Taken] = field(default_factory=list)
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_content: dict[str, str] = field(default_factory=dict)
    to_sender: str = ""
    pipelining: bool = True
    options: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802
        self, server: smtp.SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """aiosmtpd understands pipelined commands and does not say so; a client must hear it."""
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_MAIL(self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if self.to_sender:
            return self.to_sender
        envelope.mail_from, self.options = address, options
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        answer = self.to_recipient.get(address, "")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: smtp.SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        answer = self.to_content.get(recipient, "")
        if answer:
            return answer
        self.arrived.append(
            Taken(str(envelope.mail_from), recipient, bytes(envelope.original_content or b""), tuple(self.options))
        )
        return "250 2.0.0 kept"


@contextlib.contextmanager
def running(sink: Sink, settings: Any, *, pipelining: bool = True, **server: Any) -> Iterator[Sink]:
    """The sink on a free port, and our settings pointing there."""

    sink.pipelining = pipelining
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **server)
    controller.start()
    try:
        point_at(settings, controller.port)
        yield sink
    finally:
        controller.stop()


def point_at(settings: Any, port: int) -> None:
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", port, "none"
    settings.SMTP_USER = settings.SMTP_PASSWORD = ""
    settings.MAIL_DOMAIN, settings.MAIL_FROM = "school.example", "school@school.example"
    settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {"email": "gatepost.channels.providers.smtp.provider.Smtp"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Talk = Callable[[socket.socket, Any], None]


@contextlib.contextmanager
def scripted(settings: Any, *talks: Talk) -> Iterator[list[int]]:
    """A server that handles its first sessions by these functions and then goes away. Yields the sessions begun."""
    listener = socket.create_server(("127.0.0.1", 0))
    begun: list[int] = []

    def serve() -> None:
        for number, talk in enumerate(talks):
            with contextlib.suppress(OSError):
                connection, _peer = listener.accept()
                begun.append(number)
                with connection:
                    talk(connection, connection.makefile("rb"))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    point_at(settings, listener.getsockname()[1])
    try:
        yield begun
    finally:
        listener.close()
        thread.join(5)


def greet(connection: socket.socket, lines: Any, offers: tuple[str, ...] = ("PIPELINING", "8BITMIME")) -> None:
    connection.sendall(b"220 test ESMTP\r\n")
    lines.readline()
    connection.sendall("".join(f"250-{offer}\r\n" for offer in ("test", *offers)).encode() + b"250 HELP\r\n")


def take_one(connection: socket.socket, lines: Any, final: bytes = b"250 2.0.0 kept\r\n") -> bytes:
    """One message by the book; `final` is the answer to its content."""
    for answer in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
        lines.readline()
        connection.sendall(answer)
    content = b""
    while not content.endswith(b"\r\n.\r\n"):
        content += lines.readline()
    connection.sendall(final)
    return content


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with running(Sink(), settings) as found:
        yield found
