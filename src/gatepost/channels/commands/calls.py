"""Calls: a delivery becomes a named person's errand, and what came of the call becomes the delivery's state."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels import queries, signals
from gatepost.channels.calling import script_of
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.commands.mailings import errand_source
from gatepost.channels.commands.statuses import record_status
from gatepost.channels.models import Delivery, DeliveryState, WaitsFor
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.kernel import clock
from gatepost.people.models import Person
from gatepost.people.queries import office_of


@transaction.atomic
def ask_for_call(delivery_id: int, *, lease: uuid.UUID) -> Errand | None:
    """Somebody gets the errand to call; until then the delivery waits. None where nobody at the school could do it."""
    delivery = Delivery.objects.select_related("mailing__school", "mailing__sender", "mailing__section", "person", "content").get(
        pk=delivery_id
    )
    owner, school = queries.owner_of(delivery.mailing), delivery.mailing.school
    is_protected = delivery.person.is_protected
    if is_protected and school is not None:
        owner = office_of(school)
    family = next(iter(queries.families_to_tell(delivery)), None)
    if owner is None or school is None:
        return None
    wanted = errands.Wanted(
        kind=ErrandKind.CALL,
        school=school,
        owner=owner,
        source=errand_source(delivery.pk),
        title=_("Call %(name)s: %(number)s")
        % {"name": delivery.person.full_name, "number": _("number on the person's page") if is_protected else delivery.address},
        reason=_("This family is best told by phone, or what we sent did not arrive."),
        script=script_of(delivery),
        family=family,
        section=delivery.mailing.section,
    )
    errand = errands.give_errand(wanted, by=None)
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, lease=lease)
    ours.update(state=DeliveryState.QUEUED, waits_for=WaitsFor.CALL, lease=None, leased_until=None, provider="phone")
    return errand


@transaction.atomic
def record_call(errand: Errand, *, by: Person) -> None:
    """What came of the call: they talked (sent, and answered), nobody answered, or the number was somebody else's."""
    delivery = Delivery.objects.select_related("mailing").filter(pk=_delivery_id(errand)).first()
    if delivery is None or delivery.state != DeliveryState.QUEUED:
        return
    if errand.result != "reached":
        record_status(delivery, DeliveryState.FAILED, reason=errand.result, is_bad_address=errand.result == "wrong-number")
        return
    now = clock.now()
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=now, settled_at=now, waits_for="")
    signals.deliveries_sent.send(sender=Delivery, delivery_ids=[delivery.pk])
    said = errand.result_note or _("We talked on the phone.")
    accept_reply(delivery, text=said, channel="phone", source=f"errands.errand:{errand.pk}", by=by)


def _delivery_id(errand: Errand) -> int:
    """The delivery an errand was made for; 0 for errands of other origin."""
    kind, _colon, key = errand.source.partition(":")
    return int(key) if kind == "channels.delivery" and key.isdigit() else 0
