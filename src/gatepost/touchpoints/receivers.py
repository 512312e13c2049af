"""What this room hears from channels and errands: one line each."""

from typing import Any

from django.dispatch import receiver

from gatepost.channels import signals as channels
from gatepost.errands import signals as errands
from gatepost.touchpoints import commands
from gatepost.touchpoints.models import Outcome


@receiver(channels.deliveries_sent)
def on_sent(sender: object, delivery_ids: list[int], **_more: Any) -> None:
    commands.record_deliveries(delivery_ids, outcome=Outcome.SENT)


@receiver(channels.deliveries_failed)
def on_failed(sender: object, delivery_ids: list[int], **_more: Any) -> None:
    commands.record_deliveries(delivery_ids, outcome=Outcome.FAILED)


@receiver(channels.deliveries_delivered)
def on_delivered(sender: object, delivery_ids: list[int], **_more: Any) -> None:
    commands.record_deliveries(delivery_ids, outcome=Outcome.DELIVERED)


@receiver(channels.delivery_read)
def on_read(sender: object, delivery: Any, at: Any, **_more: Any) -> None:
    commands.record_reading(delivery, at=at)


@receiver(channels.reply_arrived)
def on_reply(sender: object, delivery: Any, channel: str, source: str, **more: Any) -> None:
    if source.startswith("errands.errand:"):
        return  # what was said in a call we had asked for: the call itself is told by its errand
    commands.record_reply(delivery, channel=channel, source=source, is_verified=more.get("is_verified", True))


@receiver(errands.errand_tried)
def on_errand_tried(sender: object, errand: Any, result: str, by: Any, **_more: Any) -> None:
    commands.record_call(errand, result=result, by=by)


@receiver(errands.errand_closed)
def on_errand_closed(sender: object, errand: Any, by: Any, **_more: Any) -> None:
    commands.record_call(errand, result=errand.result, by=by)
