"""Good news first: which families have had none this month, the longest without at the top."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.kernel import clock
from gatepost.people.models import Enrolment, EnrolmentRole, Guardianship, Person, Section
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import FamilyState, FamilyStateQuerySet
from gatepost.reach.queries.contacts import good_news, month_began_at
from gatepost.reach.queries.situations import Home, homes_of
from gatepost.reach.wording import begin_large, number_in_words

PAGE = 50
# Of a school with more families than this, the count on the first page may be so many seconds old.
LARGE, KEPT_SECONDS = 5_000, 300
# Up to here a total reads better as a word.
_FEW = 12


@dataclass(frozen=True)
class GoodNews:
    """How many of some families have had no good news this month. `of`: whose they are, a section's name or blank."""

    missing: int
    total: int
    is_whole: bool
    section: str = ""

    @property
    def sentence(self) -> str:
        """What the reader came for."""
        if not self.total:
            return _("No family has been counted yet.")
        if self.total == 1:
            return (
                _("The one family here has had no good news this month.")
                if self.missing
                else _("The one family here has had good news this month.")
            )
        if not self.missing:
            return _("Every one of %(families)s has had good news this month.") % {"families": self._families}
        words = ngettext(
            "%(number)s of %(families)s has had no good news this month.",
            "%(number)s of %(families)s have had no good news this month.",
            self.missing,
        )
        return begin_large(words % {"number": number_in_words(self.missing), "families": self._families})

    @property
    def _families(self) -> str:
        # Never one: that has a sentence of its own.
        count = {"total": number_in_words(self.total) if self.total <= _FEW else str(self.total), "section": self.section}
        if self.section:
            return _("the %(total)s families of %(section)s") % count
        if self.is_whole:
            return _("the school’s %(total)s families") % count
        return _("your %(total)s families") % count


@dataclass(frozen=True)
class Line:
    """One family without good news this month, and when there was some last."""

    home: Home
    last_at: dt.datetime | None


def count_good_news(person: Person, section: Section | None = None) -> GoodNews:
    """For the first page and the head of the list. Its cost depends on the families, not on the age of the ledger."""
    schools = person.schools_as(WHOLE_SCHOOL_ROLES)
    key = f"reach.good-news:{schools[0]}:{month_began_at():%Y-%m}" if schools and section is None else ""
    kept = cache.get(key) if key else None
    if kept is None:
        families = _families(person, section)
        kept = _without(families).count(), families.count()
        if key and kept[1] > LARGE:
            cache.set(key, kept, KEPT_SECONDS)
    missing, total = kept
    return GoodNews(missing, total, bool(schools), section.name if section else "")


def families_without_good_news(
    person: Person, section: Section | None, number: str | None
) -> "tuple[Page[FamilyState], list[Line]]":
    """One page of them: those who have had none yet first, then by how long ago it was."""
    last = good_news().filter(family=OuterRef("family")).order_by().values("family").annotate(last=Max("at")).values("last")
    states = (
        _without(_families(person, section))
        .annotate(last_good_news_at=Subquery(last))
        .select_related("family__student", "school")
        .order_by(F("last_good_news_at").asc(nulls_first=True), "family__student__search_key", "pk")
    )
    page = Paginator(states, PAGE).get_page(number)
    shown = list(page.object_list)
    return page, [Line(home, home.state.last_good_news_at) for home in homes_of(shown)]  # type: ignore[attr-defined]


def _families(person: Person, section: Section | None) -> FamilyStateQuerySet:
    """Families this person may see in which somebody may be told."""
    adults = Guardianship.objects.with_right("contact", on=clock.today()).filter(family=OuterRef("family"))
    states = FamilyState.objects.visible_to(person).filter(Exists(adults))
    if section is not None:
        enrolled = Enrolment.objects.filter(section=section, role=EnrolmentRole.STUDENT, ended_at=None)
        states = states.filter(family__student__in=enrolled.values("person_id"))
    return states


def _without(families: FamilyStateQuerySet) -> FamilyStateQuerySet:
    return families.exclude(Exists(good_news().filter(family=OuterRef("family"), at__gte=month_began_at())))
