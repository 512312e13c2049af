"""The worklist: which families are looked after, by whom, with what so far, and what comes next."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gatepost.errands.models import Errand
from gatepost.errands.results import result_of
from gatepost.kernel import clock
from gatepost.people.models import Family, Person
from gatepost.people.queries import staff_now
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import Attempt, Case, CaseQuerySet, ClosingReason, FamilyState, ReachState
from gatepost.reach.queries.situations import homes_of
from gatepost.reach.queries.ten import IN_PEACE, Turn, turn_to
from gatepost.reach.wording import begin_large, number_in_words

PAGE = 30
LATELY = dt.timedelta(days=30)


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see: whose cases, and only those that wait for something."""

    owner: int | None = None
    show: str = ""


@dataclass(frozen=True)
class Counts:
    """How the worklist stands, before any choice. `waiting`: families out of dialogue that nobody looks after yet."""

    open: int
    mine: int
    without_step: int
    overdue: int
    waiting: int

    @property
    def sentence(self) -> str:
        """What the reader of the worklist came for."""
        if not self.open:
            return _("No family is looked after at the moment.")
        parts = [
            ngettext("%(number)s family is looked after.", "%(number)s families are looked after.", self.open),
            ngettext("%(number)s waits for a next step.", "%(number)s wait for a next step.", self.without_step),
            ngettext("%(number)s is overdue.", "%(number)s are overdue.", self.overdue),
        ]
        counts = (self.open, self.without_step, self.overdue)
        said = zip(parts, counts, strict=True)
        return " ".join(begin_large(words % {"number": number_in_words(count)}) for words, count in said if count)


@dataclass(frozen=True)
class Tried:
    """One step of a case that is over or under way."""

    attempt: Attempt

    @property
    def errand(self) -> Errand:
        return self.attempt.errand

    @property
    def step(self) -> str:
        return str(StepKind(self.attempt.step).label)

    @property
    def result(self) -> str:
        """What came of it in words; blank while it is still to be done."""
        found = result_of(self.errand.kind, self.errand.result) if self.errand.result else None
        return str(found.label) if found else ""


@dataclass(frozen=True)
class CaseRow:
    """One case on the worklist; `turn` says what would be next, where nothing is planned."""

    case: Case
    turn: Turn | None
    planned: Errand | None
    last: Tried | None
    attempts: int


@dataclass(frozen=True)
class FamilyCases:
    """The open case of a family with its steps, and those that were closed."""

    open: Case | None
    tried: list[Tried]
    planned: list[Errand]
    closed: list[Case]

    @property
    def rests_until(self) -> dt.date | None:
        """Until when nobody turns to a family that would rather not now."""
        respected = [case for case in self.closed if case.closing_reason == ClosingReason.RESPECTED and case.closed_at]
        until = max((case.closed_at + IN_PEACE for case in respected if case.closed_at), default=None)
        return until.date() if until and until > clock.now() and self.open is None else None


@dataclass(frozen=True)
class Load:
    """How much one colleague has on the list. Not a measure of anybody."""

    owner: Person
    cases: int
    steps: int
    overdue: int
    done_lately: int
    is_there: bool


def worklist(person: Person, choice: Choice, number: str | None) -> "tuple[Page[Case], list[CaseRow]]":
    """Open cases, those that wait for a next step first, then by the day the step is due."""
    cases = _with_due(_chosen(person, choice)).select_related("family__student", "owner", "school")
    page = Paginator(cases.order_by(F("due").asc(nulls_first=True), "opened_at", "pk"), PAGE).get_page(number)
    return page, _rows(list(page.object_list))


def case_for(person: Person, pk: int) -> Case | None:
    """The open case, if this person may see it."""
    return Case.objects.visible_to(person).open().filter(pk=pk).select_related("family__student", "school", "owner").first()


def counts_of(person: Person) -> Counts:
    cases = Case.objects.visible_to(person).open()
    waiting = (
        FamilyState.objects.visible_to(person)
        .exclude(state=ReachState.IN_DIALOGUE)
        .exclude(Exists(Case.objects.open().filter(family=OuterRef("family"))))
    )
    return Counts(
        open=cases.count(),
        mine=cases.filter(owner=person).count(),
        without_step=_without_step(cases).count(),
        overdue=_overdue(cases).count(),
        waiting=waiting.count(),
    )


def cases_of(family: Family, viewer: Person) -> FamilyCases:
    cases = list(
        Case.objects.visible_to(viewer).filter(family=family).select_related("owner", "closed_by").order_by("-opened_at")
    )
    current = next((case for case in cases if case.closed_at is None), None)
    attempts = Attempt.objects.filter(case=current).select_related("errand__owner") if current else []
    tried = [Tried(attempt) for attempt in attempts]
    planned = [one.errand for one in tried if one.errand.closed_at is None]
    return FamilyCases(current, tried, planned, [case for case in cases if case.closed_at is not None])


def owners_of_cases(person: Person) -> list[Person]:
    """Everybody who looks after a family that this person may see, by name."""
    owners = Case.objects.visible_to(person).open().order_by().values("owner_id")
    return list(Person.objects.filter(pk__in=owners).order_by("family_name", "given_name", "pk"))


def loads_of(person: Person) -> list[Load]:
    """Everybody of the school with something on the list, by name."""
    schools = person.schools_as(WHOLE_SCHOOL_ROLES)
    today, since = clock.today(), clock.now() - LATELY
    cases = dict(Case.objects.open().filter(school__in=schools).order_by().values_list("owner_id").annotate(Count("pk")))
    errands = (
        Errand.objects.filter(Q(closed_at=None) | Q(closed_at__gte=since), school__in=schools)
        .order_by()
        .values("owner_id")
        .annotate(
            steps=Count("pk", filter=Q(closed_at=None)),
            overdue=Count("pk", filter=Q(closed_at=None, due_on__lt=today)),
            done=Count("pk", filter=Q(closed_at__isnull=False)),
        )
    )
    by_owner = {row["owner_id"]: row for row in errands}
    there = {pk for school in schools for pk in staff_now(school).values_list("pk", flat=True)}
    owners = Person.objects.filter(pk__in={*cases, *by_owner}).order_by("family_name", "given_name", "pk")
    nothing = {"steps": 0, "overdue": 0, "done": 0}
    return [
        Load(owner, cases.get(owner.pk, 0), row["steps"], row["overdue"], row["done"], owner.pk in there)
        for owner in owners
        for row in [by_owner.get(owner.pk, nothing)]
    ]


def colleagues_of(person: Person) -> list[Person]:
    """Those of the school who may look after any of its families."""
    schools = person.schools_as(WHOLE_SCHOOL_ROLES)
    found = {one.pk: one for school in schools for one in staff_now(school).filter(school_roles__role__in=WHOLE_SCHOOL_ROLES)}
    return sorted(found.values(), key=lambda one: (one.family_name, one.given_name, one.pk))


def _chosen(person: Person, choice: Choice) -> CaseQuerySet:
    cases = Case.objects.visible_to(person).open()
    if choice.owner is not None:
        cases = cases.filter(owner=choice.owner)
    narrowed = {"no-step": _without_step, "overdue": _overdue}.get(choice.show)
    return narrowed(cases) if narrowed else cases


def _without_step(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.exclude(Exists(Attempt.objects.filter(case=OuterRef("pk"), errand__closed_at=None)))


def _overdue(cases: CaseQuerySet) -> CaseQuerySet:
    late = Attempt.objects.filter(case=OuterRef("pk"), errand__closed_at=None, errand__due_on__lt=clock.today())
    return cases.filter(Exists(late))


def _with_due(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.annotate(due=Min("attempts__errand__due_on", filter=Q(attempts__errand__closed_at=None)))


def _rows(cases: list[Case]) -> list[CaseRow]:
    states = FamilyState.objects.filter(family__in=[case.family_id for case in cases]).select_related("family__student", "school")
    turns = {home.state.family_id: turn_to(home) for home in homes_of(list(states))}
    tried: dict[int, list[Tried]] = defaultdict(list)
    for attempt in Attempt.objects.filter(case__in=cases).select_related("errand__owner"):
        tried[attempt.case_id].append(Tried(attempt))
    rows = []
    for case in cases:
        steps = tried[case.pk]
        planned = next((one.errand for one in steps if one.errand.closed_at is None), None)
        last = next((one for one in reversed(steps) if one.errand.closed_at is not None or one.errand.result), None)
        rows.append(CaseRow(case, turns.get(case.family_id), planned, last, len(steps)))
    return rows
