"""Who could go on a visit together, whether somebody has to interpret, and who is on another visit at that hour."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from gatepost.kernel import clock
from gatepost.people.barriers import BARRIERS, Accommodation
from gatepost.people.models import (
    ContactKind,
    ContactPoint,
    Family,
    Guardianship,
    Need,
    NeedKind,
    NotedBarrier,
    Person,
    Role,
    SchoolRole,
)
from gatepost.people.models.contacts import USABLE_STATES
from gatepost.people.queries import sees_protected, staff_now
from gatepost.reach.models import HomeVisit, VisitState
from gatepost.reach.wording import language_in_words


@dataclass(frozen=True)
class Hosts:
    """The adults of a home who may be contacted, and what to know before one comes to see them."""

    adults: list[Person]
    languages: frozenset[str]
    needs: list[Need]
    barriers: list[NotedBarrier]
    asks_for_interpreter: bool
    addresses: list[str] = field(default_factory=list)
    hides_address: bool = False

    @property
    def languages_in_words(self) -> list[str]:
        return sorted(language_in_words(tag) for tag in self.languages)


def hosts_of(family: Family, *, at: int) -> Hosts:
    """In four statements; each barrier once, as the school that visits may know of it."""
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=family).select_related("adult")
    adults = [link.adult for link in links.order_by("priority", "pk")]
    needs = list({need.kind: need for need in Need.objects.filter(person__in=adults).order_by("kind")}.values())
    rows = NotedBarrier.objects.seen_at(at).filter(person__in=adults, ended_at=None).order_by("-said_by", "pk")
    barriers = list({row.kind: row for row in rows}.values())  # the family's word before what staff suppose
    accommodations = {BARRIERS[one.kind].accommodation for one in barriers if one.kind in BARRIERS}
    asks = any(need.kind == NeedKind.INTERPRETER for need in needs) or Accommodation.INTERPRETER in accommodations
    tags = {tag.split("-", maxsplit=1)[0] for adult in adults for tag in [adult.read_language, *adult.spoken_languages] if tag}
    return Hosts(adults, frozenset(tags), needs, barriers, asks)


def with_address(hosts: Hosts, viewer: Person) -> Hosts:
    """The same with where they live; a protected address is for the office and the principal only."""
    shown = [adult for adult in hosts.adults if not adult.is_protected or sees_protected(viewer)]
    points = ContactPoint.objects.filter(person__in=shown, kind=ContactKind.POST, ended_at=None).order_by("priority", "pk")
    addresses = list(dict.fromkeys(points.values_list("raw", flat=True)))
    return Hosts(
        hosts.adults,
        hosts.languages,
        hosts.needs,
        hosts.barriers,
        hosts.asks_for_interpreter,
        addresses,
        hides_address=len(shown) < len(hosts.adults),
    )


def spoken_by(person: Person) -> set[str]:
    """The languages in which this colleague can talk, as far as we know."""
    return {tag.split("-", maxsplit=1)[0] for tag in [person.read_language, *person.spoken_languages] if tag}


def language_without_a_speaker(hosts: Hosts, pair: Iterable[Person], school_language: str) -> str:
    """The family's language in words, where none of the pair speaks one that the family speaks; blank where they can talk."""
    own = school_language.split("-", maxsplit=1)[0]
    known = set().union(*(spoken_by(person) for person in pair))
    theirs = hosts.languages - {own} if hosts.asks_for_interpreter else hosts.languages
    if not theirs:
        return _("the family’s language") if hosts.asks_for_interpreter else ""
    if theirs & (known | {own}):
        return ""
    return " / ".join(sorted(language_in_words(tag) for tag in theirs))


Choices = list[tuple[str, list[tuple[int, str]]]]


def colleagues_for(visit: HomeVisit) -> Choices:
    """Everybody of the staff under headings: who speaks the family's language, who teaches the child or is liaison, the others.

    Each with the reason in words: Carla Rossi · speaks Somali.
    """
    theirs = hosts_of(visit.family, at=visit.school_id).languages - {visit.school.language.split("-", maxsplit=1)[0]}
    teachers = set(
        staff_now(visit.school_id)
        .filter(
            enrolments__role="teacher",
            enrolments__ended_at=None,
            enrolments__section__enrolments__person=visit.family.student_id,
            enrolments__section__enrolments__ended_at=None,
        )
        .values_list("pk", flat=True)
    )
    roles = SchoolRole.objects.filter(school=visit.school_id, role=Role.LIAISON, ended_at=None)
    liaisons = set(roles.values_list("person_id", flat=True))
    speak: list[tuple[int, str]] = []
    close: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    for person in staff_now(visit.school_id).distinct().order_by("family_name", "given_name", "pk"):
        shared = sorted(language_in_words(tag) for tag in spoken_by(person) & theirs)
        words = [_("speaks %(language)s") % {"language": name} for name in shared]
        words += [_("teaches the child")] if person.pk in teachers else []
        words += [_("family liaison")] if person.pk in liaisons else []
        group = speak if shared else close if words else others
        group.append((person.pk, " · ".join([person.full_name, *words])))
    headings = (_("Speak a language of the family"), _("Teach the child, or are liaison"), _("Others"))
    return [(heading, group) for heading, group in zip(headings, (speak, close, others), strict=True) if group]


def visits_in_the_way(
    person_ids: set[int], begins_at: dt.datetime, ends_at: dt.datetime, *, besides: HomeVisit
) -> list[HomeVisit]:
    """Planned visits of these people that overlap with that stretch of time."""
    overlapping = HomeVisit.objects.filter(
        Q(lead__in=person_ids) | Q(partner__in=person_ids),
        state=VisitState.PLANNED,
        begins_at__lt=ends_at,
        ends_at__gt=begins_at,
    )
    return list(overlapping.exclude(pk=besides.pk).select_related("lead", "partner", "school"))


def phones_of(visit: HomeVisit) -> dict[int, str]:
    """The number of each of the pair, as far as we hold one."""
    points = ContactPoint.objects.filter(
        person__in=visit.pair, kind=ContactKind.PHONE, ended_at=None, state__in=USABLE_STATES
    ).order_by("-priority", "-pk")
    return dict(points.values_list("person_id", "value"))
