"""The port that every way to a family has: messages in, receipts out, one kind of error.

A provider takes an iterable of `Outgoing` and yields one `Receipt` for each, in any order, as soon as it knows. It takes
the next message only when it is asked for the next receipt, so that whoever counts receipts knows what is under way.
Trouble with one message is a receipt, LATER where nobody knows whether it left. Trouble with the way itself (server away,
password wrong) is a `DeliveryError`: whatever has no receipt was not handed over, and is tried again later.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from gatepost.channels.models import Content, SystemMail


class Outcome(StrEnum):
    """What became of one message in a provider's hands."""

    SENT = "sent"  # handed over: somebody else is responsible for it now
    WAITING = "waiting"  # ready, and a person has to act; the provider has written that down itself
    LATER = "later"  # not now; worth another try
    FAILED = "failed"  # never by this way


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one address. `lease` shows that we hold the row while it is under way."""

    delivery_id: int
    mailing_id: int
    person_id: int
    address: str
    personal: Mapping[str, str]
    content: Content
    lease: uuid.UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider says of one message. `reason` is a slug of `reasons`; `is_bad_address`: nobody lives there."""

    delivery_id: int
    outcome: Outcome
    reference: str = ""
    reason: str = ""
    is_bad_address: bool = False


class DeliveryError(Exception):
    """It could not be sent. `permanent`: trying again will not help. `reason` is a slug of `reasons`."""

    def __init__(self, message: str, *, permanent: bool, reason: str = "", is_bad_address: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.reason = reason or ("refused" if permanent else "unreachable")
        self.is_bad_address = is_bad_address


class Provider(Protocol):
    """A way to families. `claims` is how many rows a worker takes up at once; `gathers`: it needs them all together."""

    name: str
    claims: int
    gathers: bool

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]: ...


@runtime_checkable
class CarriesSystemMail(Protocol):
    """An optional ability: Gatepost's own mail, such as codes to sign in. Raises DeliveryError."""

    def send_system_mail(self, mail: SystemMail) -> None: ...


def one_by_one(batch: Iterable[Outgoing], send: Callable[[Outgoing], str]) -> Iterator[Receipt]:
    """For providers that send single messages: `send` returns the provider's reference or raises DeliveryError."""
    for outgoing in batch:
        try:
            reference = send(outgoing)
        except DeliveryError as error:
            outcome = Outcome.FAILED if error.permanent else Outcome.LATER
            yield Receipt(outgoing.delivery_id, outcome, reason=error.reason, is_bad_address=error.is_bad_address)
        else:
            yield Receipt(outgoing.delivery_id, Outcome.SENT, reference=reference)
