"""Forgetting what came in: raw messages after thirty days; what stands in a thread keeps its words."""

from django.db import transaction
from django.db.models.functions import Length

from gatepost.channels.models import Inbound, InboundKind, InboundState
from gatepost.channels.models.inbound import KEPT_FOR
from gatepost.history import commands as history
from gatepost.kernel import clock

_STANDS_IN_A_THREAD = frozenset({InboundKind.REPLY, InboundKind.UNVERIFIED_REPLY})


@transaction.atomic
def forget_raw_mail() -> int:
    """Once a day. Kind, delivery and digest stay, so that a repeat is still one; what waits for a person stays whole."""
    done = Inbound.objects.filter(state=InboundState.DONE, received_at__lt=clock.now() - KEPT_FOR)
    old = list(done.annotate(size=Length("raw")).filter(size__gt=0).order_by("pk").values_list("pk", flat=True))
    if old:
        Inbound.objects.filter(pk__in=old).update(raw=b"")
        needless = Inbound.objects.filter(pk__in=old).exclude(kind__in=_STANDS_IN_A_THREAD)
        needless.update(subject="", text="", full_text="", attachments=[])
        history.record("channels.forget_raw_mail", by=None, messages=len(old))
    return len(old)
