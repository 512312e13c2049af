"""Closing gaps, every minute: what a killed worker left behind, what is due without a job, what has failed for too long."""

import datetime as dt

from django.db import connection, transaction

from gatepost.channels.commands.mailings import defer_carrying
from gatepost.channels.commands.settling import MOST_TRIES
from gatepost.channels.commands.statuses import give_up
from gatepost.channels.models import Delivery, DeliveryState, LetterRun, Mailing, SystemMail
from gatepost.channels.reasons import TOO_OFTEN
from gatepost.kernel import clock, jobs

# After three days of outage the next way is tried, as the post offices of the net do.
PATIENCE = dt.timedelta(hours=72)
_KEEP_SYSTEM_MAIL = dt.timedelta(days=1)

# A worker that died may have handed them over or not: they are due again, behind the others, and it counts as a try.
_EXPIRED = """
UPDATE channels_delivery delivery SET
  state = CASE WHEN mailing.stopped_at IS NULL THEN 'queued' ELSE 'cancelled' END,
  reason = CASE WHEN mailing.stopped_at IS NULL THEN 'worker-ended' ELSE 'stopped' END,
  settled_at = CASE WHEN mailing.stopped_at IS NOT NULL THEN statement_timestamp() END,
  due_at = statement_timestamp(), lease = NULL, leased_until = NULL, attempts = attempts + 1
FROM channels_mailing mailing
WHERE mailing.id = delivery.mailing_id AND delivery.state = 'sending' AND delivery.leased_until < statement_timestamp()
"""
_DUE = """
SELECT delivery.mailing_id, delivery.channel, count(*) FROM channels_delivery delivery
JOIN channels_mailing mailing ON mailing.id = delivery.mailing_id
WHERE delivery.state = 'queued' AND delivery.waits_for = '' AND delivery.due_at <= statement_timestamp()
  AND mailing.release_at <= statement_timestamp() AND mailing.stopped_at IS NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""


@transaction.atomic
def sweep_deliveries() -> int:
    """Nothing stays stuck: leases that ran out, rows tried too often, mailings that are due and have no job."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED)
        freed = int(cursor.rowcount)
    _give_up_hopeless()
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        due = cursor.fetchall()
    mailings = Mailing.objects.in_bulk({mailing_id for mailing_id, _channel, _count in due})
    for mailing_id, channel, how_many in due:
        defer_carrying(mailings[mailing_id], [channel], how_many=how_many)
    if SystemMail.objects.filter(sent_at=None, failed_at=None, due_at__lte=clock.now()).exists():
        jobs.defer("channels.send_system_mail", queue="urgent", once="channels.send_system_mail")
    return freed


@transaction.atomic
def forget_passed() -> None:
    """Once a day: letters printed in vain and the mailroom's codes of yesterday."""
    long_ago = clock.now() - _KEEP_SYSTEM_MAIL
    LetterRun.objects.filter(deliveries=None, handed_out_at=None, made_at__lt=long_ago).delete()
    SystemMail.objects.filter(created_at__lt=long_ago).exclude(sent_at=None, failed_at=None).delete()


def _give_up_hopeless() -> None:
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED, waits_for="", attempts__gt=0)
    too_often = waiting.filter(attempts__gte=MOST_TRIES)
    too_long = waiting.filter(mailing__release_at__lt=clock.now() - PATIENCE, due_at__lt=clock.now())
    for key in [*too_often.values_list("pk", flat=True)[:1000], *too_long.values_list("pk", flat=True)[:1000]]:
        give_up(key, reason=TOO_OFTEN)
