"""Contact points: what we learn about whether they work."""

from django.db import transaction

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.people import signals
from gatepost.people.models import ContactPoint, Person


@transaction.atomic
def set_contact_state(point: ContactPoint, state: str, *, by: Person | None, reason: str = "") -> ContactPoint:
    """Only a person's word or a provider's makes a contact point better or worse; who it was stands in history."""
    locked = ContactPoint.objects.select_for_update().get(pk=point.pk)
    if locked.state == state:
        return locked
    before, locked.state, locked.state_reason, locked.state_at = locked.state, state, reason[:200], clock.now()
    locked.save(update_fields=["state", "state_reason", "state_at"])
    history.record("people.set_contact_state", by=by, subject=locked, before=before, state=state)
    signals.contact_state_changed.send(
        sender=ContactPoint, contact_point_id=locked.pk, person_id=locked.person_id, state=state
    )
    return locked
