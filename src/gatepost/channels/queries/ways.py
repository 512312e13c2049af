"""Reading what goes out: for workers, for the family's own page, for staff who look at it."""

from collections.abc import Iterable

from gatepost.channels.models import Channel, Delivery, Mailing
from gatepost.kernel import clock
from gatepost.people.models import ContactKind, ContactPoint, Family, Guardianship, Person
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.people.queries import office_of
from gatepost.people.roles import STAFF_ROLES

Way = tuple[str, ContactPoint | None]


def zone_of(mailing: Mailing) -> str:
    """Where it is today or tomorrow already: rights begin and end with the school's day."""
    return mailing.school.timezone if mailing.school else "UTC"


def families_to_tell(delivery: Delivery) -> "Iterable[Family]":
    """The families of this delivery for which its person holds the contact right now. Empty: nobody may be told."""
    held = Guardianship.objects.with_right("contact", on=clock.today(zone_of(delivery.mailing))).filter(
        adult_id=delivery.person_id
    )
    families = delivery.families.filter(pk__in=held.values("family_id"), ended_at=None)
    return families.select_related("student").order_by("student__given_name", "pk")


def next_way(failed: Delivery) -> Way | None:
    """The next channel for the person of a failed delivery: another address, a letter, a call. Those tried are left out."""
    tried = set(Delivery.objects.filter(mailing=failed.mailing_id, person=failed.person_id).values_list("channel", "address"))
    points = ContactPoint.objects.filter(person=failed.person_id, ended_at=None, state__in=USABLE_STATES).order_by(
        "priority", "pk"
    )
    mails: list[Way] = [(Channel.EMAIL, point) for point in points if point.kind == ContactKind.EMAIL]
    calls: list[Way] = [(Channel.PHONE, point) for point in points if point.kind == ContactKind.PHONE]
    letter: list[Way] = [(Channel.LETTER, None)]
    ladder = [*calls, *mails, *letter] if failed.person.prefers_call else [*mails, *letter, *calls]
    untried = (way for way in ladder if (way[0], way[1].value if way[1] else "") not in tried)
    return next(untried, None)


def owner_of(mailing: Mailing) -> Person | None:
    """Who takes over what a mailing could not do: its sender, else the office, the liaison, the principal."""
    if mailing.school is None:
        return None
    if mailing.sender is not None and mailing.school_id in mailing.sender.schools_as(STAFF_ROLES, everywhere=True):
        return mailing.sender
    return office_of(mailing.school)
