"""The mailroom keeps no copies: a message is always the same for the same rows, so the page writes it again to show it."""

from collections.abc import Iterable, Iterator

from gatepost.channels.mime import BadAddressError, wire_address
from gatepost.channels.ports import DeliveryError, Outgoing, Receipt, one_by_one
from gatepost.channels.reasons import NO_SUCH_ADDRESS


class Mailroom:
    """Takes everything that has an address."""

    name = "mailroom"
    claims = 500
    gathers = False

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        return one_by_one(batch, _take)


def _take(outgoing: Outgoing) -> str:
    try:
        wire_address(outgoing.address)
    except BadAddressError as error:
        raise DeliveryError(str(error), permanent=True, reason=NO_SUCH_ADDRESS, is_bad_address=True) from error
    return "mailroom"
