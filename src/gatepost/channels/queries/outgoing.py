"""Reading what goes out, always from what the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.db.models.functions import Lower

from gatepost.channels.models import Channel, Delivery, DeliveryState, LetterRun, Mailing, MailingKind, SystemMail, WaitsFor
from gatepost.channels.models.deliveries import DeliveryQuerySet
from gatepost.people.models import ContactKind, ContactPoint, Guardianship, Person, School, SchoolRole
from gatepost.people.queries import sees_protected
from gatepost.people.roles import STAFF_ROLES, Role

PER_PAGE = 50
_FOUND_AT_MOST = 100


@dataclass(frozen=True)
class MailingLine:
    """One mailing and how many went by which way."""

    mailing: Mailing
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class RunLine:
    """One pile of letters: how many wait, and how many of it may not go home any more."""

    run: LetterRun
    waiting: int
    taken_out: int

    @property
    def has_changed(self) -> bool:
        return self.run.handed_out_at is None and self.taken_out > 0


def mailings_for(person: Person, *, page: str | None = None) -> "tuple[Page[Mailing], list[MailingLine]]":
    """A page of notes and answers, newest first, with their counts: two queries however many there are."""
    mailings = Mailing.objects.visible_to(person).filter(kind__in=[MailingKind.NOTE, MailingKind.REPLY])
    found = Paginator(mailings.select_related("sender", "section").order_by("-created_at", "-pk"), 25).get_page(page)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    counted = Delivery.objects.filter(mailing__in=[mailing.pk for mailing in found]).values_list("mailing", "channel")
    for key, channel, number in counted.annotate(number=Count("pk")).order_by("channel"):
        counts[key][channel] = number
    return found, [MailingLine(mailing, counts[mailing.pk]) for mailing in found]


def mailing_for(person: Person, key: int) -> Mailing | None:
    return Mailing.objects.visible_to(person).select_related("sender", "section", "school").filter(pk=key).first()


def deliveries_of(mailing: Mailing, person: Person, *, page: str | None = None) -> "Page[Delivery]":
    """What each family got of it, as far as the viewer may see, by name."""
    found = Paginator(_shown(Delivery.objects.visible_to(person).filter(mailing=mailing)), PER_PAGE).get_page(page)
    found.object_list = [_without_protected_address(delivery, person) for delivery in found.object_list]
    return found


def deliveries_found(person: Person, words: str) -> list[Delivery]:
    """Deliveries to a person or an address that all these words occur in, newest first."""
    found = Delivery.objects.visible_to(person)
    findable = Q() if sees_protected(person) else Q(person__is_protected=False)
    for word in words.split()[:5]:
        found = found.filter(Q(person__search_key__contains=word.casefold()) | Q(findable, address__icontains=word))
    return [_without_protected_address(delivery, person) for delivery in _shown(found).order_by("-pk")[:_FOUND_AT_MOST]]


def delivery_for(person: Person, key: int) -> Delivery | None:
    """One e-mail, if this person may see it."""
    found = Delivery.objects.visible_to(person).filter(pk=key, channel=Channel.EMAIL)
    delivery = found.select_related("mailing__school", "mailing__section", "mailing__sender", "content", "person").first()
    return _without_protected_address(delivery, person) if delivery is not None else None


def letter_runs(person: Person) -> list[RunLine]:
    """Piles of letters: those to hand out first, then the newest of the others."""
    runs = LetterRun.objects.filter(mailing__in=Mailing.objects.visible_to(person).values("pk")).defer("pdf")
    waiting = Delivery.objects.filter(letter_run__in=runs.filter(handed_out_at=None), state=DeliveryState.QUEUED)
    counts = dict(waiting.filter(waits_for=WaitsFor.HAND_OUT).values_list("letter_run").annotate(number=Count("pk")))
    named = runs.select_related("mailing__sender", "mailing__section", "mailing__school", "handed_out_by")
    to_do = list(named.filter(handed_out_at=None).order_by("made_at", "pk"))
    done = list(named.exclude(handed_out_at=None).order_by("-handed_out_at")[:_FOUND_AT_MOST])
    return [RunLine(run, counts.get(run.pk, 0), run.letters - counts.get(run.pk, 0)) for run in (*to_do, *done)]


def letter_run_for(person: Person, key: int) -> LetterRun | None:
    runs = LetterRun.objects.filter(mailing__in=Mailing.objects.visible_to(person).values("pk"))
    return runs.select_related("mailing__school", "mailing__section", "mailing__sender").filter(pk=key).first()


def system_mail_for(person: Person) -> Iterable[SystemMail]:
    """Gatepost's own mail of the last day: it holds codes to sign in. With several schools, to one's own people only."""
    newest = SystemMail.objects.order_by("-created_at")
    if School.objects.filter(ended_at=None).count() > 1:
        known = _addresses_at(person.schools_as({Role.PRINCIPAL}), {address.lower() for mail in newest for address in mail.to})
        newest_seen = [mail for mail in newest if mail.to and all(address.lower() in known for address in mail.to)]
        return newest_seen[:_FOUND_AT_MOST]
    return newest[:_FOUND_AT_MOST]


def _addresses_at(schools: list[int], asked: set[str]) -> set[str]:
    """Those of these addresses that belong to staff of the schools or to guardians of their students, and to no other's staff."""
    of_schools = SchoolRole.objects.filter(school__in=schools, ended_at=None)
    staff = of_schools.filter(role__in=STAFF_ROLES).values("person")
    links = Guardianship.objects.filter(ended_at=None, student__in=of_schools.filter(role=Role.STUDENT).values("person"))
    theirs = Q(person__in=staff) | Q(person__in=links.values("adult"))
    points = ContactPoint.objects.filter(theirs, kind=ContactKind.EMAIL, ended_at=None).annotate(lower=Lower("value"))
    users = get_user_model().objects.filter(theirs).annotate(lower=Lower("email"))
    known = {*points.filter(lower__in=asked).values_list("lower", flat=True)}
    known |= {*users.filter(lower__in=asked).values_list("lower", flat=True)}
    elsewhere = SchoolRole.objects.filter(role__in=STAFF_ROLES, ended_at=None).exclude(school__in=schools).values("person")
    strangers = get_user_model().objects.filter(person__in=elsewhere).annotate(lower=Lower("email"))
    return known - set(strangers.filter(lower__in=asked).values_list("lower", flat=True))


def _without_protected_address(delivery: Delivery, viewer: Person) -> Delivery:
    """For looking at only: where a protected person lives or is written to is for two roles."""
    if delivery.person.is_protected and not sees_protected(viewer):
        delivery.address = ""
    return delivery


def _shown(deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
    named = deliveries.select_related("person", "mailing", "previous").prefetch_related("families__student", "followed_by")
    return named.order_by("person__family_name", "person__given_name", "pk")
