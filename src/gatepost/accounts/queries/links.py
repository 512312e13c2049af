"""What a personal link or a letter's code still opens, asked anew at every visit."""

import datetime as dt
from dataclasses import dataclass

from gatepost.channels import tokens
from gatepost.channels.models import Delivery, DeliveryState
from gatepost.kernel import clock
from gatepost.people.models import ContactState, Family, Person

# A view link opens one message for a while; it is no key to anything else.
LINK_LIFETIME = dt.timedelta(days=30)


@dataclass(frozen=True)
class Visit:
    """A link that opens: the delivery it came with, to whom, and the families this person may still hear about."""

    delivery: Delivery
    person: Person
    families: tuple[Family, ...]


def guardian_of_link(token: str) -> Visit | None:
    """None where the link is forged, revoked, too old, or the person holds the contact right no more."""
    return visit_of(tokens.delivery_of_link(token))


def visit_of(delivery: Delivery | None) -> Visit | None:
    """What this delivery opens at this moment."""
    if delivery is None or delivery.link_revoked_at is not None or not _is_fresh(delivery) or _is_misdirected(delivery):
        return None
    allowed = Family.objects.of_adult(delivery.person, on=_today(delivery)).filter(pk__in=delivery.families.values("pk"))
    families = tuple(allowed.select_related("student").order_by("pk"))
    return Visit(delivery, delivery.person, families) if families else None


def _is_fresh(delivery: Delivery) -> bool:
    if delivery.state in {DeliveryState.CANCELLED, DeliveryState.SUPPRESSED}:
        return False
    # A letter may be in the family's hands before anybody has recorded that it was handed out.
    return clock.now() < (delivery.sent_at or delivery.due_at) + LINK_LIFETIME


def _is_misdirected(delivery: Delivery) -> bool:
    """The address turned out to be somebody else's: whoever holds the link is not whom we meant."""
    point = delivery.contact_point
    return point is not None and point.state == ContactState.WRONG_PERSON


def _today(delivery: Delivery) -> dt.date:
    school = delivery.mailing.school
    return clock.today(school.timezone if school else "UTC")
