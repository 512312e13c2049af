"""Raw mail into the database, in a transaction of its own: only then is it acknowledged."""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from gatepost.channels.models import Inbound
from gatepost.kernel import clock, jobs
from gatepost.kernel.text import clean_line

READ_JOB = "channels.read_inbound"


@transaction.atomic
def store(raw: bytes, *, envelope_from: str, recipients: Sequence[str]) -> list[int]:
    """Keep the message once for each address of ours it came to, and ask for it to be read. A repeat is no second message."""
    stored = []
    for recipient in recipients:
        key = _store_once(raw, envelope_from, recipient)
        if key is not None:
            jobs.defer(READ_JOB, queue="urgent", inbound_id=key)
            stored.append(key)
    return stored


def _store_once(raw: bytes, envelope_from: str, recipient: str) -> int | None:
    """The key of the new row; None for a repeat. No error is provoked: the database would log the message with it."""
    digest = digest_of(raw, envelope_from, recipient)
    if Inbound.objects.filter(raw_digest=digest).exists():
        return None
    inbound = Inbound(
        received_at=clock.now(),
        raw=raw,
        raw_digest=digest,
        envelope_from=_readable(envelope_from),
        envelope_to=[_readable(recipient)],
    )
    # Handed in twice at the same moment, the second waits here for the first, and asks for its reading once more: harmless.
    Inbound.objects.bulk_create([inbound], ignore_conflicts=True)
    return Inbound.objects.values_list("pk", flat=True).get(raw_digest=digest)


def digest_of(raw: bytes, envelope_from: str, recipient: str) -> str:
    """What tells one handed-in message from another: envelope and every byte."""
    envelope = f"{envelope_from}\0{recipient}\0".encode("utf-8", "surrogateescape")
    return hashlib.sha256(envelope + raw).hexdigest()


def _readable(address: str) -> str:
    return clean_line(address.encode("utf-8", "replace").decode("utf-8", "replace"))[:400]
