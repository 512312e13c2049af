"""What channels carried, written into the ledger in one statement for any number of deliveries.

This lies on the way of every message of a fan-out: sets only, no row is fetched into Python. What a mailing was part of goes
along where it still stands, and holds nothing up where it is gone.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from gatepost.channels.models import Channel, Delivery, MailingKind
from gatepost.kernel import clock
from gatepost.touchpoints.models import Direction, Means, Outcome, Touchpoint
from gatepost.touchpoints.signals import ledger_grew

# Codes for signing in and messages from Gatepost itself are no contact between people.
_PERSONAL_KINDS = [MailingKind.NOTE, MailingKind.REPLY]
# A phone delivery is a task for somebody: the call itself is told by the errand.
_TOLD_ELSEWHERE = [Channel.PHONE]

_RECORD = """
INSERT INTO touchpoints_touchpoint (at, school_id, family_id, adult_id, staff_id, direction, means, outcome,
  involvement_type, content_kind, tone, note, activity_id, source, corrects_id, recorded_at)
SELECT {at}, m.school_id, df.family_id, {adult}, m.sender_id, %(direction)s, {means}, %(outcome)s,
  m.involvement_type, m.content_kind, m.tone, {note}, a.id, {source}, {corrects}, %(now)s
FROM channels_delivery d
JOIN channels_delivery_families df ON df.delivery_id = d.id
JOIN channels_mailing m ON m.id = d.mailing_id
LEFT JOIN touchpoints_activity a ON a.id = m.activity_id AND a.school_id = m.school_id
{earlier}
WHERE d.id = ANY(%(ids)s::bigint[]) AND m.kind = ANY(%(kinds)s) AND m.school_id IS NOT NULL {only}
ON CONFLICT (source) DO NOTHING
RETURNING family_id
"""
_KEY = "'channels.delivery:' || d.id || ':' || df.family_id || ':'"
# The word about the same delivery that this one overtakes.
_EARLIER = """
LEFT JOIN LATERAL (
  SELECT t.id FROM touchpoints_touchpoint t
  WHERE t.source IN ({key} || 'sent', {key} || 'delivered')
    AND NOT EXISTS (SELECT 1 FROM touchpoints_touchpoint c WHERE c.corrects_id = t.id)
  ORDER BY t.id DESC LIMIT 1
) earlier ON true
""".replace("{key}", _KEY)
_PLAIN = {
    "at": "%(at)s",
    "adult": "d.person_id",
    "means": "d.channel",
    "note": "''",
    "source": f"{_KEY} || %(outcome)s",
    "corrects": "NULL",
    "earlier": "",
    "only": "AND d.channel <> ALL(%(elsewhere)s)",
}
_SENT = _RECORD.format(**_PLAIN | {"at": "COALESCE(d.sent_at, %(at)s)"})
_SETTLED_LATER = _RECORD.format(
    **_PLAIN
    | {"corrects": "earlier.id", "earlier": _EARLIER, "note": "CASE WHEN %(outcome)s = 'failed' THEN d.reason ELSE '' END"}
)
# Read and answered on the personal page: by link, whichever channel brought the link.
_READ = _RECORD.format(**_PLAIN | {"means": "%(means)s", "only": ""})
_REPLIED = _RECORD.format(
    **_PLAIN
    | {
        "means": "%(means)s",
        "only": "",
        "adult": "CASE WHEN %(is_known)s THEN d.person_id END",
        "source": "%(source)s || ':' || df.family_id",
    }
)
_REPLY_MEANS = {"email": Means.EMAIL, "link": Means.LINK, "slip": Means.LETTER}


@transaction.atomic
def record_deliveries(delivery_ids: Iterable[int], *, outcome: Outcome) -> set[int]:
    """One row per delivery and family: sent, delivered or failed. The same word about the same delivery counts once."""
    statement = _SENT if outcome == Outcome.SENT else _SETTLED_LATER
    return _write(statement, ids=list(delivery_ids), outcome=outcome)


@transaction.atomic
def record_reading(delivery: Delivery, *, at: dt.datetime) -> set[int]:
    """A person pressed something on the personal page."""
    return _write(_READ, ids=[delivery.pk], outcome=Outcome.READ, means=Means.LINK, at=at)


@transaction.atomic
def record_reply(delivery: Delivery, *, channel: str, source: str, is_verified: bool = True) -> set[int]:
    """The family answered; from an unknown address we do not say which adult it was. A call is told by its errand."""
    if channel in _TOLD_ELSEWHERE:
        return set()
    return _write(
        _REPLIED,
        ids=[delivery.pk],
        outcome=Outcome.ANSWERED,
        direction=Direction.IN,
        means=_REPLY_MEANS.get(channel, Means.EMAIL),
        is_known=is_verified,
        source=source,
    )


def _write(statement: str, **words: Any) -> set[int]:
    now = clock.now()
    given: dict[str, Any] = {
        "now": now,
        "at": now,
        "direction": Direction.OUT,
        "kinds": _PERSONAL_KINDS,
        "elsewhere": _TOLD_ELSEWHERE,
    } | words
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        family_ids = {int(row[0]) for row in cursor.fetchall()}
    if family_ids:
        ledger_grew.send(Touchpoint, family_ids=family_ids)
    return family_ids
