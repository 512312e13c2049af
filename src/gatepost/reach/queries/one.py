"""One family: its adults and their rights, its contact points, needs and ledger."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from gatepost.conversations.models import Thread
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, Family, Guardianship, Need, Person, Role
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.models import FamilyState
from gatepost.reach.queries.cases import FamilyCases, cases_of
from gatepost.reach.queries.situations import homes_of
from gatepost.reach.queries.ten import Turn, turn_to
from gatepost.reach.wording import language_in_words
from gatepost.touchpoints.models import Touchpoint
from gatepost.touchpoints.queries import ledger_of

LEDGER_PAGE = 40
# Who may see where a protected person lives and can be reached.
SEE_PROTECTED = frozenset({Role.PRINCIPAL, Role.OFFICE})
_RIGHTS = {
    "may_contact": "is written to and may answer",
    "may_records": "may see the records",
    "may_pick_up": "may fetch the child",
    "may_decide": "may consent and vote",
}


@dataclass
class Adult:
    """One adult of the home, as this viewer may see her or him."""

    link: Guardianship
    may_be_contacted: bool
    hides_contacts: bool
    points: list[ContactPoint] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        tags = dict.fromkeys([self.link.adult.read_language, *self.link.adult.spoken_languages])
        return [language_in_words(tag) for tag in tags if tag]

    @property
    def rights(self) -> list[str]:
        return [_(words) for name, words in _RIGHTS.items() if getattr(self.link, name)]


@dataclass(frozen=True)
class FamilyPage:
    """All that stands on the page of one family. `errands`: what is asked besides the steps of its case."""

    family: Family
    turn: Turn | None
    adults: list[Adult]
    other_homes: list[Family]
    ledger: "Page[Touchpoint]"
    errands: list[Errand]
    thread: Thread | None
    cases: FamilyCases


def family_for(person: Person, pk: int) -> Family | None:
    """The family, if this person looks after it."""
    return Family.objects.current().visible_to(person).filter(pk=pk).select_related("student").first()


def family_page(family: Family, viewer: Person, number: str | None) -> FamilyPage:
    states = FamilyState.objects.visible_to(viewer).filter(family=family).select_related("family__student", "school")
    homes = homes_of(list(states))
    return FamilyPage(
        family=family,
        turn=turn_to(homes[0]) if homes else None,
        adults=_adults(family, viewer),
        other_homes=list(Family.objects.current().filter(student=family.student_id).exclude(pk=family.pk)),
        ledger=Paginator(ledger_of(family, viewer), LEDGER_PAGE).get_page(number),
        errands=list(Errand.objects.open().filter(family=family, attempt=None).select_related("owner")),
        thread=Thread.objects.visible_to(viewer).filter(family=family).order_by("-last_at").first(),
        cases=cases_of(family, viewer),
    )


def _adults(family: Family, viewer: Person) -> list[Adult]:
    """Adults who may be contacted; others of the home only for those who look after the whole school."""
    today = clock.today()
    contactable = set(Guardianship.objects.with_right("contact", on=today).filter(family=family).values_list("pk", flat=True))
    sees_all = bool(viewer.schools_as(WHOLE_SCHOOL_ROLES))
    sees_protected = bool(viewer.schools_as(SEE_PROTECTED))
    links = Guardianship.objects.current(on=today).filter(family=family).select_related("adult").order_by("priority", "pk")
    adults = {
        link.adult_id: Adult(link, link.pk in contactable, link.adult.is_protected and not sees_protected)
        for link in links
        if sees_all or link.pk in contactable
    }
    shown = [key for key, adult in adults.items() if not adult.hides_contacts]
    for point in ContactPoint.objects.filter(person__in=shown, ended_at=None).order_by("kind", "priority", "pk"):
        adults[point.person_id].points.append(point)
    for need in Need.objects.filter(person__in=list(adults)).order_by("kind"):
        adults[need.person_id].needs.append(need)
    return list(adults.values())
