"""Taking up what is due: one statement claims the rows and asks at that moment whether they may still leave."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from gatepost.channels import reasons
from gatepost.channels.commands.naming import greet_anew, greeting_barred, narrow
from gatepost.channels.models import Channel, Delivery, Mailing, MailingKind
from gatepost.kernel import clock, jobs
from gatepost.people.models import Guardianship
from gatepost.people.models.contacts import USABLE_STATES

# Compiling the statement takes fifty times as long as running it, wherever PostgreSQL guesses its cost too high. And a
# claim need not outlive a crash of the database: lost, its rows are due again, which is what a lost worker's are too.
_LIGHTLY = "SET LOCAL jit = off; SET LOCAL synchronous_commit = off"
# Two workers never take the same row; a row whose person lost the right, or whose address died, is settled here and now.
_CLAIM = """
WITH due AS (
  SELECT delivery.id, delivery.person_id, delivery.contact_point_id, delivery.address, delivery.channel, mailing.kind
  FROM channels_delivery delivery JOIN channels_mailing mailing ON mailing.id = delivery.mailing_id
  WHERE delivery.mailing_id = %(mailing)s AND delivery.channel = %(channel)s
    AND delivery.state = 'queued' AND delivery.waits_for = '' AND delivery.due_at <= statement_timestamp()
    AND mailing.stopped_at IS NULL AND mailing.release_at <= statement_timestamp()
  ORDER BY delivery.due_at, delivery.id LIMIT %(most)s FOR UPDATE OF delivery SKIP LOCKED
), judged AS MATERIALIZED ({judge})
UPDATE channels_delivery delivery SET
  state = CASE WHEN judged.refusal IS NULL THEN 'sending' ELSE 'suppressed' END,
  reason = COALESCE(judged.refusal, ''),
  lease = CASE WHEN judged.refusal IS NULL THEN %(lease)s::uuid END,
  leased_until = CASE WHEN judged.refusal IS NULL THEN statement_timestamp() + %(seconds)s * interval '1 second' END,
  settled_at = CASE WHEN judged.refusal IS NOT NULL THEN statement_timestamp() END
FROM judged WHERE judged.id = delivery.id
RETURNING delivery.id, delivery.content_id, delivery.person_id, delivery.address, delivery.personal, judged.refusal, judged.barred
"""
# `due` gives id, person_id, contact_point_id, address, channel, kind; `refusal` is NULL where it may leave.
_JUDGE = """
  SELECT due.id, rights.barred, CASE
    WHEN due.kind <> ALL(%(without_family)s) AND rights.allowed = 0 THEN %(no_right)s
    WHEN due.channel IN ('email', 'phone') AND due.kind <> ALL(%(without_family)s) AND point.id IS NULL THEN %(unusable)s
  END AS refusal
  FROM due
  LEFT JOIN LATERAL (
    SELECT point.id FROM people_contactpoint point
    WHERE point.id = due.contact_point_id AND point.person_id = due.person_id AND point.value = due.address
      AND point.ended_at IS NULL AND point.state = ANY(%(usable)s) LIMIT 1
  ) point ON true
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE held) AS allowed, count(*) FILTER (WHERE NOT held) AS barred
    FROM (
      SELECT EXISTS (
        SELECT 1 FROM ({rights}) link WHERE link.adult_id = due.person_id AND link.family_id = about.family_id
      ) AS held
      FROM channels_delivery_families about WHERE about.delivery_id = due.id OFFSET 0
    ) asked
  ) rights
"""
_REFUSED = """
WITH due AS (
  SELECT delivery.id, delivery.person_id, delivery.contact_point_id, delivery.address, delivery.channel, mailing.kind
  FROM channels_delivery delivery JOIN channels_mailing mailing ON mailing.id = delivery.mailing_id
  WHERE delivery.id = ANY(%(keys)s)
), judged AS MATERIALIZED ({judge}) SELECT id, refusal FROM judged WHERE refusal IS NOT NULL OR barred > 0
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row taken up: what the provider needs to know of it."""

    delivery_id: int
    content_id: int
    person_id: int
    address: str
    personal: Mapping[str, str]


def claim(mailing: Mailing, channel: str, *, most: int, lease: uuid.UUID) -> list[Claimed]:
    """Take up at most this many rows that are due. Rights and addresses are judged as they are now, not as they were."""
    judge, given = _judgement(mailing)
    given |= {"mailing": mailing.pk, "channel": channel, "most": most, "lease": lease, "seconds": settings.DELIVERY_LEASE}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LIGHTLY)
        cursor.execute(_CLAIM.format(judge=judge), given)
        rows = sorted(cursor.fetchall(), key=lambda row: int(row[0]))
        _look_after_refused(rows)
        personal = _without_barred(rows)
        if channel == Channel.LETTER:
            personal |= greet_anew(mailing, [row[0] for row in rows if row[5] is None])
    return [
        Claimed(key, content, person, address, personal.get(key) or json.loads(words))
        for key, content, person, address, words, refusal, _barred in rows
        if refusal is None
    ]


@dataclass(frozen=True, slots=True)
class Judged:
    """What may not leave as it was written down: `refused` at all, with the reason; `outdated` before it is written anew."""

    refused: Mapping[int, str]
    outdated: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.refused or self.outdated)


def judge(mailing: Mailing, keys: list[int]) -> Judged:
    """These deliveries as things are now. Outdated is what names a child or an adult for whom the right is gone."""
    judgement, given = _judgement(mailing)
    with connection.cursor() as cursor:
        cursor.execute(_REFUSED.format(judge=judgement), given | {"keys": keys})
        rows = cursor.fetchall()
    refused = {key: reason for key, reason in rows if reason is not None}
    partly = {key for key, reason in rows if reason is None}
    return Judged(refused, frozenset(partly | greeting_barred(mailing, keys) - refused.keys()))


def _judgement(mailing: Mailing) -> tuple[str, dict[str, Any]]:
    """The question whether rows may leave, with `people`'s own words for the right to be contacted inside it."""
    zone = mailing.school.timezone if mailing.school else "UTC"
    links = Guardianship.objects.with_right("contact", on=clock.today(zone)).values("adult_id", "family_id")
    rights, positional = links.query.sql_with_params()
    names = {f"right_{number}": value for number, value in enumerate(positional)}
    rights %= tuple(f"%({name})s" for name in names)
    given = {
        "without_family": [MailingKind.SIGN_IN_CODE.value, MailingKind.SYSTEM.value],
        "no_right": reasons.NO_RIGHT,
        "unusable": reasons.UNUSABLE,
        "usable": [state.value for state in USABLE_STATES],
    }
    return _JUDGE.format(rights=rights), given | names


def _look_after_refused(rows: list[tuple[Any, ...]]) -> None:
    """Somebody who may be contacted and whose address died gets it by another way."""
    unusable = [row[0] for row in rows if row[5] == reasons.UNUSABLE]
    if unusable:
        jobs.defer("channels.find_next_ways", queue="default", delivery_ids=unusable)


def _without_barred(rows: list[tuple[Any, ...]]) -> dict[int, dict[str, str]]:
    """Where the right is gone for one of several children, the message must not name that child any more."""
    partly = [row[0] for row in rows if row[5] is None and row[6]]
    renamed = {}
    for delivery in Delivery.objects.filter(pk__in=partly).select_related("person", "mailing__school"):
        zone = delivery.mailing.school.timezone if delivery.mailing.school else "UTC"
        right = Guardianship.objects.with_right("contact", on=clock.today(zone)).filter(adult=delivery.person)
        narrow(delivery, delivery.families.filter(pk__in=right.values("family_id")).select_related("student"))
        renamed[delivery.pk] = delivery.personal
    return renamed
