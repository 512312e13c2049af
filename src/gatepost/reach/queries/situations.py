"""Everything a page says of some families, in a fixed number of statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from gatepost.framework.types import Tone
from gatepost.kernel import clock
from gatepost.people.models import (
    ContactKind,
    ContactPoint,
    Enrolment,
    EnrolmentRole,
    Guardianship,
    Need,
    NeedKind,
    NotedBarrier,
    Person,
    Section,
)
from gatepost.reach.counting.facts import LOOK_BACK
from gatepost.reach.ladder import Situation, StepKind
from gatepost.reach.models import Attempt, FamilyState, ReachState
from gatepost.reach.queries.visit_offers import not_to_be_offered
from gatepost.reach.wording import language_in_words, tries_in_words
from gatepost.touchpoints.models import TRIES, TWO_WAY, Direction, Outcome, Touchpoint

GOOD_NEWS_LASTS = dt.timedelta(days=30)


@dataclass(frozen=True)
class Home:
    """One family as the pages show it."""

    state: FamilyState
    adults: list[Person]
    sections: list[Section]
    situation: Situation

    @property
    def about(self) -> list[str]:
        """A few words under the name: languages, what helps."""
        tags = dict.fromkeys(adult.read_language for adult in self.adults if adult.read_language)
        words = [language_in_words(tag) for tag in tags]
        words += [_("prefers a call")] if self.situation.prefers_call else []
        return words + [str(NeedKind(need).label) for need in sorted(self.situation.needs)]

    @property
    def tried_words(self) -> str:
        """What was tried since something last went both ways; blank when in dialogue, where nobody asks."""
        if self.state.state == ReachState.IN_DIALOGUE or not self.situation.tried:
            return ""
        return tries_in_words(self.situation.tried)


@dataclass(frozen=True)
class _Tried:
    """On how many days something was tried by one means, and when first."""

    days: int
    first: dt.date


@dataclass(frozen=True)
class _Told:
    readings: int = 0
    good_news: int = 0


def homes_of(states: Sequence[FamilyState]) -> list[Home]:
    """Each family with its adults, sections and what was tried; the number of statements does not depend on theirs."""
    family_ids = [state.family_id for state in states]
    adults = _adults(family_ids)
    everyone = {adult.pk for of_family in adults.values() for adult in of_family}
    points, needs = _contact_points(everyone), _needs(everyone)
    sections = _sections([state.family.student_id for state in states])
    tried, told, others = _tried(family_ids), _told(family_ids), _other_homes(states)
    steps, known = _steps_taken(family_ids), _known_to(family_ids)
    barriers = _barriers(everyone)
    # The offer of a visit comes last on the ladder: whether it may be made is asked where the ladder has come so far.
    without_visit = not_to_be_offered([id_ for id_ in family_ids if StepKind.INVITE in steps[id_]])
    homes = []
    for state in states:
        people = adults[state.family_id]
        ledger = tried[state.family_id], told.get(state.family_id, _Told())
        situation = _situation(state, people, [point for person in people for point in points[person.pk]], ledger)
        helps = frozenset(need for person in people for need in needs[person.pk])
        situation = replace(
            situation,
            needs=helps,
            barriers=frozenset(barrier for person in people for barrier in barriers[person.pk]),
            other_home_talks=state.family_id in others,
            steps_taken=frozenset(steps[state.family_id]),
            known_to=known[state.family_id].full_name if state.family_id in known else "",
            may_offer_visit=state.family_id not in without_visit,
            known_to_id=known[state.family_id].pk if state.family_id in known else None,
        )
        homes.append(Home(state, people, sections[state.family.student_id], situation))
    return homes


def _situation(
    state: FamilyState, people: list[Person], held: list[ContactPoint], ledger: tuple[dict[str, _Tried], _Told]
) -> Situation:
    tried, told = ledger
    return Situation(
        state=state.state,
        since=state.since,
        language=next((person.read_language for person in people if person.read_language), ""),
        school_language=state.school.language,
        prefers_call=any(person.prefers_call for person in people),
        can_email=any(point.is_usable and point.kind == ContactKind.EMAIL for point in held),
        can_phone=any(point.is_usable and point.kind == ContactKind.PHONE for point in held),
        broken=tuple((point.kind, point.state) for point in held if not point.is_usable),
        tried={means: row.days for means, row in tried.items()},
        first_try_on=min((row.first for row in tried.values()), default=None),
        readings=told.readings,
        had_good_news=told.good_news > 0,
    )


def _adults(family_ids: list[int]) -> dict[int, list[Person]]:
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=family_ids)
    found: dict[int, list[Person]] = defaultdict(list)
    for link in links.select_related("adult").order_by("priority", "pk"):
        found[link.family_id].append(link.adult)
    return found


def _contact_points(person_ids: set[int]) -> dict[int, list[ContactPoint]]:
    found: dict[int, list[ContactPoint]] = defaultdict(list)
    points = ContactPoint.objects.filter(person__in=person_ids, ended_at=None).order_by("kind", "priority", "pk")
    for point in points:
        found[point.person_id].append(point)
    return found


def _needs(person_ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, kind in Need.objects.filter(person__in=person_ids).values_list("person_id", "kind"):
        found[person_id].append(kind)
    return found


def _barriers(person_ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = NotedBarrier.objects.filter(person__in=person_ids, ended_at=None)
    for person_id, kind in rows.values_list("person_id", "kind"):
        found[person_id].append(kind)
    return found


def _steps_taken(family_ids: list[int]) -> dict[int, list[str]]:
    """Rungs planned since the last talk; those that somebody took back are gone."""
    since_talk = Q(case__family__reach__last_two_way_at=None) | Q(
        errand__created_at__gt=F("case__family__reach__last_two_way_at")
    )
    found: dict[int, list[str]] = defaultdict(list)
    attempts = Attempt.objects.filter(since_talk, case__family__in=family_ids, errand__closed_at__isnull=False)
    for family_id, step in attempts.values_list("case__family_id", "step"):
        found[family_id].append(step)
    return found


def _known_to(family_ids: list[int]) -> dict[int, Person]:
    """Who of the staff talked with them last, if that person is still there."""
    talks = Touchpoint.objects.filter(
        family__in=family_ids, at=F("family__reach__last_two_way_at"), outcome__in=TWO_WAY, staff__isnull=False
    ).filter(staff__ended_at=None, staff__school_roles__school=F("school"), staff__school_roles__ended_at=None)
    return {talk.family_id: talk.staff for talk in talks.select_related("staff") if talk.staff is not None}


def _sections(student_ids: list[int]) -> dict[int, list[Section]]:
    found: dict[int, list[Section]] = defaultdict(list)
    enrolments = Enrolment.objects.filter(
        person__in=student_ids, role=EnrolmentRole.STUDENT, ended_at=None, section__ended_at=None
    )
    for enrolment in enrolments.select_related("section").order_by("section__kind", "section__name"):
        found[enrolment.person_id].append(enrolment.section)
    return found


def _tried(family_ids: list[int]) -> dict[int, dict[str, _Tried]]:
    """By family and means, since the last talk; as far back as states look."""
    since_talk = Coalesce(F("family__reach__last_two_way_at"), clock.now() - LOOK_BACK)
    rows = (
        Touchpoint.objects.counting()
        .filter(family__in=family_ids, at__gt=since_talk, direction=Direction.OUT, outcome__in=TRIES)
        .values("family_id", "means")
        .annotate(days=Count(TruncDate("at"), distinct=True), first=Min(TruncDate("at")))
    )
    found: dict[int, dict[str, _Tried]] = defaultdict(dict)
    for row in rows:
        found[row["family_id"]][row["means"]] = _Tried(row["days"], row["first"])
    return found


def _told(family_ids: list[int]) -> dict[int, _Told]:
    """How often something was read, and whether there was good news lately."""
    lately = Q(tone=Tone.PRAISE, at__gt=clock.now() - GOOD_NEWS_LASTS)
    rows = (
        Touchpoint.objects.counting()
        .filter(lately | Q(outcome=Outcome.READ), family__in=family_ids, at__gt=clock.now() - LOOK_BACK)
        .values("family_id")
        .annotate(readings=Count("pk", filter=Q(outcome=Outcome.READ)), good_news=Count("pk", filter=lately))
    )
    return {row["family_id"]: _Told(row["readings"], row["good_news"]) for row in rows}


def _other_homes(states: Sequence[FamilyState]) -> set[int]:
    """Families whose child has another home that talks with us, and in which somebody may be contacted."""
    talking = FamilyState.objects.filter(
        family__student__in=[state.family.student_id for state in states], state=ReachState.IN_DIALOGUE
    ).values_list("family_id", "family__student_id")
    homes = list(talking)
    adults = _adults([family for family, _student in homes]) if homes else {}
    return {
        state.family_id
        for state in states
        for family, student in homes
        if student == state.family.student_id and family != state.family_id and adults.get(family)
    }
