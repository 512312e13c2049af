"""What every template knows of the person who looks."""

from typing import Any

from django.http import HttpRequest


def actor(request: HttpRequest) -> dict[str, Any]:
    """`person`: who is signed in (or None); `school`: whose name stands on top; `roles`: held at this moment.

    `acts_as_family`: a member of staff who said “I am here as a parent”.
    """
    return {
        "person": getattr(request, "person", None),
        "school": getattr(request, "school", None),
        "acts_as_family": getattr(request, "acts_as_family", False),
        "roles": getattr(request, "roles", frozenset()),
    }
