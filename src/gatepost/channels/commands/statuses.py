"""The states of one delivery: moved along `NEXT` and no other way, with all that hangs on a failure."""

from django.db import transaction

from gatepost.channels import reasons, signals
from gatepost.channels.models import NEXT, SETTLED, Delivery, DeliveryState
from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.people.commands.contacts import set_contact_state
from gatepost.people.models import ContactState

_FAILURES = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED})


@transaction.atomic
def record_status(delivery: Delivery, state: str, *, reason: str = "", is_bad_address: bool = False) -> bool:
    """A provider's word, or a returned message, about a delivery. False where it comes late or twice: then nothing changes.

    `is_bad_address`: the address itself is dead (a hard bounce); it is marked, and nothing more goes there.
    """
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if state not in NEXT[row.state]:
        return False
    _move(row, state, reason)
    if state in _FAILURES:
        _after_failure(row, reason=reason, is_bad_address=is_bad_address)
    elif state == DeliveryState.DELIVERED:
        signals.deliveries_delivered.send(sender=Delivery, delivery_ids=[row.pk])
    elif state == DeliveryState.SENT:
        signals.deliveries_sent.send(sender=Delivery, delivery_ids=[row.pk])
    delivery.state, delivery.reason = row.state, row.reason
    return True


def give_up(delivery_id: int, *, reason: str, is_bad_address: bool = False) -> None:
    """It did not arrive and will not by this way."""
    delivery = Delivery.objects.only("pk").get(pk=delivery_id)
    record_status(delivery, DeliveryState.FAILED, reason=reason, is_bad_address=is_bad_address)


def _move(row: Delivery, state: str, reason: str) -> None:
    now = clock.now()
    row.state, row.reason, row.waits_for = state, reason[:200], ""
    row.lease = row.leased_until = None
    if state == DeliveryState.SENT:
        row.sent_at = now
    if state in SETTLED:
        row.settled_at = row.settled_at or now
    row.save(update_fields=["state", "reason", "waits_for", "lease", "leased_until", "sent_at", "settled_at"])


def _after_failure(row: Delivery, *, reason: str, is_bad_address: bool) -> None:
    history.record("channels.delivery_failed", by=None, subject=row, reason=reason)
    if is_bad_address and row.contact_point is not None and row.contact_point.value == row.address:
        wrong = reason == "wrong-number"
        set_contact_state(
            row.contact_point,
            ContactState.WRONG_PERSON if wrong else ContactState.BOUNCING,
            reason=reasons.sentence(reason),
            by=None,
        )
    signals.deliveries_failed.send(sender=Delivery, delivery_ids=[row.pk])
    jobs.defer("channels.find_next_ways", queue="default", delivery_ids=[row.pk])
