"""Limits that hold across processes: counted in the database in one statement."""

import datetime as dt

from django.db import connection
from django.db.models import F

from gatepost.kernel import clock, family_texts
from gatepost.kernel.errors import TooManyTriesError
from gatepost.kernel.models import Counter

_RAISE = """
INSERT INTO kernel_counter AS counter (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN counter.ends_at <= %(now)s THEN 1 ELSE counter.count + 1 END,
  ends_at = CASE WHEN counter.ends_at <= %(now)s THEN excluded.ends_at ELSE counter.ends_at END
RETURNING count
"""


def count(key: str, *, within: dt.timedelta) -> int:
    """Raise the counter `key` and return it; it starts anew when its window has passed."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, {"key": key[:200], "now": now, "ends_at": now + within})
        row = cursor.fetchone()
    return int(row[0])


def ensure_below(key: str, *, limit: int, within: dt.timedelta) -> None:
    """Count one more try. Raises TooManyTriesError once more than `limit` fall into the window."""
    if count(key, within=within) > limit:
        raise TooManyTriesError(str(family_texts.TRIED_TOO_OFTEN))


def take_back(key: str) -> None:
    """Count one try less: for limits on wrong tries, which are counted before it is known whether a try is wrong."""
    Counter.objects.filter(key=key[:200], count__gt=0).update(count=F("count") - 1)


def forget_passed() -> int:
    """Delete counters whose window has passed; returns how many."""
    deleted, _details = Counter.objects.filter(ends_at__lte=clock.now()).delete()
    return deleted
