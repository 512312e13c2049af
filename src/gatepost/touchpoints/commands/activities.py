"""Keeping the names under which contacts are gathered, on behalf of rooms above."""

import datetime as dt

from django.db import transaction

from gatepost.people.models import School
from gatepost.touchpoints.models import Activity


@transaction.atomic
def keep_activity(
    reference: str,
    *,
    school: School,
    title: str,
    involvement_type: str,
    days: tuple[dt.date | None, dt.date | None] = (None, None),
    is_open: bool = True,
) -> Activity:
    """Make or change the activity that stands for a row of a room above; that room has asked who may."""
    begins_on, ends_on = days
    activity, _new = Activity.objects.update_or_create(
        reference=reference,
        defaults={
            "school": school,
            "title": title[:200],
            "involvement_type": involvement_type,
            "begins_on": begins_on,
            "ends_on": ends_on,
            "is_open": is_open,
        },
    )
    return activity
