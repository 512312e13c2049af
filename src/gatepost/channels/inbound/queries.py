"""Reading what came in: the messages that wait for a person, one of them, and the families it may be from."""

from django.db.models import QuerySet

from gatepost.channels.models import Inbound, InboundState
from gatepost.kernel.text import clean_text, search_key
from gatepost.people.models import Family, Person

# Of a message that no parser could take apart, so much is shown as it came.
_GLIMPSE_BYTES = 20_000


def set_aside_for(person: Person) -> "QuerySet[Inbound]":
    """Newest first, without the raw bytes."""
    waiting = Inbound.objects.visible_to(person).filter(state=InboundState.QUARANTINED)
    return waiting.select_related("delivery__person").defer("raw").order_by("-received_at", "-pk")


def inbound_for(person: Person, pk: int) -> Inbound | None:
    """One message, whatever became of it, if this person may read it."""
    return Inbound.objects.visible_to(person).select_related("delivery__person", "delivery__mailing").filter(pk=pk).first()


def families_it_may_be_from(inbound: Inbound, person: Person, *, search: str) -> "QuerySet[Family]":
    """Those its delivery was about; or those whose child's name holds the words."""
    visible = Family.objects.current().visible_to(person).select_related("student")
    visible = visible.order_by("student__family_name", "student__given_name", "pk")
    if search.strip():
        for word in search_key(search).split():
            visible = visible.filter(student__search_key__contains=word)
        return visible.filter(pk__in=list(visible.values_list("pk", flat=True)[:20]))
    return visible.filter(deliveries=inbound.delivery_id) if inbound.delivery_id is not None else visible.none()


def safe_text(inbound: Inbound) -> str:
    """What a person may read without harm: the text, else the beginning of the raw message as plain characters."""
    if inbound.full_text:
        return inbound.full_text
    return clean_text(bytes(inbound.raw[:_GLIMPSE_BYTES]).decode("utf-8", "replace"))
