"""Keeping the names under which contacts are gathered, on behalf of rooms above.

A room whose rows bring people together (an action of the plan now; events and helpers' shifts later) keeps one activity for
each of its rows with `keep_activity`, and writes who took part with `record_touchpoints`, one `Entry` for each family with
`activity_id` and the outcome "took part". Whatever is sent or logged for it by hand offers the activity by itself while it is
open and its dates are near, so nothing has to be told twice.
"""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction

from gatepost.people.models import Person, School
from gatepost.touchpoints.models import Activity


class Standing(TypedDict, total=False):
    """From when to when, whether it is still offered, and who is in charge: whoever is finds it first where it is offered."""

    days: tuple[dt.date | None, dt.date | None]
    is_open: bool
    owner: Person | None


@transaction.atomic
def keep_activity(reference: str, *, school: School, title: str, involvement_type: str, **standing: Unpack[Standing]) -> Activity:
    """Make or change the activity that stands for a row of a room above; that room has asked who may."""
    begins_on, ends_on = standing.get("days", (None, None))
    activity, _new = Activity.objects.update_or_create(
        reference=reference,
        defaults={
            "school": school,
            "title": title[:200],
            "involvement_type": involvement_type,
            "begins_on": begins_on,
            "ends_on": ends_on,
            "is_open": standing.get("is_open", True),
            "owner": standing.get("owner"),
        },
    )
    return activity
