"""The sentence and the bar: how many families are in which state."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES, WHOLE_SCHOOL_ROLES
from gatepost.reach.models import FamilyState, FamilyStateQuerySet, ReachState
from gatepost.reach.wording import begin_large, number_in_words

DEFAULT_WINDOW = 30


@dataclass(frozen=True)
class Part:
    """One stretch of the bar."""

    state: ReachState
    count: int
    start: int
    url: str


@dataclass(frozen=True)
class Summary:
    """How many families are in which state. `is_whole`: of the whole school, else of the sections taught."""

    counts: dict[str, int]
    window: int
    is_whole: bool
    query: str = ""

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def parts(self) -> list[Part]:
        parts, start = [], 0
        for state in ReachState:
            count = self.counts.get(state, 0)
            query = urlencode({"state": state.value}) + (f"&{self.query}" if self.query else "")
            parts.append(Part(state, count, start, f"{reverse('reach:families')}?{query}"))
            start += count
        return parts

    @property
    def in_words(self) -> str:
        """The bar for those who do not see it."""
        return ", ".join(f"{part.count} {str(part.state.label).lower()}" for part in self.parts)

    @property
    def sentence(self) -> str:
        """What the reader came for."""
        missed, lost = self.counts.get(ReachState.NOT_REACHED, 0), self.counts.get(ReachState.NO_CONTACT, 0)
        if not self.total:
            return _("No family has been counted yet.")
        if missed:
            words = ngettext(
                "%(number)s family has not heard from us in a way that reached it.",
                "%(number)s families have not heard from us in a way that reached them.",
                missed,
            )
            sentence = begin_large(words % {"number": number_in_words(missed)})
            return f"{sentence} {self._and_lost}".strip()
        if lost:
            words = ngettext(
                "For %(number)s family we hold no contact that works.",
                "For %(number)s families we hold no contact that works.",
                lost,
            )
            return words % {"number": number_in_words(lost)}
        return _("Every family here has heard from us lately.")

    @property
    def _and_lost(self) -> str:
        lost = self.counts.get(ReachState.NO_CONTACT, 0)
        words = ngettext(
            "For %(number)s more we hold no contact that works.", "For %(number)s more we hold no contact that works.", lost
        )
        return words % {"number": number_in_words(lost)} if lost else ""

    @property
    def definition(self) -> str:
        return definition_of(self.window)


def definition_of(days: int) -> str:
    """What the four states mean, in one sentence."""
    return _(
        "A family (the adults of one home who may be contacted about one child) is in dialogue when something went both ways "
        "within the last %(days)d school days, an answer, a call or a talk; otherwise it has no working contact when no e-mail "
        "address and no phone number we hold works; otherwise it is informed only when something from us went out in that time "
        "and did not come back; otherwise it is not reached. Holidays do not count."
    ) % {"days": days}


def summary_of(person: Person) -> Summary:
    """Of all families this person may see."""
    return summarise(FamilyState.objects.visible_to(person), person)


def summarise(states: FamilyStateQuerySet, person: Person, query: str = "") -> Summary:
    counts = dict(states.order_by().values_list("state").annotate(count=Count("pk")))
    windows = School.objects.filter(pk__in=person.schools_as(STAFF_ROLES)).values_list("window_school_days", flat=True)
    return Summary(counts, max(windows, default=DEFAULT_WINDOW), bool(person.schools_as(WHOLE_SCHOOL_ROLES)), query)
