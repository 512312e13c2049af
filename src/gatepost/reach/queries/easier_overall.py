"""The list over all families a person looks after: how many, who says so, and the names behind each number."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.kernel import clock
from gatepost.people.barriers import BARRIERS, HALVES, Barrier, BarrierKind
from gatepost.people.help import barriers_of
from gatepost.people.models import Family, Guardianship, NotedBarrier, Person, SaidBy
from gatepost.people.models.guardianship import FamilyQuerySet, GuardianshipQuerySet
from gatepost.reach.models import FamilyState
from gatepost.reach.queries.easier import Chosen, school_at_work, who_says
from gatepost.reach.wording import begin_large, number_in_words

PAGE = 50
_IF = {
    BarrierKind.LANGUAGE: gettext_lazy("we wrote and spoke in their language"),
    BarrierKind.HOURS: gettext_lazy("our hours fitted theirs"),
    BarrierKind.TRANSPORT: gettext_lazy("we helped with the way to school"),
    BarrierKind.CHILDCARE: gettext_lazy("somebody looked after their younger children meanwhile"),
    BarrierKind.JARGON: gettext_lazy("our words were simpler"),
    BarrierKind.BAD_EXPERIENCE: gettext_lazy("we listened to them first"),
    BarrierKind.NOT_ASKED: gettext_lazy("somebody asked them in person"),
    BarrierKind.ACCESS: gettext_lazy("our rooms and papers suited them"),
    BarrierKind.CHANNEL: gettext_lazy("we used the channel that they use"),
}


@dataclass(frozen=True)
class Line:
    """One entry of the list: how many families, and how many of them told us so themselves."""

    barrier: Barrier
    families: int
    told: int

    @property
    def supposed(self) -> int:
        return self.families - self.told

    @property
    def url(self) -> str:
        return _url(self.barrier.kind)

    @property
    def told_url(self) -> str:
        return _url(self.barrier.kind, SaidBy.FAMILY)

    @property
    def supposed_url(self) -> str:
        return _url(self.barrier.kind, SaidBy.STAFF)


@dataclass(frozen=True)
class Overview:
    """Both halves, most families first; `total` families are looked after, `told` of them have told us something."""

    lines: list[Line]
    total: int
    told: int

    @cached_property
    def halves(self) -> list[tuple[str | Promise, list[Line]]]:
        return [(HALVES[ours], [line for line in self.lines if line.barrier.in_our_hands is ours]) for ours in (True, False)]

    @property
    def most(self) -> int:
        """The length of the longest bar."""
        return max((line.families for line in self.lines), default=1)

    @property
    def first(self) -> Line | None:
        """What most families would come more easily for, of what the school can do."""
        return next((line for line in self.lines if line.barrier.kind in _IF), None)

    @property
    def sentence(self) -> str:
        first = self.first
        if first is None:
            return _("We do not know yet what would make it easier for our families. Let us ask them.")
        if not first.told:
            words = ngettext(
                "Staff suppose that %(supposed)s family would come more easily if %(what)s; nobody has told us so yet.",
                "Staff suppose that %(supposed)s families would come more easily if %(what)s; nobody has told us so yet.",
                first.supposed,
            )
        elif first.supposed:
            words = ngettext(
                "%(told)s family told us that it would come more easily if %(what)s; staff suppose it of %(supposed)s more.",
                "%(told)s families told us that they would come more easily if %(what)s; staff suppose it of %(supposed)s more.",
                first.told,
            )
        else:
            words = ngettext(
                "%(told)s family told us that it would come more easily if %(what)s.",
                "%(told)s families told us that they would come more easily if %(what)s.",
                first.told,
            )
        numbers = {"told": number_in_words(first.told), "supposed": number_in_words(first.supposed)}
        return begin_large(words % (numbers | {"what": _IF[first.barrier.kind]}))

    @property
    def how_we_know(self) -> str:
        words = ngettext(
            "Of %(total)s families, %(count)s has told us something itself; what staff suppose is marked as that.",
            "Of %(total)s families, %(count)s have told us something themselves; what staff suppose is marked as that.",
            self.told,
        )
        return words % {"total": number_in_words(self.total), "count": number_in_words(self.told)}


@dataclass(frozen=True)
class Name:
    """One family behind a number, and who says so."""

    family: Family
    who_says: list[str]


def overview(viewer: Person) -> Overview:
    """Counted in three statements, whatever the size of the school."""
    theirs = Q(person__guardianships__in=_links(viewer).values("pk"), ended_at=None)
    told = Count("person__guardianships__family", filter=Q(said_by=SaidBy.FAMILY), distinct=True)
    standing = NotedBarrier.objects.seen_at(school_at_work(viewer)).filter(theirs).order_by()
    counted = standing.values("kind").annotate(families=Count("person__guardianships__family", distinct=True), told=told)
    places = list(BARRIERS)
    rows = sorted(counted, key=lambda row: (-row["families"], places.index(row["kind"])))
    lines = [Line(BARRIERS[row["kind"]], row["families"], row["told"]) for row in rows]
    return Overview(lines, _families(viewer).count(), standing.aggregate(told=told)["told"])


def names_behind(viewer: Person, chosen: Chosen, number: str | None) -> "tuple[Page[Family], list[Name]]":
    """The families behind one number, by the child's name."""
    school = school_at_work(viewer)
    rows = NotedBarrier.objects.seen_at(school).filter(ended_at=None, kind=chosen.kind)
    links = _links(viewer)
    told = links.filter(adult__in=rows.filter(said_by=SaidBy.FAMILY).values("person")).values("family")
    found = _families(viewer).filter(pk__in=links.filter(adult__in=rows.values("person")).values("family"))
    if chosen.said_by == SaidBy.FAMILY:
        found = found.filter(pk__in=told)
    elif chosen.said_by == SaidBy.STAFF:
        found = found.exclude(pk__in=told)
    ordered = found.select_related("student").order_by("student__family_name", "student__given_name", "pk")
    page = Paginator(ordered, PAGE).get_page(number)
    families = list(page.object_list)
    noted = barriers_of(families, at=school)
    said = {key: [who_says(row, school) for row in rows if row.kind == chosen.kind] for key, rows in noted.items()}
    return page, [Name(family, said[family.pk]) for family in families]


def _families(viewer: Person) -> FamilyQuerySet:
    """The families that every other page counts: those that have a state."""
    return Family.objects.current().filter(pk__in=FamilyState.objects.visible_to(viewer).values("family"))


def _links(viewer: Person) -> GuardianshipQuerySet:
    return Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=_families(viewer).values("pk"))


def _url(kind: str, said_by: str = "") -> str:
    query = {"kind": kind} | ({"by": said_by} if said_by else {})
    return f"{reverse('reach:barriers')}?{urlencode(query)}#names"
