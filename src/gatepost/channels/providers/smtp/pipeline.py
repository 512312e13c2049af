"""Many messages over one session: the envelope of the next travels with the content of this one.

So one message costs one round trip and two system calls. At most one message is without an answer at any moment: when the
connection breaks, its fate alone is unknown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gatepost.channels import reasons
from gatepost.channels.ports import DeliveryError, Outcome, Receipt
from gatepost.channels.providers.smtp.replies import Reply, is_dead_address, reason_of
from gatepost.channels.providers.smtp.session import LostError, Session

# So many refusals of our own sender in a row are no matter of the messages.
_PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready for the wire: envelope, content, and which delivery it is."""

    delivery_id: int
    sender: str
    recipient: str
    data: bytes
    needs: str = ""

    def envelope(self) -> bytes:
        return f"MAIL FROM:<{self.sender}>{self.needs}\r\nRCPT TO:<{self.recipient}>\r\nDATA\r\n".encode()


class Closed(Exception):  # noqa: N818 -- not an error: the server has had enough of this session
    """The session ended between two messages; `letter` was not handed over and may go by the next one."""

    def __init__(self, letter: Letter | None) -> None:
        super().__init__("closed")
        self.letter = letter


class Line:
    """Carries letters over one session. Raises Closed when the session ends; every letter begun got its receipt before."""

    def __init__(self, session: Session, pull: Callable[[Session], Letter | None]) -> None:
        self._session, self._pull = session, pull
        self._pipelines = "PIPELINING" in session.offers
        self._refused_in_a_row = 0
        self.carried = 0

    def carry(self, first: Letter) -> Iterator[Receipt]:
        letter: Letter | None = first
        self._announce(first)
        while letter is not None:
            refusal = self._refusal(letter)
            if refusal is not None:
                following = self._pull(self._session)
                yield refusal
                self._announce(following)
            else:
                following = self._pull(self._session)
                yield from self._hand_over(letter, following)
            letter = following

    def _hand_over(self, letter: Letter, following: Letter | None) -> Iterator[Receipt]:
        """The content, and at once the envelope of the next; then what the server says of this one."""
        together = following.envelope() if following and self._pipelines else b""
        try:
            self._session.write(letter.data + together)
            reply = self._session.read()
        except LostError:
            yield Receipt(letter.delivery_id, Outcome.LATER, reason=reasons.UNDER_WAY)
            raise Closed(following) from None
        self.carried += reply.is_ok
        yield _receipt(letter, reply)
        if reply.closes:
            raise Closed(following)
        if not self._pipelines:
            self._announce(following)

    def _announce(self, letter: Letter | None) -> None:
        if letter is None or not self._pipelines:
            return
        try:
            self._session.write(letter.envelope())
        except LostError:
            raise Closed(letter) from None

    def _refusal(self, letter: Letter) -> Receipt | None:
        """What the server says of the envelope; None where it now waits for the content."""
        try:
            return self._asked_together(letter) if self._pipelines else self._asked_in_turn(letter)
        except LostError:
            raise Closed(letter) from None

    def _asked_together(self, letter: Letter) -> Receipt | None:
        replies: list[Reply] = []
        for _command in ("MAIL", "RCPT", "DATA"):
            replies.append(self._session.read())
            if replies[-1].closes:
                raise Closed(letter)
        mail, _rcpt, data = replies
        refusal = self._judged(letter, *replies)
        if refusal is not None and data.code == 354:
            # The server wants a content although nobody is to get it (RFC 2920, 3.1): an empty one ends it.
            self._session.write(b".\r\n")
            self._session.read()
        elif refusal is not None and mail.is_ok:
            self._session.ask("RSET")
        return refusal

    def _asked_in_turn(self, letter: Letter) -> Receipt | None:
        replies: list[Reply] = []
        for command in letter.envelope().decode().splitlines():
            reply = self._session.ask(command)
            if reply.closes:
                raise Closed(letter)
            replies.append(reply)
            if not reply.is_ok:
                if len(replies) > 1:
                    self._session.ask("RSET")
                return self._judged(letter, *replies)
        return None

    def _judged(self, letter: Letter, mail: Reply, rcpt: Reply | None = None, data: Reply | None = None) -> Receipt | None:
        """The first refusal counts. A refused sender is our trouble, not the message's: it is tried again."""
        if not mail.is_ok:
            self._refused_in_a_row += 1
            if self._refused_in_a_row >= _PATIENCE:
                raise DeliveryError(
                    f"The mail server refuses our sender: {mail.words}", permanent=True, reason="server-refuses-us"
                )
            return Receipt(letter.delivery_id, Outcome.LATER, reason="server-refuses-us")
        self._refused_in_a_row = 0
        for reply in (rcpt, data):
            if reply is not None and not reply.is_ok:
                return _receipt(letter, reply, of_recipient=reply is rcpt)
        return None


def _receipt(letter: Letter, reply: Reply, *, of_recipient: bool = False) -> Receipt:
    if reply.is_ok:
        return Receipt(letter.delivery_id, Outcome.SENT, reference=reply.words)
    outcome = Outcome.FAILED if reply.is_permanent else Outcome.LATER
    dead = of_recipient and is_dead_address(reply)
    reason = reason_of(reply) if of_recipient or not reply.is_permanent else reasons.REFUSED
    return Receipt(letter.delivery_id, outcome, reason=reason, is_bad_address=dead)
