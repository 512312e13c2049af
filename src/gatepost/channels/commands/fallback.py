"""The ladder of one message: what failed for good goes to the next way, and at last to a named human."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels import queries, reasons
from gatepost.channels.addressing import Addressee
from gatepost.channels.commands.mailings import defer_carrying, write_deliveries
from gatepost.channels.commands.naming import children_in_words
from gatepost.channels.models import Channel, Delivery, DeliveryState, MailingKind
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.kernel import clock
from gatepost.people.models import Family

_FAILED = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED})
_WITHOUT_LADDER = frozenset({MailingKind.SIGN_IN_CODE, MailingKind.SYSTEM})


def find_next_ways(delivery_ids: Iterable[int]) -> None:
    for delivery_id in delivery_ids:
        find_next_way(delivery_id)


@transaction.atomic
def find_next_way(delivery_id: int) -> Delivery | None:
    """The next delivery of the same to the same person; None where there is none, and then somebody has an errand.

    Asked twice it does nothing. Nothing follows where the person has read or answered meanwhile, the mailing was
    stopped, or the right to be contacted is gone.
    """
    failed = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("mailing__school", "person", "content")
        .get(pk=delivery_id)
    )
    if not _wants_another_way(failed):
        return None
    families = list(queries.families_to_tell(failed))
    if not families:
        return None
    way = queries.next_way(failed)
    if way is None:
        _ask_somebody(failed, families)
        return None
    channel, point = way
    addressee = Addressee(
        person_id=failed.person_id,
        family_ids=tuple(family.pk for family in families),
        channel=channel,
        words=(failed.content.language, failed.content.frame_language),
        address=point.value if point else "",
        contact_point_id=point.pk if point else None,
        personal=_personal(failed, families, channel),
    )
    [key] = write_deliveries(failed.mailing, {addressee.words: failed.content}, [addressee], due_at=clock.now(), previous=failed)
    defer_carrying(failed.mailing, [channel], how_many=1)
    return Delivery.objects.get(pk=key)


@transaction.atomic
def call_off_searches(*, adult_id: int) -> int:
    """Nobody is asked any longer to find a way to an adult who may be told nothing of it. Returns how many errands went."""
    searches = Errand.objects.open().filter(kind=ErrandKind.MEND_CONTACT, source__startswith="channels.mailing:")
    tried = Delivery.objects.filter(person=adult_id).select_related("mailing__school")
    needless = []
    for source in searches.filter(source__endswith=f":person:{adult_id}").values_list("source", flat=True):
        about = tried.filter(mailing=int(source.split(":")[1]))
        if not any(queries.families_to_tell(delivery) for delivery in about):
            needless.append(source)
    return errands.withdraw(needless, by=None)


def _personal(failed: Delivery, families: list[Family], channel: str) -> dict[str, str]:
    """The personal words for those families that may still be told. Only a letter is for a whole home."""
    greeting = failed.personal.get("greeting", "") if channel == Channel.LETTER else failed.person.full_name
    return {**failed.personal, "child": children_in_words(families), "greeting": greeting}


def _wants_another_way(failed: Delivery) -> bool:
    arrived_nowhere = failed.state in _FAILED or (failed.state == DeliveryState.SUPPRESSED and failed.reason == reasons.UNUSABLE)
    if not arrived_nowhere or failed.mailing.stopped_at is not None or failed.mailing.kind in _WITHOUT_LADDER:
        return False
    if failed.followed_by.exists():
        return False
    same = Delivery.objects.filter(mailing=failed.mailing, person=failed.person)
    return not same.exclude(read_at=None, answered_at=None).exists()


def _ask_somebody(failed: Delivery, families: list[Family]) -> None:
    """The end of the ladder: a named human finds a way. What was tried stands in the reason; nobody is blamed."""
    owner = queries.owner_of(failed.mailing)
    if owner is None or failed.mailing.school is None:
        return
    tried = Delivery.objects.filter(mailing=failed.mailing, person=failed.person).order_by("pk")
    lines = [f"{delivery.get_channel_display()}: {reasons.sentence(delivery.reason)}" for delivery in tried]
    wanted = errands.Wanted(
        kind=ErrandKind.MEND_CONTACT,
        school=failed.mailing.school,
        owner=owner,
        source=f"channels.mailing:{failed.mailing_id}:person:{failed.person_id}",
        title=_("Find a way to reach %(name)s") % {"name": failed.person.full_name},
        reason="\n".join([_("What we tried did not arrive:"), *lines]),
        family=families[0],
        section=failed.mailing.section,
    )
    errands.give_errand(wanted, by=None)
