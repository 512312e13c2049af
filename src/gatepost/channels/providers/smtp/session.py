"""One session with a mail server: greeting, encryption, sign-in, and lines in both directions."""

import base64
import socket
import ssl
from collections.abc import Iterable
from types import TracebackType

from django.conf import settings

from gatepost.channels.ports import DeliveryError
from gatepost.channels.providers.smtp.replies import Reply, parse

CONNECT_SECONDS, REPLY_SECONDS = 15.0, 60.0
_LONGEST_LINE = 8192
SECURITIES = ("none", "starttls-if-offered", "starttls", "tls")


class LostError(Exception):
    """The connection broke, or the server no longer speaks SMTP."""


class Session:
    """An open session, ready for MAIL. Raises DeliveryError where it cannot be opened."""

    def __init__(self) -> None:
        self.offers: set[str] = set()
        self._buffer = b""
        try:
            self._socket = socket.create_connection((settings.SMTP_HOST, settings.SMTP_PORT), CONNECT_SECONDS)
        except OSError as error:
            raise DeliveryError(f"The mail server cannot be reached: {error}", permanent=False) from error
        try:
            self._open()
        except (LostError, OSError) as error:
            self._socket.close()
            raise DeliveryError(f"The mail server does not answer as it should: {error}", permanent=False) from error
        except DeliveryError:
            self._socket.close()
            raise

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise LostError(str(error)) from error

    def read(self) -> Reply:
        """The next reply; lines before its last one are passed over."""
        while (reply := self._parsed(self._line())) is None:
            pass
        return reply

    def ask(self, command: str) -> Reply:
        self.write(command.encode() + b"\r\n")
        return self.read()

    def close(self) -> None:
        """Say goodbye and do not wait for it to be answered."""
        try:
            self._socket.settimeout(1)
            self._socket.sendall(b"QUIT\r\n")
        except OSError:
            pass
        finally:
            self._socket.close()

    def _open(self) -> None:
        self._socket.settimeout(REPLY_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        security = settings.SMTP_SECURITY
        if security not in SECURITIES:
            raise DeliveryError(f"GATEPOST_SMTP_SECURITY is “{security}”; use one of {', '.join(SECURITIES)}.", permanent=True)
        if security == "tls":
            self._encrypt(_verified())
        greeting = self.read()
        if not greeting.is_ok:
            raise DeliveryError(f"The mail server sends us away: {greeting.words}", permanent=False, reason="busy")
        self._greet()
        if security.startswith("starttls"):
            self._start_encryption(is_required=security == "starttls")
        if settings.SMTP_USER:
            self._sign_in()

    def _greet(self) -> None:
        self.write(f"EHLO {_own_name()}\r\n".encode())
        lines = [self._line()]
        while self._parsed(lines[-1]) is None:
            lines.append(self._line())
        if self._parsed(lines[-1]) != Reply(250, lines[-1][4:].decode("utf-8", "replace").strip()):
            self.offers = set()
            if not self.ask(f"HELO {_own_name()}").is_ok:
                raise DeliveryError("The mail server does not take our greeting.", permanent=True, reason="server-refuses-us")
            return
        self.offers = {line[4:].decode("ascii", "replace").strip().upper() for line in lines[1:]}

    def _start_encryption(self, *, is_required: bool) -> None:
        if "STARTTLS" not in self.offers or not self.ask("STARTTLS").is_ok:
            if is_required:
                raise DeliveryError("The mail server offers no encryption.", permanent=True, reason="server-refuses-us")
            return
        # What came before the encryption could be anybody's; it is thrown away.
        self._buffer = b""
        self._encrypt(_verified() if is_required or settings.SMTP_USER else _any_certificate())
        self._greet()

    def _encrypt(self, context: ssl.SSLContext) -> None:
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=settings.SMTP_HOST)
        except ssl.SSLError as error:
            raise DeliveryError(
                f"The encryption with the mail server failed: {error}", permanent=True, reason="server-refuses-us"
            ) from error

    def _sign_in(self) -> None:
        """The password travels encrypted, or to this very machine, or where somebody has said “none”."""
        is_safe = isinstance(self._socket, ssl.SSLSocket) or settings.SMTP_SECURITY == "none" or _is_this_machine()
        ways = self.offered("AUTH")
        if not is_safe:
            raise DeliveryError(
                "The mail server offers no encryption for our password.", permanent=True, reason="server-refuses-us"
            )
        if "PLAIN" in ways:
            reply = self.ask("AUTH PLAIN " + _base64(f"\0{settings.SMTP_USER}\0{settings.SMTP_PASSWORD}"))
        else:
            reply = self._sign_in_by_steps()
        if not reply.is_ok:
            raise DeliveryError("The mail server refuses our name or password.", permanent=True, reason="server-refuses-us")

    def _sign_in_by_steps(self) -> Reply:
        reply = self.ask("AUTH LOGIN")
        for secret in (settings.SMTP_USER, settings.SMTP_PASSWORD):
            if reply.code != 334:
                return reply
            reply = self.ask(_base64(secret))
        return reply

    def offered(self, word: str) -> Iterable[str]:
        """What follows a keyword of the server's offers, such as the ways of AUTH; empty where it is not offered."""
        return next((offer.split()[1:] or [""] for offer in self.offers if offer.split()[:1] == [word]), [])

    def _line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LONGEST_LINE:
                raise LostError("an endless line")
            try:
                received = self._socket.recv(65536)
            except OSError as error:
                raise LostError(str(error)) from error
            if not received:
                raise LostError("closed by the server")
            self._buffer += received
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line

    def _parsed(self, line: bytes) -> Reply | None:
        try:
            return parse(line)
        except ValueError as error:
            raise LostError("not SMTP") from error


def _own_name() -> str:
    name = settings.MAIL_DOMAIN
    return name if name and name.isascii() else "localhost"


def _is_this_machine() -> bool:
    return settings.SMTP_HOST in {"localhost", "127.0.0.1", "::1"}


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _verified() -> ssl.SSLContext:
    return ssl.create_default_context()


def _any_certificate() -> ssl.SSLContext:
    """Encryption against listeners where none is demanded: whoever could forge a certificate could also take the offer away."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
