"""What a message is to be: read from the reading, the door it came by, and the rights people hold at this moment."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gatepost.channels import queries
from gatepost.channels.inbound import authentication
from gatepost.channels.inbound.bounces import ARRIVED, DELAYED, FAILED
from gatepost.channels.inbound.door import BOUNCE, STOP, Door
from gatepost.channels.inbound.reading import Reading
from gatepost.channels.models import Delivery, InboundKind, MailingKind
from gatepost.kernel import clock
from gatepost.people.models import ContactKind, ContactPoint, ContactState, Guardianship, Person

_NOT_ANSWERABLE = frozenset({MailingKind.SIGN_IN_CODE, MailingKind.SYSTEM})


@dataclass(frozen=True)
class Verdict:
    """What it is, whose it is, and what a person has to look at. `needs`: the role that must read it, blank for nobody."""

    kind: str
    note: str = ""
    by: Person | None = None
    is_verified: bool = False
    needs: str = ""


NOBODY, OFFICE, PRINCIPAL = "", "office", "principal"


def decide(reading: Reading, *, door: Door | None, delivery: Delivery | None, envelope_from: str) -> Verdict:
    """The verdict on one message. Asks the database, changes nothing."""
    if reading.problem:
        return Verdict(InboundKind.UNREADABLE, reading.problem, needs=OFFICE)
    machine = _from_a_machine(reading)
    if machine is not None:
        return machine
    if door is not None and door.purpose == BOUNCE:
        return Verdict(InboundKind.UNPLACED, _("It came to the address for returned mail, and is none."), needs=OFFICE)
    if not envelope_from:
        return Verdict(InboundKind.UNPLACED, _("It was sent with an empty return path, as only machines do."), needs=OFFICE)
    if door is not None and door.purpose == STOP:
        return Verdict(InboundKind.STOP, _("No more messages wanted at this address."))
    return _reply(reading, door, delivery, envelope_from)


def _from_a_machine(reading: Reading) -> Verdict | None:
    """A returned message, a delay notice, an automatic answer; None for what a person may have written."""
    notice = reading.returned
    if notice is not None and notice.action in {FAILED, DELAYED}:
        said = " ".join(part for part in (notice.code, notice.words) if part)[:300]
        return Verdict(InboundKind.BOUNCE if notice.action == FAILED else InboundKind.TEMPORARY, said)
    if notice is not None and notice.action == ARRIVED:
        return Verdict(InboundKind.AUTO_REPLY, _("A notice that the message arrived."))
    if reading.automatic:
        return Verdict(InboundKind.AUTO_REPLY, reading.automatic[:300])
    return None


def _reply(reading: Reading, door: Door | None, delivery: Delivery | None, envelope_from: str) -> Verdict:
    if door is None:
        return Verdict(InboundKind.UNPLACED, _("It carries no address of ours: the listener would refuse it."))
    if delivery is None:
        return Verdict(InboundKind.UNPLACED, _("What it answers is no longer kept."), needs=OFFICE)
    if delivery.mailing.kind in _NOT_ANSWERABLE:
        return Verdict(
            InboundKind.UNPLACED, _("It answers a message that stands in no thread, such as a sign-in code."), needs=OFFICE
        )
    if delivery.link_revoked_at is not None:
        return Verdict(InboundKind.UNPLACED, _("The link and reply address of this person were revoked."), needs=PRINCIPAL)
    family_ids = [family.pk for family in queries.families_to_tell(delivery)]
    if not family_ids:
        return Verdict(
            InboundKind.UNPLACED,
            _("The person it was sent to no longer has the right to be in contact about this child."),
            needs=PRINCIPAL,
        )
    return _noted(_from_somebody(reading, delivery, family_ids, envelope_from), reading)


def _from_somebody(reading: Reading, delivery: Delivery, family_ids: list[int], envelope_from: str) -> Verdict:
    """Whose address it came from, among the adults of the families that the delivery is about."""
    unknown = Verdict(InboundKind.UNVERIFIED_REPLY, _("It came from an address that we do not know for this family."))
    if len(set(reading.from_addresses)) != 1:
        return replace(unknown, note=_("It names no sender, or several."))
    holders = _holders_of(reading.from_address)
    allowed = set(_with_right(delivery, family_ids).values_list("adult_id", flat=True))
    known = holders & allowed
    if not known:
        barred = Guardianship.objects.filter(adult_id__in=holders, student__families__in=family_ids)
        if barred.exists():
            return Verdict(
                InboundKind.UNPLACED,
                _("It came from an adult who has no right to be in contact about this child."),
                needs=PRINCIPAL,
            )
        return unknown
    if not authentication.is_proven(
        reading.from_address,
        envelope_from=envelope_from,
        fields=reading.authentication,
        our_server=settings.INBOUND_AUTHSERV,
    ):
        return replace(unknown, note=_("The sender's address is one we know, and nothing shows that it is not forged."))
    writer = delivery.person_id if delivery.person_id in known else min(known)
    return Verdict(InboundKind.REPLY, by=Person.objects.get(pk=writer), is_verified=True)


def _holders_of(address: str) -> set[int]:
    """Everyone for whom we know this address, even one that bounces or was ended; not where it belongs to somebody else."""
    points = ContactPoint.objects.filter(kind=ContactKind.EMAIL, value__iexact=address)
    return set(points.exclude(state=ContactState.WRONG_PERSON).values_list("person_id", flat=True))


def _with_right(delivery: Delivery, family_ids: list[int]) -> Any:
    zone = delivery.mailing.school.timezone if delivery.mailing.school else "UTC"
    return Guardianship.objects.with_right("contact", on=clock.today(zone)).filter(family_id__in=family_ids)


def _noted(verdict: Verdict, reading: Reading) -> Verdict:
    """The verdict with what a reader of the answer has to know of it."""
    notes = [verdict.note]
    if not reading.text:
        notes.append(_("It holds no words of its own, only what it answers.") if reading.full_text else _("It holds no words."))
    if reading.is_shortened:
        notes.append(_("It is very long; the raw message keeps the rest."))
    return replace(verdict, note=" ".join(note for note in notes if note)[:300])
