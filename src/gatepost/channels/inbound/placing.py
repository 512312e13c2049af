"""What a person does with a message that was set aside: puts it into a family's thread, or lays it away."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.inbound.asking import errand_source
from gatepost.channels.inbound.commands import source_of
from gatepost.channels.models import Delivery, Inbound, InboundKind, InboundState, MailingKind
from gatepost.channels.rules import Perm
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.kernel.text import clean_text
from gatepost.people.models import Family, Person

_ANSWERABLE = (MailingKind.NOTE, MailingKind.REPLY)


@transaction.atomic
def place(inbound: Inbound, *, family: Family, text: str, by: Person) -> Delivery:
    """Stand it in the family's thread, marked as not verified; its errand is done."""
    locked = _locked(inbound, by=by)
    delivery = delivery_for(locked, family)
    if delivery is None:
        raise NotReadyError(_("Nothing was ever sent to this family, so there is no thread to put it into. Write to them first."))
    locked.delivery = delivery
    _close(locked, InboundKind.UNVERIFIED_REPLY, result="placed", by=by)
    accept_reply(
        delivery,
        text=clean_text(text),
        full_text=locked.full_text,
        channel="email",
        inbound=locked,
        is_verified=False,
        by=None,
        source=source_of(locked),
    )
    history.record("channels.place_inbound", by=by, subject=locked, family=family.pk)
    return delivery


@transaction.atomic
def lay_away(inbound: Inbound, *, by: Person) -> None:
    """It is not for the school. The raw message stays as long as every other."""
    locked = _locked(inbound, by=by)
    _close(locked, locked.kind, result="not-for-us", by=by)
    history.record("channels.lay_away_inbound", by=by, subject=locked)


def delivery_for(inbound: Inbound, family: Family) -> Delivery | None:
    """The delivery it answers, if that is about this family; else the last one that was."""
    about = Delivery.objects.filter(families=family, mailing__kind__in=_ANSWERABLE).select_related("mailing__school", "person")
    answered = about.filter(pk=inbound.delivery_id).first() if inbound.delivery_id is not None else None
    return answered or about.order_by("-pk").first()


def _locked(inbound: Inbound, *, by: Person) -> Inbound:
    ensure(by, Perm.READ_INBOUND)
    locked = Inbound.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=inbound.pk).first()
    if locked is None:
        raise NotAllowedError(_("You may not read this message."))
    if locked.state != InboundState.QUARANTINED:
        raise ConflictError(_("Somebody has already decided on this message. Nothing was changed."))
    return locked


def _close(inbound: Inbound, kind: str, *, result: str, by: Person) -> None:
    inbound.kind, inbound.state, inbound.processed_at = kind, InboundState.DONE, clock.now()
    inbound.save(update_fields=["kind", "state", "processed_at", "delivery"])
    errand = Errand.objects.open().filter(source=errand_source(inbound)).first()
    if errand is not None:
        errands.record_result(errand, result=result, by=by)
