"""The errands that incoming mail makes: read what could not be placed, find another way where somebody wants no more mail."""

from django.conf import settings
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from gatepost.channels.inbound.deciding import PRINCIPAL, Verdict
from gatepost.channels.models import Delivery, Inbound
from gatepost.errands import commands as errands
from gatepost.errands.models import ErrandKind
from gatepost.people.models import ContactKind, ContactPoint, Person, School, SchoolRole
from gatepost.people.queries import office_of, school_of
from gatepost.people.roles import Role


def ask_somebody(inbound: Inbound, verdict: Verdict) -> None:
    """An errand to read it: for the principal where a right is in question, else for the office."""
    owner = _owner(inbound.school, needs=verdict.needs) if inbound.school is not None else None
    if inbound.school is None or owner is None:
        return
    sender = _sender(inbound)
    wanted = errands.Wanted(
        kind=ErrandKind.READ_INBOUND,
        school=inbound.school,
        owner=owner,
        source=errand_source(inbound),
        title=_("Read an e-mail from %(sender)s") % {"sender": sender[:120]},
        reason=f"{inbound.note} {settings.BASE_URL}{reverse('channels:inbound', args=[inbound.pk])}",
    )
    errands.give_errand(wanted, by=None)


def ask_to_mend(inbound: Inbound, delivery: Delivery) -> None:
    """An errand to find another way to somebody who wants no more e-mail."""
    family = delivery.families.select_related("student").order_by("pk").first()
    school = delivery.mailing.school
    owner = office_of(school) if school is not None else None
    if family is None or school is None or owner is None:
        return
    wanted = errands.Wanted(
        kind=ErrandKind.MEND_CONTACT,
        school=school,
        owner=owner,
        source=f"channels.stop:{delivery.pk}",
        title=_("Find a way that works: family of %(child)s") % {"child": family.student.full_name},
        reason=_("No more messages wanted at this address: %(address)s") % {"address": _address(delivery)},
        family=family,
    )
    errands.give_errand(wanted, by=None)


def _address(delivery: Delivery) -> str:
    """An errand is read by more people than may see where a protected person is written to."""
    return ("" if delivery.person.is_protected else delivery.address) or delivery.get_channel_display()


def _sender(inbound: Inbound) -> str:
    sender = inbound.from_address or inbound.envelope_from
    addresses = [address.lower() for address in (inbound.from_address, inbound.envelope_from) if address]
    points = ContactPoint.objects.annotate(lower=Lower("value")).filter(kind=ContactKind.EMAIL, lower__in=addresses)
    of_protected = inbound.delivery is not None and inbound.delivery.person.is_protected
    if of_protected or points.filter(person__is_protected=True).exists():
        return _("a protected person")
    return sender or _("an unknown sender")


def errand_source(inbound: Inbound) -> str:
    """The name under which an errand to read this message is given once."""
    return f"channels.inbound:{inbound.pk}:read"


def school_of_mail(delivery: Delivery | None) -> School | None:
    """The school it concerns; without a delivery that tells, there is no doubt where there is one school only."""
    if delivery is None:
        return School.objects.order_by("pk").first()
    return delivery.mailing.school or school_of(delivery.person)


def _owner(school: School, *, needs: str) -> Person | None:
    if needs == PRINCIPAL:
        leading = SchoolRole.objects.filter(school=school, role=Role.PRINCIPAL, ended_at=None, person__ended_at=None)
        found = leading.select_related("person").order_by("pk").first()
        if found is not None:
            return found.person
    return office_of(school)
