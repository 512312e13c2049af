"""Writing history, in the transaction of the act itself."""

from typing import Any, Protocol

from django.db.models import Model

from gatepost.history.models import Event
from gatepost.kernel import clock


class HasKey(Protocol):
    @property
    def pk(self) -> Any: ...


def record(action: str, *, by: HasKey | None, subject: Model | None = None, **details: Any) -> Event:
    """One act by one person (None: the system) on one row, with ids and counts as details."""
    return Event.objects.create(
        at=clock.now(),
        by_person_id=by.pk if by is not None else None,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        details=details,
    )
