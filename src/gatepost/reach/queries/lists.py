"""The list of families, filtered, the ones that need us most first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count

from gatepost.kernel.text import search_key
from gatepost.people.models import Enrolment, EnrolmentRole, Guardianship, Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import FamilyState, FamilyStateQuerySet, ReachState
from gatepost.reach.queries.situations import Home, homes_of
from gatepost.reach.wording import language_in_words

PAGE = 50
# Seconds after which a language new to the school is offered in the filter, at the latest.
LANGUAGES_KEPT = 600
# No contact first, dialogue last.
BY_SEVERITY = (ReachState.NO_CONTACT, ReachState.NOT_REACHED, ReachState.INFORMED, ReachState.IN_DIALOGUE)


@dataclass(frozen=True)
class Filters:
    """What the reader chose; blank means all."""

    state: str = ""
    section: int | None = None
    language: str = ""
    name: str = ""

    @property
    def query(self) -> str:
        """The same choice in an address, without the state."""
        chosen = {"section": self.section, "language": self.language, "q": self.name}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def page_query(self) -> str:
        """For links to other pages: ends in & where it is not empty."""
        parts = [urlencode({"state": self.state}) if self.state else "", self.query]
        return "".join(f"{part}&" for part in parts if part)


def chosen_states(person: Person, filters: Filters) -> FamilyStateQuerySet:
    """Visible states that fit section, language and name (not yet the state itself)."""
    states = FamilyState.objects.visible_to(person)
    if filters.section:
        enrolled = Enrolment.objects.filter(section=filters.section, role=EnrolmentRole.STUDENT, ended_at=None)
        states = states.filter(family__student__in=enrolled.values("person_id"))
    if filters.language:
        readers = Guardianship.objects.filter(adult__read_language=filters.language, ended_at=None, may_contact=True)
        states = states.filter(family__in=readers.values("family_id"))
    if filters.name:
        states = states.filter(family__student__search_key__contains=search_key(filters.name))
    return states


def families_page(person: Person, filters: Filters, number: str | None) -> "tuple[Page[FamilyState], list[Home]]":
    """One page of families with all that is said of them."""
    states = chosen_states(person, filters)
    if filters.state:
        states = states.filter(state=filters.state)
    page: Page[FamilyState] = Paginator(_BySeverity(states), PAGE).get_page(number)  # type: ignore[arg-type]  # it is cut, not walked
    return page, homes_of(list(page.object_list))


class _BySeverity:
    """The list as pages cut it, state by state: no page sorts all the families of a school."""

    def __init__(self, states: FamilyStateQuerySet) -> None:
        self.states = states
        self.counts = dict(states.order_by().values_list("state").annotate(count=Count("pk")))

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, part: slice) -> list[FamilyState]:
        ids: list[int] = []
        before = 0
        for state in BY_SEVERITY:
            of_state = self.states.filter(state=state).order_by("since", "family__student__search_key", "pk")
            first, last = max(part.start - before, 0), min(part.stop - before, self.counts.get(state, 0))
            if first < last:
                ids += of_state.values_list("pk", flat=True)[first:last]
            before += self.counts.get(state, 0)
        rows = FamilyState.objects.select_related("family__student", "school").in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]


def languages_of(person: Person) -> list[tuple[str, str]]:
    """(tag, name) of every language that is read in a family this person may see. A whole school's are kept for a while."""
    states = FamilyState.objects.visible_to(person)
    schools = person.schools_as(WHOLE_SCHOOL_ROLES)
    key = f"reach.languages:{schools[0]}" if schools else ""
    tags: list[str] = cache.get(key, []) if key else []
    if not tags:
        readers = Guardianship.objects.filter(family__in=states.values("family_id"), ended_at=None)
        read = readers.exclude(adult__read_language="").order_by()
        tags = list(read.values_list("adult__read_language", flat=True).distinct())
        if key and tags:
            cache.set(key, tags, LANGUAGES_KEPT)
    return sorted(((tag, language_in_words(tag)) for tag in tags), key=lambda pair: pair[1])
