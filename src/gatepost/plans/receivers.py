"""What the plan hears of: errands that are closed."""

from typing import Any

from django.dispatch import receiver

from gatepost.errands.models import Errand
from gatepost.errands.signals import errand_closed
from gatepost.plans.commands import reviews


@receiver(errand_closed)
def an_errand_was_closed(sender: Any, *, errand: Errand, **_more: Any) -> None:
    reviews.note_done(errand)
