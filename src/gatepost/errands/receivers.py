"""What this room hears: a roster may have ended somebody's role."""

from typing import Any

from django.dispatch import receiver

from gatepost.kernel import jobs
from gatepost.people import signals as people


@receiver(people.roster_applied)
def on_roster_applied(sender: object, **_more: Any) -> None:
    jobs.defer("errands.pass_on", once="errands.pass_on")
