"""Raw mail into the database, in a transaction of its own: only then is it acknowledged."""

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from gatepost.channels.models import Inbound
from gatepost.kernel import clock, jobs
from gatepost.kernel.text import clean_line

READ_JOB = "channels.read_inbound"


@transaction.atomic
def store(raw: bytes, *, envelope_from: str, recipients: Sequence[str]) -> list[int]:
    """Keep the message once for each address of ours it came to, and ask for it to be read. A repeat is no second message."""
    stored = []
    for recipient in recipients:
        inbound = _store_once(raw, envelope_from, recipient)
        if inbound is not None:
            jobs.defer(READ_JOB, queue="urgent", inbound_id=inbound.pk)
            stored.append(inbound.pk)
    return stored


def _store_once(raw: bytes, envelope_from: str, recipient: str) -> Inbound | None:
    try:
        with transaction.atomic():
            return Inbound.objects.create(
                received_at=clock.now(),
                raw=raw,
                raw_digest=digest_of(raw, envelope_from, recipient),
                envelope_from=_readable(envelope_from),
                envelope_to=[_readable(recipient)],
            )
    except IntegrityError:
        return None


def digest_of(raw: bytes, envelope_from: str, recipient: str) -> str:
    """What tells one handed-in message from another: envelope and every byte."""
    envelope = f"{envelope_from}\0{recipient}\0".encode("utf-8", "surrogateescape")
    return hashlib.sha256(envelope + raw).hexdigest()


def _readable(address: str) -> str:
    return clean_line(address.encode("utf-8", "replace").decode("utf-8", "replace"))[:400]
