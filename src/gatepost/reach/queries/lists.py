"""The list of families, filtered, the ones that need us most first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Value, When

from gatepost.kernel.text import search_key
from gatepost.people.models import Enrolment, EnrolmentRole, Guardianship, Person, Section
from gatepost.people.queries import sections_of
from gatepost.reach.models import FamilyState, FamilyStateQuerySet, ReachState
from gatepost.reach.queries.situations import Home, homes_of
from gatepost.reach.wording import language_in_words

PAGE = 50


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


def by_severity() -> Case:
    """No contact first, dialogue last."""
    order = [ReachState.NO_CONTACT, ReachState.NOT_REACHED, ReachState.INFORMED, ReachState.IN_DIALOGUE]
    return Case(*(When(state=state, then=Value(place)) for place, state in enumerate(order)), output_field=IntegerField())


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
    states = chosen_states(person, filters).select_related("family__student", "school")
    if filters.state:
        states = states.filter(state=filters.state)
    ordered = states.order_by(by_severity(), "since", "family__student__search_key", "pk")
    page = Paginator(ordered, PAGE).get_page(number)
    return page, homes_of(list(page.object_list))


def languages_of(person: Person) -> list[tuple[str, str]]:
    """(tag, name) of every language that is read in a family this person may see."""
    readers = Guardianship.objects.filter(family__reach__in=FamilyState.objects.visible_to(person).values("pk"), ended_at=None)
    tags = readers.exclude(adult__read_language="").order_by().values_list("adult__read_language", flat=True).distinct()
    return sorted(((tag, language_in_words(tag)) for tag in tags), key=lambda pair: pair[1])


def sections_to_choose(person: Person) -> list[Section]:
    return sections_of(person)
