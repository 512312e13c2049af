"""One worker's slice of a mailing: take up, hand over, settle; nothing is held open across the network.

At most `settings.DELIVERY_WINDOW` messages are handed over and not yet settled at any moment: so many may go out twice
when the process is killed, and none is lost. A slice lasts a few seconds, so that urgent mail never waits behind a newsletter.
"""

import logging
import time
import uuid
from collections import deque
from collections.abc import Iterator

from django.conf import settings

from gatepost.channels import reasons, registry
from gatepost.channels.commands.claiming import Claimed, claim
from gatepost.channels.commands.mailings import QUEUE_OF, defer_slice
from gatepost.channels.commands.settling import put_back, settle
from gatepost.channels.models import Content, Mailing, MailingKind
from gatepost.channels.ports import DeliveryError, Outcome, Outgoing, Provider, Receipt

logger = logging.getLogger(__name__)
SLICE_SECONDS = 5.0
_ASK_AGAIN_SECONDS = 1.0
_FIRST_CLAIM = 50
# A message is handed over in the first third of its lease only: the rest is for a slow server to answer in.
_SHARE_OF_LEASE = 3
# While a provider is away, everything waits this long and is tried again: soon enough after an hour's outage.
OUTAGE_SECONDS = 60
OUTAGE_OF_OUR_MAKING_SECONDS = 300


def deliver_mailing(mailing_id: int, *, channel: str, part: int = 0) -> int:
    """Carry what is due of a mailing by one channel, for one slice of time. Returns how many messages were sent."""
    mailing = Mailing.objects.select_related("school").filter(pk=mailing_id).first()
    if mailing is None:
        return 0
    work = Slice(mailing, channel, registry.provider_for(channel))
    work.run()
    if work.has_more:
        defer_slice(mailing_id, channel, part, queue=QUEUE_OF.get(MailingKind(mailing.kind), "urgent"))
    return work.sent


class Slice:
    """What one worker holds for a few seconds: rows taken up, messages under way, receipts not yet settled."""

    def __init__(self, mailing: Mailing, channel: str, provider: Provider) -> None:
        self.mailing, self.channel, self.provider = mailing, channel, provider
        self.lease = uuid.uuid4()
        self.sent = 0
        self.has_more = False
        self._held: deque[Claimed] = deque()
        self._under_way: set[int] = set()  # in the provider's hands, no receipt yet
        self._receipts: list[Receipt] = []
        self._contents: dict[int, Content] = {}
        self._began = self._asked_at = self._claimed_at = time.monotonic()
        self._has_claimed = False

    def run(self) -> None:
        wait, reason = 0, ""
        try:
            for receipt in self.provider.send(self._outgoing()):
                self._take(receipt)
        except DeliveryError as error:
            logger.warning("%s: %s", self.provider.name, error)
            wait, reason = (OUTAGE_OF_OUR_MAKING_SECONDS if error.permanent else OUTAGE_SECONDS), error.reason
            self.has_more = False
        except Exception:
            # Nobody knows whether what was under way has left: it counts as a try.
            self._receipts += [Receipt(key, Outcome.LATER, reason=reasons.UNDER_WAY) for key in self._under_way]
            self._under_way.clear()
            raise
        finally:
            self._settle()
            self._give_back(wait=wait, reason=reason)

    def _outgoing(self) -> Iterator[Outgoing]:
        """Messages, one at a time, for as long as the slice, the lease and the mailing allow."""
        while self._may_go_on() and (self._held or self._claim()):
            row = self._held.popleft()
            self._under_way.add(row.delivery_id)
            content = self._content(row.content_id)
            yield Outgoing(row.delivery_id, self.mailing.pk, row.person_id, row.address, row.personal, content, self.lease)

    def _claim(self) -> bool:
        if self.provider.gathers and self._has_claimed:
            return False
        most = self._how_many()
        self._held.extend(claim(self.mailing, self.channel, most=most, lease=self.lease))
        self._claimed_at, self._has_claimed = time.monotonic(), True
        self.has_more = self.provider.gathers and len(self._held) == most
        return bool(self._held)

    def _how_many(self) -> int:
        """As many as will leave in about a second, so that little is held when the mailing is stopped or the worker dies."""
        if self.provider.gathers:
            return self.provider.claims
        elapsed = max(time.monotonic() - self._began, 0.05)
        return min(max(_FIRST_CLAIM, int(self.sent / elapsed)), self.provider.claims)

    def _may_go_on(self) -> bool:
        """Asked before every message. A slow server must not let leases run out, nor keep a stop from working."""
        now = time.monotonic()
        if self.provider.gathers:
            return True
        if now - self._asked_at > _ASK_AGAIN_SECONDS:
            self._asked_at = now
            self._settle()
            if Mailing.objects.filter(pk=self.mailing.pk, stopped_at__isnull=False).exists():
                return False
        if self._held and now - self._claimed_at > settings.DELIVERY_LEASE / _SHARE_OF_LEASE:
            self._give_back()
        self.has_more = now - self._began > SLICE_SECONDS
        return not self.has_more

    def _take(self, receipt: Receipt) -> None:
        self._under_way.discard(receipt.delivery_id)
        self._receipts.append(receipt)
        self.sent += receipt.outcome == Outcome.SENT
        if len(self._receipts) >= settings.DELIVERY_WINDOW:
            self._settle()

    def _settle(self) -> None:
        receipts, self._receipts = self._receipts, []
        settle(receipts, provider=self.provider.name, lease=self.lease)

    def _give_back(self, *, wait: float = 0, reason: str = "") -> None:
        """What was taken up and not handed over is due again."""
        keys = [row.delivery_id for row in self._held]
        self._held.clear()
        if wait:
            keys += self._under_way
        put_back(keys, lease=self.lease, reason=reason, wait=wait)

    def _content(self, key: int) -> Content:
        if key not in self._contents:
            self._contents[key] = Content.objects.get(pk=key)
        return self._contents[key]
