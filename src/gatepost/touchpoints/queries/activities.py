"""What a contact may be part of: what is offered where something is sent or logged, and what a given number stands for."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Person, School
from gatepost.touchpoints.models import Activity, ActivityQuerySet

# Invitations go out before it begins, thanks and talks come after it is over.
NEAR = dt.timedelta(days=30)


class ForeignActivityError(BadInputError):
    """What a contact was said to be part of is nothing of the school at which it is written down."""


def open_activities(person: Person, school: School | None) -> list[Activity]:
    """What goes on at the school about now: what the person is in charge of first, then what begins or began nearest."""
    if school is None:
        return []
    today = clock.today(school.timezone)
    near = offered_on(today).filter(school=school).visible_to(person)
    return sorted(near, key=lambda one: (one.owner_id != person.pk, _days_away(one, today), one.title))


def offered_on(day: dt.date) -> ActivityQuerySet:
    """Open ones whose dates are near that day; those without dates always."""
    return Activity.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=day + NEAR), Q(ends_on=None) | Q(ends_on__gte=day - NEAR), is_open=True
    )


def part_of(activity_id: int | None, school_id: int | None) -> Activity | None:
    """What stands there, of that school; None where it is nothing, gone or foreign."""
    return Activity.objects.filter(pk=activity_id, school=school_id).first() if activity_id is not None else None


def activity_at(activity_id: int | None, school_id: int) -> Activity | None:
    """The school's own, also one that is over by now; anything else is refused."""
    found = part_of(activity_id, school_id)
    if found is None and activity_id is not None:
        raise ForeignActivityError(
            _("What you chose under “Part of” is not planned at this school any more. Please choose anew.")
        )
    return found


def _days_away(activity: Activity, today: dt.date) -> int:
    begins, ends = activity.begins_on or today, activity.ends_on or today
    return 0 if begins <= today <= ends else min(abs((begins - today).days), abs((ends - today).days))
