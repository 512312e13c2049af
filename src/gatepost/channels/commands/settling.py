"""Writing down what became of messages: in bulk, the ledger in the same transaction, and never lost to a hiccup."""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from gatepost.channels import reasons, signals
from gatepost.channels.commands.statuses import give_up
from gatepost.channels.models import Delivery
from gatepost.channels.ports import Outcome, Receipt

logger = logging.getLogger(__name__)
# Tries of one message, about a day apart in all: 1, 2, 4, 8 … minutes, then every four hours.
MOST_TRIES = 12
_LONGEST_WAIT_MINUTES = 240
_SETTLE_TRIES = 7

_SENT = """
UPDATE channels_delivery delivery SET
  state = 'sent', reason = '', lease = NULL, leased_until = NULL, attempts = attempts + 1, provider = %(provider)s,
  provider_reference = said.reference, sent_at = statement_timestamp(), settled_at = statement_timestamp()
FROM unnest(%(keys)s::bigint[], %(references)s::text[]) AS said(id, reference)
WHERE delivery.id = said.id AND delivery.state IN ('sending', 'queued') RETURNING delivery.id
"""
_LATER = """
UPDATE channels_delivery SET
  state = 'queued', reason = %(reason)s, lease = NULL, leased_until = NULL, attempts = attempts + 1,
  due_at = statement_timestamp() + LEAST(power(2, attempts), %(longest)s) * interval '1 minute'
WHERE id = ANY(%(keys)s) AND state = 'sending' AND lease = %(lease)s RETURNING id, attempts
"""
_PUT_BACK = """
UPDATE channels_delivery delivery SET
  state = CASE WHEN mailing.stopped_at IS NULL THEN 'queued' ELSE 'cancelled' END,
  reason = CASE WHEN mailing.stopped_at IS NULL THEN %(reason)s ELSE 'stopped' END,
  settled_at = CASE WHEN mailing.stopped_at IS NOT NULL THEN statement_timestamp() END,
  due_at = CASE WHEN %(wait)s = 0 THEN delivery.due_at ELSE statement_timestamp() + %(wait)s * interval '1 second' END, lease = NULL, leased_until = NULL
FROM channels_mailing mailing
WHERE mailing.id = delivery.mailing_id AND delivery.id = ANY(%(keys)s) AND delivery.state = 'sending' AND delivery.lease = %(lease)s
"""


def settle(receipts: Sequence[Receipt], *, provider: str, lease: uuid.UUID) -> None:
    """The rows and the ledger take in what the provider said, together or not at all.

    What was sent is written down even where the lease has run out meanwhile: it did leave.
    """
    telling = [receipt for receipt in receipts if receipt.outcome != Outcome.WAITING]
    if not telling:
        return
    try:
        _insist(lambda: _settle_once(telling, provider, lease))
    except OperationalError:
        raise
    except Exception:
        logger.exception("settling %d receipts together failed; each is settled for itself", len(telling))
        for receipt in telling:
            _settle_alone(receipt, provider, lease)


def _settle_alone(receipt: Receipt, provider: str, lease: uuid.UUID) -> None:
    """One receipt that nobody may forget: where even the ledger refuses it, the row at least says that it left."""
    try:
        _insist(lambda: _settle_once([receipt], provider, lease))
    except OperationalError:
        raise
    except Exception:
        logger.exception("delivery %d was not told to the ledger", receipt.delivery_id)
        if receipt.outcome == Outcome.SENT:
            _insist(lambda: _run(_SENT, keys=[receipt.delivery_id], references=[receipt.reference[:255]], provider=provider))


def put_back(keys: Sequence[int], *, lease: uuid.UUID, reason: str = "", wait: float = 0) -> None:
    """Rows taken up and never handed over are due again; of a stopped mailing they are cancelled."""
    if keys:
        _insist(lambda: _run(_PUT_BACK, keys=list(keys), lease=lease, reason=reason, wait=wait))


def _settle_once(receipts: Sequence[Receipt], provider: str, lease: uuid.UUID) -> None:
    sent = [receipt for receipt in receipts if receipt.outcome == Outcome.SENT]
    with transaction.atomic():
        if sent:
            keys, references = [receipt.delivery_id for receipt in sent], [receipt.reference[:255] for receipt in sent]
            moved = _run(_SENT, keys=keys, references=references, provider=provider)
            signals.deliveries_sent.send(sender=Delivery, delivery_ids=[row[0] for row in moved])
        for receipt in receipts:
            if receipt.outcome == Outcome.FAILED:
                give_up(receipt.delivery_id, reason=receipt.reason, is_bad_address=receipt.is_bad_address)
            elif receipt.outcome == Outcome.LATER:
                _try_later(receipt, lease)


def _try_later(receipt: Receipt, lease: uuid.UUID) -> None:
    moved = _run(_LATER, keys=[receipt.delivery_id], reason=receipt.reason, longest=_LONGEST_WAIT_MINUTES, lease=lease)
    if moved and moved[0][1] >= MOST_TRIES:
        give_up(receipt.delivery_id, reason=reasons.TOO_OFTEN)


def _run(statement: str, **given: Any) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def _insist(act: Callable[[], object]) -> None:
    """The messages are out: a deadlock or a restarting database must not make us forget it."""
    for waited in range(_SETTLE_TRIES):
        try:
            act()
        except OperationalError:
            if waited == _SETTLE_TRIES - 1 or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.1 * 3**waited)
        else:
            return
