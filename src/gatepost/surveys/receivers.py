"""What this room hears: rights have changed, so a call that was given out may not be made any more."""

from typing import Any

from django.dispatch import receiver

from gatepost.people import signals as people
from gatepost.surveys.commands import calling


@receiver(people.rights_changed)
def on_rights_changed(sender: object, student_id: int, **_more: Any) -> None:
    calling.settle_calls_of([student_id])
