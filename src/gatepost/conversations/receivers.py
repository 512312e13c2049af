"""What the room listens to: each receiver calls one command."""

from typing import Any

from django.dispatch import receiver

from gatepost.channels.models import Delivery
from gatepost.channels.signals import reply_arrived
from gatepost.conversations.commands import threads


@receiver(reply_arrived)
def put_reply_into_thread(sender: Any, *, delivery: Delivery, text: str, channel: str, source: str, **more: Any) -> None:
    threads.add_reply(
        delivery,
        text=text or more.get("full_text", ""),
        channel=channel,
        source=source,
        is_verified=more["is_verified"],
        by=more["by"],
        inbound=more.get("inbound"),
    )
