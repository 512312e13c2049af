"""What a family did with a delivery: read it, answered it, asked for no more of its kind."""

from django.db import transaction

from gatepost.channels import signals
from gatepost.channels.models import Answer, Delivery, Inbound
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.people.models import Person


@transaction.atomic
def mark_read(delivery: Delivery, *, by: Person | None = None) -> bool:
    """A person pressed something on the family page (read on, listen, original, answer). True the first time.

    Opening the link is no reading: scanners open links too, and GET writes nothing (`fetched_at` stays as it is).
    """
    now = clock.now()
    if not Delivery.objects.filter(pk=delivery.pk, read_at=None).update(read_at=now, fetched_at=now):
        return False
    delivery.read_at = delivery.fetched_at = now
    history.record("channels.mark_read", by=by, subject=delivery)
    signals.delivery_read.send(sender=Delivery, delivery=delivery, at=now)
    return True


@transaction.atomic
def accept_reply(  # noqa: PLR0913 -- the signal's content, passed on whole
    delivery: Delivery,
    *,
    text: str,
    channel: str,
    source: str,
    full_text: str = "",
    inbound: Inbound | None = None,
    is_verified: bool = True,
    by: Person | None = None,
) -> bool:
    """An answer arrived, by whichever way. `channel`: email, link, slip or phone. The same `source` counts once.

    Returns False where this answer has been accepted before.
    """
    now = clock.now()
    _answer, is_new = Answer.objects.get_or_create(source=source, defaults={"delivery": delivery, "channel": channel, "at": now})
    if not is_new:
        return False
    if is_verified:
        Delivery.objects.filter(pk=delivery.pk, answered_at=None).update(answered_at=now)
        delivery.answered_at = delivery.answered_at or now
    history.record("channels.accept_reply", by=by, subject=delivery, channel=channel)
    signals.reply_arrived.send(
        sender=Delivery,
        delivery=delivery,
        text=text,
        full_text=full_text,
        channel=channel,
        inbound=inbound,
        is_verified=is_verified,
        by=by,
        source=source,
    )
    return True
