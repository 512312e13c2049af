"""E-mail by SMTP: one session for many messages, a new one where the server closes it."""

from collections.abc import Iterable, Iterator

from gatepost.channels import reasons, tokens
from gatepost.channels.composing import compose
from gatepost.channels.mime import BadAddressError, Message, wire_address
from gatepost.channels.models import SystemMail
from gatepost.channels.ports import DeliveryError, Outcome, Outgoing, Receipt
from gatepost.channels.providers.smtp import single
from gatepost.channels.providers.smtp.pipeline import Closed, Letter, Line
from gatepost.channels.providers.smtp.session import Session


class Smtp:
    """The mail server of settings.SMTP_HOST."""

    name = "smtp"
    claims = 500
    gathers = False

    def __init__(self) -> None:
        self._messages: dict[int, Message] = {}
        self._unwritable: list[Receipt] = []

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        """Receipts as the server answers. A server that takes nothing at all in a fresh session is trouble with the way."""
        waiting = iter(batch)
        left: Letter | None = None
        is_fresh_start = True
        while True:
            outgoing = None if left is not None else next(waiting, None)
            if left is None and outgoing is None:
                yield from self._take_unwritable()
                return
            with Session() as session:
                line = Line(session, lambda with_session: self._next(waiting, with_session))
                letter = left or (self._written(outgoing, session) if outgoing else None) or self._next(waiting, session)
                left = None
                try:
                    if letter is not None:
                        for receipt in line.carry(letter):
                            yield receipt
                            yield from self._take_unwritable()
                except Closed as closed:
                    left = closed.letter
                    if not line.carried and not is_fresh_start:
                        raise DeliveryError(
                            "The mail server ends every session at once.", permanent=False, reason="busy"
                        ) from None
                is_fresh_start = bool(line.carried)
            yield from self._take_unwritable()

    def send_system_mail(self, mail: SystemMail) -> None:
        single.send(mail)

    def _next(self, waiting: Iterator[Outgoing], session: Session) -> Letter | None:
        """The next message that can be written; those that cannot get their receipts meanwhile."""
        for outgoing in waiting:
            letter = self._written(outgoing, session)
            if letter is not None:
                return letter
        return None

    def _written(self, outgoing: Outgoing, session: Session) -> Letter | None:
        content = outgoing.content
        key = content.pk
        eight_bit = "8BITMIME" in session.offers
        try:
            message = self._messages.get(key)
            if message is None:
                message = self._messages[key] = Message(compose(content, kind=content.mailing.kind), key)
            address = wire_address(outgoing.address)
            data = single.stuffed(message.filled(outgoing.delivery_id, address, outgoing.personal, eight_bit=eight_bit))
            needs = self._needs(address, session, is_8bit=eight_bit and message.fits_8bit)
        except BadAddressError:
            self._refuse(outgoing, reasons.NO_SUCH_ADDRESS, is_bad_address=True)
            return None
        except (ValueError, TypeError, KeyError):
            self._refuse(outgoing, "cannot-be-written")
            return None
        return Letter(outgoing.delivery_id, tokens.bounce_address(outgoing.delivery_id), address, data, needs)

    def _needs(self, address: str, session: Session, *, is_8bit: bool) -> str:
        """What MAIL has to say of the message. An address beyond ASCII needs a server that knows of them (RFC 6531)."""
        if not address.isascii() and "SMTPUTF8" not in session.offers:
            raise BadAddressError(address)
        return (" BODY=8BITMIME" if is_8bit else "") + ("" if address.isascii() else " SMTPUTF8")

    def _refuse(self, outgoing: Outgoing, reason: str, *, is_bad_address: bool = False) -> None:
        self._unwritable.append(Receipt(outgoing.delivery_id, Outcome.FAILED, reason=reason, is_bad_address=is_bad_address))

    def _take_unwritable(self) -> Iterator[Receipt]:
        refused, self._unwritable = self._unwritable, []
        yield from refused
