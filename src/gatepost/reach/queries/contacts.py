"""Which rows of the ledger are one contact from the school each: what good news and the mix of conversations count."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from gatepost.framework.types import Tone
from gatepost.kernel import clock
from gatepost.touchpoints.models import GOT_THROUGH, Direction, Outcome, Touchpoint, TouchpointQuerySet

FROM_SCHOOL = (Direction.OUT, Direction.BOTH)
# That a message was read is what came of a contact, and no contact of its own.
_ECHO = Q(source__startswith="channels.delivery:", outcome=Outcome.READ)


def contacts() -> TouchpointQuerySet:
    """Messages of the school that went through, and talks."""
    rows = Touchpoint.objects.counting().filter(direction__in=FROM_SCHOOL, outcome__in=GOT_THROUGH)
    return rows.exclude(_ECHO)


def good_news() -> TouchpointQuerySet:
    return contacts().filter(tone=Tone.PRAISE)


def month_began_at() -> dt.datetime:
    """The first moment of this calendar month in the zone of the page."""
    return timezone.localtime(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
