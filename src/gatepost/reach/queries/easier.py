"""What makes it hard for families, in two halves: on one family's page, and over all families a person looks after.

Who reads what: everybody who looks after a family sees the kinds of both halves, since each of them says what to do. The free
words beside them (an illness, a quarrel, a night shift) are for those who look after the whole school and for who wrote them;
a teacher reads that there are some. An adult may have children at several schools: another school's words, names and buttons are
for nobody here, only the kinds that every school should respect (`people.help`). What is known of an adult who may not be contacted today is shown to nobody.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gatepost.conversations.models import Message
from gatepost.kernel import clock
from gatepost.kernel.templatetags.ui import day_in_words
from gatepost.people.barriers import BARRIERS, HALVES, Accommodation, Barrier, BarrierKind
from gatepost.people.help import accommodations_of, barriers_of
from gatepost.people.models import Family, Guardianship, NotedBarrier, Person, SaidBy, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES
from gatepost.reach.family_texts import HELPS
from gatepost.reach.queries.easier_asking import Road, roads_of

# A message that asks what would help: its source begins so.
ASKED = "reach.easier-asked"
# How long what was taken out can be put back by one press.
UNDO_FOR = dt.timedelta(days=7)


@dataclass(frozen=True)
class Chosen:
    """Which names are shown on the page of the whole school; blank: none, or whoever said so."""

    kind: str = ""
    said_by: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that is noted of one adult, as this viewer may read it."""

    noted: NotedBarrier
    adult: str
    note: str
    hides_note: bool
    school: int | None
    may_mend: bool

    @property
    def is_told(self) -> bool:
        return self.noted.said_by == SaidBy.FAMILY

    @property
    def who_says(self) -> str:
        return who_says(self.noted, self.school)


@dataclass(frozen=True)
class Half:
    title: str | Promise
    entries: list[Entry]


@dataclass(frozen=True)
class BarriersCard:
    """All that `reach/_barriers.html` shows of one family.

    `adults`: who may be contacted, id → name. `roads`: how the question would go to them now.
    """

    family: Family
    halves: list[Half]
    accommodations: list[Accommodation]
    adults: dict[int, str]
    ended: list[NotedBarrier]
    asked_at: dt.datetime | None
    was_asked_lately: bool
    roads: list[Road]

    @property
    def kinds(self) -> list[tuple[str | Promise, list[Barrier]]]:
        """The list as a select shows it: the school's half first."""
        return [(HALVES[ours], [one for one in BARRIERS.values() if one.in_our_hands is ours]) for ours in (True, False)]

    @property
    def is_empty(self) -> bool:
        return not any(half.entries for half in self.halves)


def barriers_card(family: Family, viewer: Person) -> BarriersCard:
    """What makes it hard for one family and what the school does about it."""
    school = school_at_work(viewer)
    rows = barriers_of([family], at=school)[family.pk]
    people = contactable_adults(family)
    adults = {adult.pk: adult.full_name for adult in people}
    entries = [_entry(row, adults[row.person_id] if len(adults) > 1 else "", viewer) for row in rows]
    asked_at = last_asked(family) if adults else None
    return BarriersCard(
        family=family,
        halves=[Half(HALVES[ours], [one for one in entries if one.noted.about.in_our_hands is ours]) for ours in (True, False)],
        accommodations=accommodations_of([family], at=school)[family.pk],
        adults=adults,
        ended=_ended(list(adults), rows, viewer),
        asked_at=asked_at,
        was_asked_lately=asked_at is not None and asked_at > clock.now() - dt.timedelta(days=30),
        roads=roads_of(family, viewer) if adults else [],
    )


def contactable_adults(family: Family) -> list[Person]:
    """The adults of this home who may be contacted today."""
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=family)
    return [link.adult for link in links.select_related("adult").order_by("priority", "pk")]


def school_at_work(person: Person) -> int | None:
    """Where this member of staff acts now."""
    return next(iter(person.schools_as(STAFF_ROLES)), None)


def noted_of(family: Family, pk: int, viewer: Person) -> NotedBarrier | None:
    """One row about an adult of the family who may be contacted today, ended or not, if the viewer's school may mend it."""
    rows = NotedBarrier.objects.of_school(school_at_work(viewer), by=viewer)
    return rows.filter(pk=pk, person__in=contactable_adults(family)).select_related("person").first()


def kinds_told_to(school: School | None, adult: Person) -> list[str]:
    """What stands as this adult's own word, as far as this school may know of it."""
    rows = NotedBarrier.objects.seen_at(school.pk if school else None).filter(person=adult, ended_at=None).order_by("pk")
    return list(dict.fromkeys(row.kind for row in rows if row.is_own_word))


def said_by_oneself(adult: Person, *, at: School | None, by_link: bool = False) -> tuple[list[str], str]:
    """What stands as this adult's own word, said on a family page: the kinds to any school, and the words to this one.

    Nothing that staff wrote is among it, be it what they were told. `by_link`: what may stand on a page that opens without
    signing in and is passed on in families: only what would help, neither what is hard at home nor any words.
    """
    elsewhere = Q(kind=BarrierKind.OTHER, school__isnull=False) & (~Q(school=at) if at else Q())
    rows = NotedBarrier.objects.filter(person=adult, ended_at=None).exclude(elsewhere).order_by(F("school").asc(nulls_first=True))
    notes = {row.kind: row.note for row in rows if row.is_own_word and not (by_link and row.kind not in HELPS)}
    return list(notes), notes.get(BarrierKind.OTHER, "")


def last_asked(family: Family) -> dt.datetime | None:
    """When the adults of this family were last asked, about this child or a brother or sister."""
    links = Guardianship.objects.with_right("contact", on=clock.today())
    theirs = links.filter(adult__in=links.filter(family=family).values("adult"))
    asked = Message.objects.filter(thread__family__in=theirs.values("family"), source__startswith=f"{ASKED}:")
    return asked.order_by("-at").values_list("at", flat=True).first()


def who_says(noted: NotedBarrier, school: int | None) -> str:
    """Who says so, and since when: a guess is called one. Of another school's staff, neither the name nor the day."""
    if noted.noted_by is not None and noted.school_id != school:
        return _("noted at another school")
    words = {"day": day_in_words(noted.noted_at), "name": noted.noted_by.full_name if noted.noted_by else ""}
    if noted.said_by == SaidBy.STAFF:
        return _("supposed by %(name)s, %(day)s") % words
    if noted.noted_by is None:
        return _("they told us, %(day)s") % words
    return _("they told %(name)s, %(day)s") % words


def _entry(row: NotedBarrier, adult: str, viewer: Person) -> Entry:
    school = school_at_work(viewer)
    is_ours, wrote_it = row.school_id == school, row.noted_by_id == viewer.pk
    may_read = is_ours and (bool(viewer.schools_as(WHOLE_SCHOOL_ROLES)) or wrote_it)
    may_mend = is_ours or (row.school_id is None and (row.is_own_word or wrote_it))
    hides = is_ours and bool(row.note) and not may_read
    return Entry(row, adult, row.note if may_read else "", hides, school, may_mend)


def _ended(adults: list[int], standing: Iterable[NotedBarrier], viewer: Person) -> list[NotedBarrier]:
    """What staff took out lately and can put back: the newest of each kind, where nothing stands in its place."""
    taken = {(row.person_id, row.kind, row.is_own_word, row.school_id) for row in standing}
    told = {(row.person_id, row.kind) for row in standing if row.is_own_word}
    ours = NotedBarrier.objects.of_school(school_at_work(viewer), by=viewer)
    lately = ours.filter(person__in=adults, ended_at__gt=clock.now() - UNDO_FOR)
    found = []
    for row in lately.select_related("person", "ended_by").order_by("-ended_at", "-pk"):
        place, is_told = (row.person_id, row.kind, row.is_own_word, row.school_id), (row.person_id, row.kind) in told
        if place in taken or (is_told and (row.is_own_word or row.said_by == SaidBy.STAFF)):
            continue
        taken.add(place)
        if row.ended_by_id not in {None, row.person_id}:
            found.append(row)
    return found
