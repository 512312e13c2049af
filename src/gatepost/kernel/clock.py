"""The one place that asks what time it is."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today(zone: str = "UTC") -> dt.date:
    """Today's date where the reader lives."""
    return now().astimezone(ZoneInfo(zone)).date()
