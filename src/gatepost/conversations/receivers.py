"""What the room listens to: each receiver calls one command."""

from typing import Any

from django.dispatch import receiver

from gatepost.channels.models import Delivery
from gatepost.channels.signals import reply_arrived
from gatepost.conversations.commands import threads, wishes
from gatepost.errands.models import Errand, ErrandKind
from gatepost.errands.signals import errand_closed
from gatepost.people import signals as people
from gatepost.people.models import Person
from gatepost.touchpoints import signals as touchpoints
from gatepost.touchpoints.models import Outcome, Touchpoint


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


@receiver(errand_closed)
def on_errand_closed(sender: Any, *, errand: Errand, by: Person, **_more: Any) -> None:
    if errand.kind == ErrandKind.CALL:
        wishes.record_call(errand, by=by)


@receiver(people.rights_changed)
def on_rights_changed(sender: Any, *, adult_id: int, **_more: Any) -> None:
    wishes.review_wishes(adult_id=adult_id)


@receiver(people.roster_applied)
def on_roster_applied(sender: Any, **_more: Any) -> None:
    wishes.review_wishes()


@receiver(touchpoints.entry_corrected)
def on_entry_corrected(sender: Any, *, touchpoint: Touchpoint, before: str, source: str, **_more: Any) -> None:
    if source.startswith("conversations.talk:"):
        threads.follow_correction(
            before,
            correction=touchpoint.source,
            note=touchpoint.note,
            was_withdrawn=touchpoint.outcome == Outcome.WITHDRAWN,
            by=touchpoint.mended_by,
        )
