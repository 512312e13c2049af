"""What every template knows of the person who looks."""

from typing import Any

from django.http import HttpRequest

from gatepost.people.models import Person, School


def other_schools(person: Person | None, here: School | None) -> list[School]:
    """The schools at which this member of staff may act instead; asked of the database only where there are several."""
    ids = person.staff_schools if person is not None else []
    return list(School.objects.filter(pk__in=ids).exclude(pk=here.pk if here else 0)) if len(ids) > 1 else []


def actor(request: HttpRequest) -> dict[str, Any]:
    """`person`: who is signed in (or None); `school`: whose name stands on top; `roles`: held at this moment.

    `acts_as_family`: a member of staff who said “I am here as a parent”.
    """
    person = getattr(request, "person", None)
    return {
        "person": person,
        "other_schools": other_schools(person, getattr(request, "school", None)),
        "school": getattr(request, "school", None),
        "acts_as_family": getattr(request, "acts_as_family", False),
        "roles": getattr(request, "roles", frozenset()),
    }
