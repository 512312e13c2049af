"""What a visit asks of people: the pair on its day, and somebody at school when the pair has not been heard of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gatepost.accounts.models import User
from gatepost.channels.commands.system_mail import post_system_mail
from gatepost.errands import commands as errands
from gatepost.errands.bound import bind_to_owner
from gatepost.errands.models import Errand, ErrandKind
from gatepost.kernel import clock
from gatepost.people.models import Person, Role
from gatepost.people.queries import acting_at, staff_now
from gatepost.reach.models import HomeVisit
from gatepost.reach.queries.visit_pairs import phones_of
from gatepost.reach.visit_wording import clock_time, day_and_hour, day_of, link_to, names_of, place_of

# Whom we ask to look after the pair, or to settle it anew: the first who is there.
_LOOKS_AFTER = (Role.PRINCIPAL, Role.OFFICE, Role.LIAISON, Role.COUNSELLOR)

# Who goes is settled on the visit's page, where language, hours and the other one count; never by handing an errand on.
bind_to_owner("reach.visit:")
bind_to_owner("reach.visit-off:")


def put_on_their_lists(visit: HomeVisit, *, by: Person | None) -> None:
    """Each of the pair has the visit under "To do", once for every day and hour it was planned for."""
    for person in visit.pair:
        others = names_of([other for other in visit.pair if other != person])
        words = {"when": day_and_hour(visit), "other": others, "where": place_of(visit), "link": link_to(visit)}
        wanted = errands.Wanted(
            kind=ErrandKind.REVIEW,
            school=visit.school,
            owner=person,
            source=f"{_source(visit)}go:{person.pk}:{_hour(visit)}",
            title=_("Visit the family of %(child)s") % {"child": visit.family.student.full_name},
            reason=_("%(when)s, together with %(other)s, %(where)s. The day’s two buttons stand on %(link)s") % words,
            due_on=day_of(visit),
            family=visit.family,
        )
        errands.give_errand(wanted, by=by)


def take_off_lists(visit: HomeVisit, *, by: Person | None, only: str = "") -> None:
    """Nothing is asked of anybody about this visit any more, nor of whoever was to look after the pair (`only`: "alarm:")."""
    asked = Errand.objects.open().filter(source__startswith=_source(visit) + only)
    errands.withdraw(list(asked.values_list("source", flat=True)), by=by)


@dataclass(frozen=True)
class Asked:
    """Who was asked to look after the pair: a person, through an errand, and the school, at its own address."""

    errand_id: int | None
    school_told: bool


def ask_to_look_after(visit: HomeVisit, *, besides: int | None = None) -> Asked:
    """The pair has not said that it is out and well: somebody at school rings them up, now. One errand for one expected end.

    Never one of the two: they may be the ones who need help. Where nobody else is there, or where that person has no way to
    hear of it in the evening, the school's own address gets it. `besides`: somebody who passes things on.
    """
    helper = who_looks_after(visit, without={*visit.pair_ids, besides})
    subject = _("Is everybody well? %(pair)s should be back from a visit since %(end)s") % _alarm_words(visit)
    errand_id = _give_alarm(helper, visit, title=subject).pk if helper else None
    address = _address_of(helper) if helper else ""
    to = address or visit.school.email
    if to:
        body = _("Nobody has said that both are out and well. Please ring them up now: %(calls)s.\n\n%(link)s\n")
        post_system_mail([to], subject=subject, body=body % _alarm_words(visit))
    return Asked(errand_id, school_told=bool(to) and not address)


def tell_that_it_may_not_be(visit: HomeVisit) -> None:
    """Rights have changed: whoever was to go or to ask must not. The family is not named: not everybody may know."""
    told = visit.pair or (visit.offered_by,)
    when = day_and_hour(visit)
    for person in told:
        wanted = errands.Wanted(
            kind=ErrandKind.REVIEW,
            school=visit.school,
            owner=person,
            source=f"reach.visit-off:{visit.pk}:{person.pk}",
            title=_("The visit on %(when)s does not take place") % {"when": when} if when else _("A visit does not take place"),
            reason=_(
                "It may not take place any more. Please do not go, write or call about it; the principal can tell you more."
            ),
        )
        errands.give_errand(wanted, by=None)


def _who_to_call(visit: HomeVisit) -> str:
    numbers = phones_of(visit)
    known = [f"{person.full_name} {numbers[person.pk]}" for person in visit.pair if person.pk in numbers]
    return ", ".join(known) or names_of(visit.pair)


def who_looks_after(visit: HomeVisit, *, without: Collection[int | None]) -> Person | None:
    """The first of those who look after the whole school, else anybody of its staff; of these whoever has an account first."""
    others = staff_now(visit.school_id).exclude(pk__in=[one for one in without if one is not None])
    others = others.annotate(hears=Exists(User.objects.filter(person=OuterRef("pk"), is_active=True).exclude(email=None)))
    for role in _LOOKS_AFTER:
        held = others.filter(school_roles__school=visit.school_id, school_roles__role=role, school_roles__ended_at=None)
        found = held.order_by("-hears", "pk").first()
        if found is not None:
            return found
    return others.order_by("-hears", "pk").first()


def ask_for_another_pair(visit: HomeVisit, *, instead_of: Person, by: Person | None) -> Errand | None:
    """One of the two does not go: who looks after the school settles the pair anew. The errand goes when the visit is planned."""
    owner = who_looks_after(visit, without={instead_of.pk})
    if owner is None:
        return None
    words = {"when": day_and_hour(visit), "name": instead_of.full_name, "link": link_to(visit)}
    wanted = errands.Wanted(
        kind=ErrandKind.REVIEW,
        school=visit.school,
        owner=owner,
        source=f"{_source(visit)}pair:{instead_of.pk}:{_hour(visit)}",
        title=_("Who goes on the visit instead of %(name)s? %(when)s") % words,
        reason=_("Two go, never one. Please settle anew who goes, or call the visit off: %(link)s") % words,
        family=visit.family,
    )
    return errands.give_errand(wanted, by=by)


def _give_alarm(helper: Person, visit: HomeVisit, *, title: str) -> Errand:
    """Who does not see this visit otherwise gets the pair and its numbers, and neither the family nor a page that is closed."""
    sees_it = HomeVisit.objects.visible_to(acting_at(helper, visit.school_id)).filter(pk=visit.pk).exists()
    words = _alarm_words(visit) | ({} if sees_it else {"link": ""})
    wanted = errands.Wanted(
        kind=ErrandKind.REVIEW,
        school=visit.school,
        owner=helper,
        source=f"{_source(visit)}alarm:{_hour(visit)}",
        title=title,
        reason=(_("Nobody has said that both are out and well. Please ring them up now: %(calls)s. %(link)s") % words).strip(),
        phone=next(iter(phones_of(visit).values()), ""),
        family=visit.family if sees_it else None,
    )
    return errands.give_errand(wanted, by=None)


def _alarm_words(visit: HomeVisit) -> dict[str, str]:
    return {
        "pair": names_of(visit.pair),
        "end": clock_time(visit.ends_at, visit.school.timezone) if visit.ends_at else "",
        "calls": _who_to_call(visit),
        "link": link_to(visit),
    }


def _address_of(helper: Person) -> str:
    """An errand alone is not seen in the evening, so it goes by e-mail as well; it names the pair, never the family."""
    known = User.objects.filter(person=helper, is_active=True).exclude(email=None).values_list("email", flat=True)
    return known.first() or ""


def _source(visit: HomeVisit) -> str:
    return f"reach.visit:{visit.pk}:"


def _hour(visit: HomeVisit) -> str:
    """Planned anew, a visit asks anew."""
    return (visit.ends_at or clock.now()).strftime("%Y%m%dT%H%M")
