"""What a family asked for with a ready answer: a call, or the note once more. Each becomes a named person's errand."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.channels.calling import script_of
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.models import Delivery
from gatepost.channels.queries import families_to_tell, owner_of
from gatepost.conversations.commands.threads import thread_of_delivery
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand, ErrandKind
from gatepost.kernel import clock
from gatepost.people.calendar import ONE_DAY, calendars_of
from gatepost.people.models import ContactKind, ContactPoint, Person, School
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.people.queries import office_of

CALL_ME, NOT_UNDERSTOOD = "call-me", "not-understood"
_CALL_SOURCE, _EXPLAIN_SOURCE = "conversations.call-me", "conversations.not-understood"
# No holiday is longer.
_LONGEST_HOLIDAY = 100


@transaction.atomic
def hear_wish(delivery: Delivery, *, ready: str) -> Errand | None:
    """The errand that a ready answer asks for, once per delivery; None where it asks for none or nobody may be told."""
    school, thread = delivery.mailing.school, thread_of_delivery(delivery)
    family = next(iter(families_to_tell(delivery)), None)
    owner = owner_of(delivery.mailing)
    if ready not in {CALL_ME, NOT_UNDERSTOOD} or school is None or thread is None or family is None or owner is None:
        return None
    who = delivery.person
    if ready == NOT_UNDERSTOOD:
        wanted = errands.Wanted(
            kind=ErrandKind.REVIEW,
            school=school,
            owner=owner,
            source=f"{_EXPLAIN_SOURCE}:{delivery.pk}",
            title=_("Explain the note again to the family of %(child)s") % {"child": family.student.full_name},
            reason=_("%(name)s did not understand the message.") % {"name": who.full_name},
            due_on=_next_school_day(school),
            family=family,
            section=thread.section,
        )
        return errands.give_errand(wanted, by=None)
    number = "" if who.is_protected else _number_of(who)
    shown = number or (_("number on the person's page") if who.is_protected else _("we have no number"))
    wanted = errands.Wanted(
        kind=ErrandKind.CALL,
        school=school,
        # Only the office sees the number of a protected person.
        owner=(office_of(school) if who.is_protected else None) or owner,
        source=f"{_CALL_SOURCE}:{delivery.pk}",
        title=_("Call %(name)s: %(number)s") % {"name": who.full_name, "number": shown},
        reason=_("%(name)s asked to be called.") % {"name": who.full_name},
        script=script_of(delivery),
        phone=number,
        due_on=_next_school_day(school),
        family=family,
        section=thread.section,
    )
    return errands.give_errand(wanted, by=None)


@transaction.atomic
def record_call(errand: Errand, *, by: Person) -> None:
    """They were called as they had asked: what they said goes into the thread. The ledger hears of it from the errand."""
    delivery = _delivery_of(errand)
    if delivery is None or errand.result != "reached":
        return
    if not list(families_to_tell(delivery)):
        errands.blot_out(errand.source)
        return
    accept_reply(delivery, text=errand.said, channel="phone", source=f"errands.errand:{errand.pk}", by=by)


@transaction.atomic
def review_wishes(*, adult_id: int | None = None) -> int:
    """Open errands of families in which the adult who asked may no longer be told anything are withdrawn."""
    asked = Errand.objects.open().filter(source__regex=f"^({_CALL_SOURCE}|{_EXPLAIN_SOURCE}):")
    needless = []
    for errand in asked:
        delivery = _delivery_of(errand)
        if delivery is None or (adult_id is not None and delivery.person_id != adult_id):
            continue
        if not list(families_to_tell(delivery)):
            needless.append(errand.source)
    return errands.withdraw(needless, by=None)


def _delivery_of(errand: Errand) -> Delivery | None:
    source, _colon, key = errand.source.partition(":")
    if source not in {_CALL_SOURCE, _EXPLAIN_SOURCE} or not key.isdigit():
        return None
    return Delivery.objects.select_related("mailing__school", "person").filter(pk=int(key)).first()


def _number_of(person: Person) -> str:
    points = ContactPoint.objects.filter(person=person, kind=ContactKind.PHONE, ended_at=None, state__in=USABLE_STATES)
    return points.order_by("priority", "pk").values_list("value", flat=True).first() or ""


def _next_school_day(school: School) -> dt.date:
    """Today where it is one."""
    today, calendar = clock.today(school.timezone), calendars_of([school.pk])[school.pk]
    days = (today + ONE_DAY * ahead for ahead in range(_LONGEST_HOLIDAY))
    return next((day for day in days if calendar.is_school_day(day)), today)
