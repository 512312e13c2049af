"""What a message would do, said without doing it: for `./gatepost inbound FILE`."""

from typing import Any

from gatepost.channels.inbound import reading as readings
from gatepost.channels.inbound.deciding import decide
from gatepost.channels.inbound.door import BOUNCE, Door, door_of
from gatepost.channels.inbound.reading import Reading
from gatepost.channels.models import Delivery, InboundKind

NO_DOOR = "None of its addresses is one of ours with a valid token: the listener would refuse it."


def explain(raw: bytes) -> dict[str, Any]:
    """The verdict as plain values. The envelope is guessed from the header, as a file has none."""
    reading = readings.read(raw)
    door = _door(reading)
    is_null_sender = reading.return_path == "<>"
    if is_null_sender or (door is not None and door.purpose == BOUNCE):
        reading = readings.read(raw, is_null_sender=is_null_sender, is_to_bounces=door is not None and door.purpose == BOUNCE)
    delivery = None
    if door is not None:
        delivery = Delivery.objects.select_related("mailing__school", "person").filter(pk=door.delivery_id).first()
    envelope_from = "" if is_null_sender else reading.return_path.strip("<> ") or reading.from_address or "unknown"
    verdict = decide(reading, door=door, delivery=delivery, envelope_from=envelope_from)
    kind, note = verdict.kind, verdict.note
    if door is None:
        # Without a door nothing can be placed; what it would be with one is what was asked.
        kind = InboundKind.REPLY if kind == InboundKind.UNPLACED and not is_null_sender else kind
        note = NO_DOOR if kind == InboundKind.REPLY else " ".join(part for part in (note, NO_DOOR) if part)
    returned = reading.returned
    return {
        "kind": str(kind),
        "sender": reading.from_address,
        "subject": reading.subject,
        "text": reading.text,
        "full_text": reading.full_text,
        "attachments": reading.attachments,
        "answers": f"delivery {delivery.pk}" if delivery is not None else "",
        "has_token": door is not None,
        "is_verified": verdict.is_verified,
        "note": note,
        "needs": verdict.needs,
        "recipients": returned.recipients if returned is not None else [],
        "reason": returned.reason if returned is not None else "",
        "is_address_dead": returned.is_address_dead if returned is not None else False,
    }


def _door(reading: Reading) -> Door | None:
    return next((door for address in reading.recipients if (door := door_of(address)) is not None), None)
