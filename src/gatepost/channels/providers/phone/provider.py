"""A call is an errand for a named person; what came of it is recorded there and comes back to the delivery."""

from collections.abc import Iterable, Iterator

from gatepost.channels.commands.calls import ask_for_call
from gatepost.channels.ports import Outcome, Outgoing, Receipt


class Phone:
    """Somebody at the school calls."""

    name = "phone"
    claims = 100
    gathers = False

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Receipt]:
        for outgoing in batch:
            errand = ask_for_call(outgoing.delivery_id, lease=outgoing.lease)
            yield Receipt(
                outgoing.delivery_id, Outcome.WAITING if errand else Outcome.FAILED, reason="" if errand else "nobody-to-call"
            )
