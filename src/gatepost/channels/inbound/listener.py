"""The door for mail: SMTP and LMTP on addresses of this machine, for its own mail server to hand messages in.

A message is answered with 250 only after its bytes are committed; if the database is away the sender is asked to come again.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connection

from gatepost.channels.inbound import limits
from gatepost.channels.inbound.door import door_of
from gatepost.channels.inbound.storing import store
from gatepost.kernel import limits as counters

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 50
MOST_RECIPIENTS = 10
MOST_COMMANDS = 2_000
IDLE_SECONDS = 60.0  # between two commands, and for the whole of one message
SESSION_SECONDS = 600.0
STORE_SECONDS = 30.0
# Of one address of ours: a family writes a few; who holds its address shall not fill the disk with it.
MOST_MESSAGES = 60
_WITHIN = dt.timedelta(hours=1)
# A line may be longer than RFC 5321 says: the message is kept and set aside rather than sent back.
LINE_BYTES = 1024 * 1024

TAKEN = "250 2.6.0 Kept"
NOT_OURS = "550 5.1.1 No such address here"
ONE_AT_A_TIME = "452 4.5.3 Too many recipients, please hand the others in separately"
LATER = "452 4.7.1 Too many messages to this address for now, please come again later"
COME_AGAIN = "451 4.3.0 Cannot keep it now, please come again"
FULL = b"421 4.3.2 Too many connections, please come again\r\n"


class TooManyError(Exception):
    """More came to one address of ours than a family writes."""


class Handler:
    """Decides on recipients and keeps messages; the protocol around it is aiosmtpd's."""

    def __init__(self, *, most_recipients: int = MOST_RECIPIENTS) -> None:
        self._most_recipients = most_recipients

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if door_of(address) is None:
            return NOT_OURS
        if len(envelope.rcpt_tos) >= self._most_recipients:
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        sender = "" if envelope.mail_from in {None, "<>"} else str(envelope.mail_from)
        keeping = asyncio.to_thread(_keep, raw, sender, list(envelope.rcpt_tos))
        try:
            await asyncio.wait_for(keeping, STORE_SECONDS)
        except TooManyError:
            return LATER
        except Exception as error:
            # Its words stay out of the log: a database quotes the row. If the row was kept after all, the repeat is recognised.
            log.error("An incoming message could not be stored (%s); its sender was asked to come again", type(error).__name__)  # noqa: TRY400
            return COME_AGAIN
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        log.error("The listener was confused by a client: %s", type(error).__name__)
        return COME_AGAIN


def _keep(raw: bytes, sender: str, recipients: list[str]) -> None:
    close_old_connections()
    try:
        _count(recipients)
        store(raw, envelope_from=sender, recipients=recipients)
    except TooManyError:
        raise
    except Exception:
        connection.close()
        raise


def _count(recipients: list[str]) -> None:
    """For each delivery, whichever of its addresses it is. Trouble in counting is trouble of the database: come again."""
    doors = (door_of(recipient) for recipient in recipients)
    for key in sorted({door.delivery_id for door in doors if door is not None}):
        if counters.count(f"channels.inbound:{key}", within=_WITHIN) > MOST_MESSAGES:
            raise TooManyError


class _Guarded(SMTP):
    """aiosmtpd's protocol with an end to every session and a bound on how many there are."""

    line_length_limit = LINE_BYTES
    local_part_limit = 200
    open_sessions = 0
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if _Guarded.open_sessions >= MOST_CONNECTIONS and isinstance(transport, asyncio.WriteTransport):
            transport.write(FULL)
            transport.close()
            return
        _Guarded.open_sessions += 1
        self._end = self.loop.call_later(SESSION_SECONDS, transport.close)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._end is None:
            return
        self._end.cancel()
        self._end = None
        _Guarded.open_sessions -= 1
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._end is not None:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self._end is not None else False


class _Lmtp(_Guarded, LMTP):
    """LMTP answers once for every recipient; with one at a time that is what aiosmtpd does."""


def make(protocol: type[SMTP], loop: asyncio.AbstractEventLoop) -> Callable[[], SMTP]:
    """A factory of sessions for one port."""
    options: dict[str, Any] = {
        "data_size_limit": limits.MESSAGE_BYTES,
        "enable_SMTPUTF8": True,
        "hostname": settings.MAIL_DOMAIN,
        "ident": "Gatepost",
        "timeout": IDLE_SECONDS,
        "command_call_limit": MOST_COMMANDS,
        "loop": loop,
    }
    handler = Handler(most_recipients=1 if issubclass(protocol, LMTP) else MOST_RECIPIENTS)
    return lambda: protocol(handler, **options)


async def open_doors(*, smtp: tuple[str, int] | None, lmtp: tuple[str, int] | None) -> list[asyncio.Server]:
    """Listen on these; the servers run in the loop that asks."""
    loop = asyncio.get_running_loop()
    wanted: list[tuple[type[SMTP], tuple[str, int] | None]] = [(_Guarded, smtp), (_Lmtp, lmtp)]
    return [await loop.create_server(make(protocol, loop), *address) for protocol, address in wanted if address is not None]
