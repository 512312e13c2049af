"""Reading what was stored, and carrying out the verdict: an answer into its thread, a bounce onto its delivery, else a person."""

import datetime as dt
import logging
import traceback

from django.db import transaction

from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.commands.statuses import record_status
from gatepost.channels.inbound import reading as readings
from gatepost.channels.inbound.asking import ask_somebody, ask_to_mend, school_of_mail
from gatepost.channels.inbound.deciding import OFFICE, PRINCIPAL, Verdict, decide
from gatepost.channels.inbound.door import BOUNCE, Door, door_of
from gatepost.channels.inbound.reading import Reading, TooSlowError
from gatepost.channels.inbound.storing import READ_JOB
from gatepost.channels.models import Delivery, DeliveryState, Inbound, InboundKind, InboundState
from gatepost.history import commands as history
from gatepost.kernel import clock, jobs
from gatepost.people.commands.contacts import set_contact_state
from gatepost.people.models import ContactState

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
AGAIN_IN = dt.timedelta(seconds=45)
# A message stored so long ago without having been read has lost its job.
FORGOTTEN_AFTER = dt.timedelta(minutes=3)
_NOT_YET_SENT = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})


class NotYetError(Exception):
    """The notice overtook what it is about: the delivery is not settled yet."""


def read_inbound(inbound_id: int) -> None:
    """Read one stored message and act on it, once. Three attempts at most; then a person looks at it. Never lost."""
    inbound = _claimed(inbound_id)
    if inbound is None:
        return
    try:
        settle(inbound, _read(inbound))
    except (TooSlowError, NotYetError) as delay:
        _later_or_aside(inbound, delay)
    except Exception as error:
        # Where, and not what: an error's words may hold the family's.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("Message %s could not be acted on: %s at %s:%s", inbound_id, type(error).__name__, place.name, place.lineno)  # noqa: TRY400
        _later_or_aside(inbound, error)


def _claimed(inbound_id: int) -> Inbound | None:
    """The row with one more attempt on it, committed before anything is tried: a crash counts too."""
    with transaction.atomic():
        inbound = Inbound.objects.select_for_update(skip_locked=True).filter(pk=inbound_id, state=InboundState.STORED).first()
        if inbound is None:
            return None
        inbound.attempts += 1
        if inbound.attempts > MOST_ATTEMPTS:
            set_aside(inbound, _unreadable("Reading it ended our process several times."))
            return None
        inbound.save(update_fields=["attempts"])
        return inbound


def _read(inbound: Inbound) -> Reading:
    door = _door(inbound)
    return readings.read(
        bytes(inbound.raw), is_null_sender=not inbound.envelope_from, is_to_bounces=door is not None and door.purpose == BOUNCE
    )


@transaction.atomic
def settle(inbound: Inbound, reading: Reading) -> None:
    """Write down what was found and act on it, in one transaction with everything that follows from it."""
    locked = Inbound.objects.select_for_update().get(pk=inbound.pk)
    if locked.state != InboundState.STORED:
        return
    door = _door(locked)
    delivery = _delivery(door)
    verdict = decide(reading, door=door, delivery=delivery, envelope_from=locked.envelope_from)
    locked.delivery, locked.school = delivery, school_of_mail(delivery)
    locked.from_address, locked.subject = reading.from_address, reading.subject
    locked.text, locked.full_text, locked.attachments = reading.text, reading.full_text, reading.attachments
    if verdict.needs:
        set_aside(locked, verdict)
        return
    _finish(locked, verdict, InboundState.DONE)
    if delivery is not None:
        _act(locked, delivery, verdict, reading)


def _act(inbound: Inbound, delivery: Delivery, verdict: Verdict, reading: Reading) -> None:
    if verdict.kind in {InboundKind.REPLY, InboundKind.UNVERIFIED_REPLY}:
        accept_reply(
            delivery,
            text=reading.text,
            full_text=reading.full_text if reading.text else "",
            channel="email",
            inbound=inbound,
            is_verified=verdict.is_verified,
            by=verdict.by,
            source=source_of(inbound),
        )
    elif verdict.kind == InboundKind.BOUNCE and reading.returned is not None:
        _came_back(delivery, reason=reading.returned.reason, is_dead=reading.returned.is_address_dead)
    elif verdict.kind == InboundKind.STOP:
        _stop(inbound, delivery)


def _came_back(delivery: Delivery, *, reason: str, is_dead: bool) -> None:
    if not record_status(delivery, DeliveryState.BOUNCED, reason=reason, is_bad_address=is_dead):
        delivery.refresh_from_db(fields=["state"])
        if delivery.state in _NOT_YET_SENT:
            raise NotYetError


def _stop(inbound: Inbound, delivery: Delivery) -> None:
    """No more to this address; a human finds another way, so that nobody is silently lost."""
    if delivery.contact_point is not None:
        set_contact_state(delivery.contact_point, ContactState.OPTED_OUT, reason="unsubscribed", by=delivery.person)
    ask_to_mend(inbound, delivery)


def _later_or_aside(inbound: Inbound, error: Exception) -> None:
    if inbound.attempts < MOST_ATTEMPTS:
        jobs.defer(READ_JOB, queue="urgent", at=clock.now() + AGAIN_IN, inbound_id=inbound.pk)
        return
    if isinstance(error, TooSlowError):
        note = "Reading it took too long, three times."
    elif isinstance(error, NotYetError):
        note = "It tells of a message that was never sent."
    else:
        note = f"Acting on it went wrong three times ({type(error).__name__})."
    with transaction.atomic():
        set_aside(Inbound.objects.select_for_update().get(pk=inbound.pk), _unreadable(note))


def _unreadable(note: str) -> Verdict:
    return Verdict(InboundKind.UNREADABLE, note, needs=OFFICE)


def set_aside(inbound: Inbound, verdict: Verdict) -> None:
    """Kept as it came, out of the way of machines, with an errand for the one who has to read it."""
    if inbound.delivery is None:
        inbound.delivery = _delivery(_door(inbound))
    inbound.school = inbound.school or school_of_mail(inbound.delivery)
    inbound.is_for_principal = verdict.needs == PRINCIPAL
    _finish(inbound, verdict, InboundState.QUARANTINED)
    ask_somebody(inbound, verdict)


def _finish(inbound: Inbound, verdict: Verdict, state: str) -> None:
    inbound.kind, inbound.note, inbound.state, inbound.processed_at = verdict.kind, verdict.note[:300], state, clock.now()
    inbound.save()
    history.record("channels.read_inbound", by=None, subject=inbound, kind=inbound.kind)


@transaction.atomic
def sweep_inbound() -> int:
    """Stored messages whose job was lost are asked for again."""
    forgotten = Inbound.objects.filter(state=InboundState.STORED, received_at__lt=clock.now() - FORGOTTEN_AFTER)
    keys = list(forgotten.order_by("received_at").values_list("pk", flat=True)[:500])
    for key in keys:
        jobs.defer(READ_JOB, queue="urgent", once=f"{READ_JOB}:{key}", inbound_id=key)
    return len(keys)


def source_of(inbound: Inbound) -> str:
    """The name under which an answer counts once."""
    return f"channels.inbound:{inbound.pk}"


def _door(inbound: Inbound) -> Door | None:
    return next((door for address in inbound.envelope_to if (door := door_of(address)) is not None), None)


def _delivery(door: Door | None) -> Delivery | None:
    if door is None:
        return None
    return Delivery.objects.select_related("mailing__school", "person", "contact_point").filter(pk=door.delivery_id).first()
