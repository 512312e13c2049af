"""Calls: a delivery becomes a named person's errand, and what came of the call becomes the delivery's state.

Rights are asked when the errand is given, whenever they change while it is open, and once more when its result comes.
"""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gatepost.channels import queries, reasons, signals
from gatepost.channels.calling import script_of
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.commands.mailings import errand_source
from gatepost.channels.commands.naming import narrow
from gatepost.channels.commands.statuses import record_status
from gatepost.channels.models import Delivery, DeliveryState, WaitsFor
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.people.models import Guardianship, Person
from gatepost.people.queries import office_of


@transaction.atomic
def ask_for_call(delivery_id: int, *, lease: uuid.UUID) -> Errand | None:
    """Somebody gets the errand to call; until then the delivery waits. None where nobody at the school could do it."""
    delivery = Delivery.objects.select_related("mailing__school", "mailing__sender", "mailing__section", "person", "content").get(
        pk=delivery_id
    )
    owner, school = queries.owner_of(delivery.mailing), delivery.mailing.school
    if delivery.person.is_protected and school is not None:
        owner = office_of(school)
    family = next(iter(queries.families_to_tell(delivery)), None)
    if owner is None or school is None:
        return None
    wanted = errands.Wanted(
        kind=ErrandKind.CALL,
        school=school,
        owner=owner,
        source=errand_source(delivery.pk),
        title=_title(delivery),
        reason=_("This family is best told by phone, or what we sent did not arrive."),
        script=script_of(delivery),
        phone="" if delivery.person.is_protected else delivery.address,
        family=family,
        section=delivery.mailing.section,
    )
    errand = errands.give_errand(wanted, by=None)
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, lease=lease)
    ours.update(state=DeliveryState.QUEUED, waits_for=WaitsFor.CALL, lease=None, leased_until=None, provider="phone")
    return errand


@transaction.atomic
def record_call(errand: Errand, *, by: Person) -> None:
    """What came of the call: they talked (sent, and answered), nobody answered, or the number was somebody else's.

    A talk with somebody whose right had ended by then counts as nothing, and stands in no thread.
    """
    delivery = _waiting().filter(pk=_delivery_id(errand)).first()
    if delivery is None or not _may_still_be_made(delivery):
        return
    if errand.result != "reached":
        record_status(delivery, DeliveryState.FAILED, reason=errand.result, is_bad_address=errand.result == "wrong-number")
        return
    now = clock.now()
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=now, settled_at=now, waits_for="")
    signals.deliveries_sent.send(sender=Delivery, delivery_ids=[delivery.pk])
    accept_reply(delivery, text=errand.said, channel="phone", source=f"errands.errand:{errand.pk}", by=by)
    _spare_the_others(delivery, by=by)


def _spare_the_others(told: Delivery, *, by: Person) -> None:
    """Who is of the same family need not be called about the same mailing once one of them was reached."""
    families = {family.pk for family in told.families.all()}
    for other in _waiting().filter(mailing=told.mailing_id).exclude(pk=told.pk).prefetch_related("families"):
        if {family.pk for family in other.families.all()} <= families:
            errands.withdraw([errand_source(other.pk)], by=by)
            record_status(other, DeliveryState.SUPPRESSED, reason=reasons.TOLD_ALREADY)


@transaction.atomic
def review_calls(*, adult_id: int | None = None) -> int:
    """Calls that wait are asked again whether they may be made: of one adult, or all. Returns how many may no longer."""
    asked = Errand.objects.open().filter(kind=ErrandKind.CALL, source__startswith="channels.delivery:")
    waiting = _waiting().filter(pk__in=[_delivery_id(errand) for errand in asked.only("source")])
    if adult_id is not None:
        waiting = waiting.filter(person=adult_id)
    return sum(1 for delivery in _of_whom_some_are_barred(waiting) if not _may_still_be_made(delivery))


def _of_whom_some_are_barred(waiting: QuerySet[Delivery]) -> list[Delivery]:
    """In three statements however many calls wait: an import may end guardianships by the hundred."""
    found = list(waiting.prefetch_related("families"))
    held: dict[str, set[tuple[int, int]]] = {}
    for zone in {queries.zone_of(delivery.mailing) for delivery in found}:
        links = Guardianship.objects.with_right("contact", on=clock.today(zone)).filter(family__ended_at=None)
        links = links.filter(adult__in=[delivery.person_id for delivery in found])
        held[zone] = set(links.values_list("adult_id", "family_id"))
    return [
        delivery
        for delivery in found
        if {(delivery.person_id, family.pk) for family in delivery.families.all()} - held[queries.zone_of(delivery.mailing)]
    ]


def _may_still_be_made(delivery: Delivery) -> bool:
    """False where nobody may be told any more: then it is settled and asked of nobody. Barred children are left out of it."""
    source, kept = errand_source(delivery.pk), list(queries.families_to_tell(delivery))
    if not kept:
        record_status(delivery, DeliveryState.SUPPRESSED, reason=reasons.NO_RIGHT)
        history.record("channels.call_off", by=None, subject=delivery)
        errands.withdraw([source], by=None)
        errands.blot_out(source)
        return False
    if len(kept) != delivery.families.count():
        narrow(delivery, kept)
        errands.reword(source, title=_title(delivery), script=script_of(delivery), family=kept[0])
    return True


def _waiting() -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED, waits_for=WaitsFor.CALL)
    return waiting.select_related("mailing__school", "mailing__sender", "person", "content")


def _title(delivery: Delivery) -> str:
    number = _("number on the person's page") if delivery.person.is_protected else delivery.address
    return _("Call %(name)s: %(number)s") % {"name": delivery.person.full_name, "number": number}


def _delivery_id(errand: Errand) -> int:
    """The delivery an errand was made for; 0 for errands of other origin."""
    kind, _colon, key = errand.source.partition(":")
    return int(key) if kind == "channels.delivery" and key.isdigit() else 0
