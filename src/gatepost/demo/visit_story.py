"""Home visits of the demo school: some made, some planned, some offered, two kindly declined."""

import datetime as dt

from gatepost.demo.days import at_time
from gatepost.demo.facts.visits import NOTES, SUITS
from gatepost.demo.outreach_story import Outreach
from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.people.models import Enrolment, EnrolmentRole, Person
from gatepost.reach.models import FamilyState, HomeVisit, VisitState
from gatepost.reach.models.visits import VisitHours
from gatepost.touchpoints.models import Direction, Means, Outcome, Place, Touchpoint

MADE = 26
AFTERWARDS = (VisitState.PLANNED, VisitState.PLANNED, VisitState.AGREED, VisitState.OFFERED, VisitState.OFFERED, VisitState.DECLINED,
              VisitState.DECLINED)  # fmt: skip


def tell_visits(story: Outreach) -> None:
    """To families like all others: every so many of the list, whatever their state."""
    states = list(FamilyState.objects.filter(school=story.school).select_related("family").order_by("family_id"))
    step = max(len(states) // (MADE + len(AFTERWARDS)), 1)
    chosen = states[step // 2 :: step]
    for number, state in enumerate(chosen[:MADE]):
        _made(story, state, settled=number % 2 == 0)
    for state, stage in zip(chosen[MADE:], AFTERWARDS, strict=False):
        _under_way(story, state, stage)


def _made(story: Outreach, state: FamilyState, *, settled: bool) -> None:
    begins = at_time(story.day(3, 50), story.rng, earliest=16, latest=18)
    minutes = story.rng.choice((30, 40, 40, 50))
    hopes, strengths, asked = story.rng.choice(NOTES)
    visit = _visit(
        story, state, VisitState.DONE, offered=begins - dt.timedelta(days=12), begins_at=begins,
        ends_at=begins + dt.timedelta(minutes=45), started_at=begins, safe_at=begins + dt.timedelta(minutes=minutes),
        hopes=hopes, strengths=strengths, asked_of_school=asked,
    )  # fmt: skip
    for person in visit.pair:
        VisitHours.objects.create(
            visit=visit, person=person, minutes=minutes, travel_minutes=story.rng.choice((10, 20, 30)),
            settled_at=story.now if settled else None, settled_by=story.principal if settled else None,
        )  # fmt: skip
    Touchpoint.objects.create(
        at=begins, recorded_at=begins, school=story.school, family=state.family, staff=visit.lead, direction=Direction.BOTH,
        means=Means.VISIT, place=Place.HOME, outcome=Outcome.TOOK_PART, content_kind=ContentKind.SOCIAL, tone=Tone.NEUTRAL,
        involvement_type=InvolvementType.PARENTING, source=f"reach.visit:{visit.pk}",
    )  # fmt: skip


def _under_way(story: Outreach, state: FamilyState, stage: VisitState) -> None:
    planned = {}
    if stage == VisitState.PLANNED:
        begins = at_time(story.now.date() + dt.timedelta(days=story.rng.randint(2, 9)), story.rng, earliest=16, latest=18)
        planned = {"begins_at": begins, "ends_at": begins + dt.timedelta(minutes=45)}
    _visit(story, state, stage, offered=at_time(story.day(2, 12), story.rng), **planned)


def _visit(story: Outreach, state: FamilyState, stage: VisitState, *, offered: dt.datetime, **more: object) -> HomeVisit:
    teacher, liaison = _teacher(state), story.rng.choice(story.liaisons)
    answered = None if stage == VisitState.OFFERED else offered + dt.timedelta(days=1)
    goes = stage in {VisitState.PLANNED, VisitState.DONE}
    return HomeVisit.objects.create(
        family=state.family, school=story.school, state=stage, offered_at=offered, offered_by=liaison, offered_means=Means.PHONE,
        answered_at=answered, answered_means=Means.PHONE if answered else "", suits=story.rng.choice(SUITS) if answered else "",
        lead=teacher if goes else None, partner=liaison if goes else None, **more,
    )  # fmt: skip


def _teacher(state: FamilyState) -> Person:
    sections = Enrolment.objects.filter(person=state.family.student_id, role=EnrolmentRole.STUDENT, ended_at=None)
    teaching = Enrolment.objects.filter(section__in=sections.values("section"), role=EnrolmentRole.TEACHER, ended_at=None)
    return teaching.order_by("section__kind", "pk").select_related("person")[0].person
