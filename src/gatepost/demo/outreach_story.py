"""How the demo school reaches out: ways to school, what stands between, who is looked after, and the cases of the last months."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from gatepost.demo.days import at_time
from gatepost.demo.facts.outreach import BARRIER_NOTES, CASE_NOTES, CASE_STEPS, STEP_TITLES, TRAVEL_SHARES
from gatepost.errands.models import Errand, ErrandKind
from gatepost.people.barriers import BarrierKind
from gatepost.people.calendar import calendars_of
from gatepost.people.models import Family, Guardianship, NotedBarrier, Person, SaidBy, School
from gatepost.people.queries import staff_now
from gatepost.people.roles import Role
from gatepost.reach.calling import call_sheet
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import Attempt, Case, ClosingReason, FamilyState, ReachState
from gatepost.touchpoints.models import Direction, Means, Outcome, Place, Touchpoint

OPEN_CASES, ENDED_CASES = 9, 22
HISTORY_OF_CASES = 55  # school days
_KINDS = {
    StepKind.CALL: ErrandKind.CALL,
    StepKind.LETTER: ErrandKind.HAND_OUT,
    StepKind.TRUSTED: ErrandKind.APPROACH,
    StepKind.INVITE: ErrandKind.APPROACH,
}
# result: means, direction, outcome, place of the row in the ledger
_CAME_TO = {
    "no-answer": (Means.PHONE, Direction.OUT, Outcome.NO_ANSWER, Place.AFAR),
    "reached": (Means.PHONE, Direction.BOTH, Outcome.ANSWERED, Place.AFAR),
    "handed-out": (Means.LETTER, Direction.OUT, Outcome.SENT, Place.AFAR),
    "passed-on": (Means.MEETING, Direction.OUT, Outcome.DELIVERED, Place.ELSEWHERE),
    "talked": (Means.MEETING, Direction.BOTH, Outcome.ANSWERED, Place.ELSEWHERE),
}


@dataclass
class Outreach:
    """One school's staff, days and dice."""

    school: School
    rng: Random
    now: dt.datetime
    days: list[dt.date]
    liaisons: list[Person]
    principal: Person

    def day(self, first: int, last: int) -> dt.date:
        """A school day, counted back from the last one."""
        return self.days[-self.rng.randint(first, min(last, len(self.days)))]


def begin(school: School, *, seed: int, now: dt.datetime) -> Outreach | None:
    """None where the school has nobody who reaches out, or no day behind it."""
    staff = staff_now(school.pk)
    today = now.date()
    calendar = calendars_of([school.pk])[school.pk]
    days = [day for ago in range(110, 0, -1) if calendar.is_school_day(day := today - dt.timedelta(days=ago))]
    liaisons = list(staff.filter(school_roles__role=Role.LIAISON, school_roles__school=school).order_by("pk"))
    principal = staff.filter(school_roles__role=Role.PRINCIPAL, school_roles__school=school).order_by("pk").first()
    if not liaisons or principal is None or not days:
        return None
    return Outreach(school, Random(f"{seed}:{school.pk}"), now, days[-HISTORY_OF_CASES:], liaisons, principal)


def tell_outreach(story: Outreach) -> None:
    """After the states were counted: they say who needs what."""
    _ways_to_school(story)
    _barriers(story)
    _cases(story)


def _ways_to_school(story: Outreach) -> None:
    families = list(Family.objects.current().of_school(story.school.pk).order_by("pk"))
    bands, shares = list(TRAVEL_SHARES), list(TRAVEL_SHARES.values())
    for family in families:
        family.travel_band = story.rng.choices(bands, shares)[0]
    Family.objects.bulk_update(families, ["travel_band"], batch_size=1000)


def _barriers(story: Outreach) -> None:
    """More is known of those who were asked; much of it is still a guess."""
    links = Guardianship.objects.with_right("contact", on=story.now.date()).filter(
        family__reach__school=story.school, priority=1, adult__barriers=None
    ).select_related("adult", "family__reach").order_by("pk")  # fmt: skip
    noted, seen = [], set()
    for link in links:
        is_away = link.family.reach.state != ReachState.IN_DIALOGUE
        if link.adult_id in seen or story.rng.random() > (0.3 if is_away else 0.07):
            continue
        seen.add(link.adult_id)
        is_foreign = link.adult.read_language.split("-")[0] != story.school.language.split("-")[0]
        kinds = [BarrierKind.LANGUAGE] if is_foreign and story.rng.random() < 0.5 else []
        kinds += story.rng.sample(
            [kind for kind in BARRIER_NOTES if kind not in kinds], k=1 if kinds else story.rng.choice((1, 1, 2))
        )
        told = story.rng.random() < 0.55
        at = at_time(story.day(1, 40), story.rng)
        noted += [
            NotedBarrier(
                person=link.adult, school=story.school, kind=kind, said_by=SaidBy.FAMILY if told else SaidBy.STAFF, noted_at=at,
                noted_by=None if told else story.rng.choice(story.liaisons), note=story.rng.choice(BARRIER_NOTES.get(kind, ("",))),
            )
            for kind in kinds
        ]  # fmt: skip
    NotedBarrier.objects.bulk_create(noted)


def _cases(story: Outreach) -> None:
    """Some families are looked after now; others were, until something went both ways."""
    states = FamilyState.objects.filter(school=story.school).select_related("family__student")
    busy = Errand.objects.open().filter(family__isnull=False, school=story.school).values("family_id")
    away = states.filter(state__in=[ReachState.NOT_REACHED, ReachState.NO_CONTACT]).exclude(family__in=busy)
    for number, state in enumerate(away.order_by("pk")[:OPEN_CASES]):
        _open_case(story, state, number)
    back = states.filter(state=ReachState.IN_DIALOGUE, last_two_way_at__gte=story.now - dt.timedelta(days=40))
    for state in back.exclude(family__student__families__reach__state__in=[ReachState.NO_CONTACT]).order_by("-pk")[:ENDED_CASES]:
        _ended_case(story, state)


def _open_case(story: Outreach, state: FamilyState, number: int) -> None:
    opened = at_time(story.day(8, 25), story.rng)
    case = _case(story, state.family, opened)
    steps = [
        taken for taken in CASE_STEPS[number % len(CASE_STEPS)] if taken[0] != "call" or call_sheet(state.family, story.school)
    ]
    for place, (step, result) in enumerate(steps):
        _take(story, case, StepKind(step), result, opened + dt.timedelta(days=2 + 4 * place))
    if number % 3:
        due = story.now.date() + dt.timedelta(days=(-3 if number % 4 == 1 else 3))
        _errand(story, case, StepKind.INVITE, created=opened + dt.timedelta(days=1), due=due)


def _ended_case(story: Outreach, state: FamilyState) -> None:
    """It began some weeks before the talk that ended it."""
    talked = state.last_two_way_at or story.now
    opened = talked - dt.timedelta(days=story.rng.randint(4, 16), hours=1)
    case = _case(story, state.family, opened)
    step, result = story.rng.choice([("call", "reached"), ("call", "reached"), ("letter", "handed-out"), ("trusted", "talked")])
    _take(story, case, StepKind(step), result, min(talked, story.now))
    Case.objects.filter(pk=case.pk).update(closed_at=talked, closing_reason=ClosingReason.IN_DIALOGUE)


def _case(story: Outreach, family: Family, opened: dt.datetime) -> Case:
    known = NotedBarrier.objects.filter(person__guardianships__family=family, ended_at=None).first()
    return Case.objects.create(
        family=family, school=story.school, owner=story.rng.choice(story.liaisons), opened_at=opened, opened_by=story.principal,
        reason=story.rng.choice(CASE_NOTES), barrier=known.kind if known else "",
    )  # fmt: skip


def _take(story: Outreach, case: Case, step: StepKind, result: str, at: dt.datetime) -> None:
    """A step that was taken, with its row in the ledger."""
    errand = _errand(story, case, step, created=at - dt.timedelta(days=1), due=at.date())
    errand.closed_at, errand.closed_by, errand.result, errand.tries = at, errand.owner, result, 1
    errand.save()
    means, direction, outcome, place = _CAME_TO[result]
    Touchpoint.objects.create(
        at=at, recorded_at=at, school=story.school, family=case.family, staff=errand.owner, direction=direction, means=means,
        place=place, outcome=outcome, source=f"errands.errand:{errand.pk}:1",
    )  # fmt: skip


def _errand(story: Outreach, case: Case, step: StepKind, *, created: dt.datetime, due: dt.date) -> Errand:
    errand = Errand.objects.create(
        school=story.school, kind=_KINDS[step], owner=case.owner, family=case.family, created_at=created, due_on=due,
        title=STEP_TITLES[step] % {"child": case.family.student.full_name}, reason=case.reason,
        source=f"reach.step:{case.family_id}:{step}:{created.date()}",
    )  # fmt: skip
    Attempt.objects.create(case=case, errand=errand, step=step)
    return errand
