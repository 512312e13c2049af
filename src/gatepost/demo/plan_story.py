"""The demo school's partnership plan: two years of it, with what its actions reached, and last year's review."""

import datetime as dt
from decimal import Decimal

from gatepost.demo.days import at_time
from gatepost.demo.facts.plans import ACTIONS, EVALUATIONS, GOALS, MEASURES, VISION, ToldAction
from gatepost.demo.outreach_story import Outreach
from gatepost.people.models import Family, Guardianship, Person
from gatepost.people.queries import staff_now
from gatepost.people.school_years import bounds_of, year_of
from gatepost.plans.commands.actions import ActionFacts, make_action
from gatepost.plans.commands.plans import PlanFacts, make_plan
from gatepost.plans.models import (
    Action,
    Evaluation,
    Goal,
    MeasureDecision,
    Plan,
    PlanState,
    Reading,
    Side,
    TeamMeeting,
    TeamMember,
)
from gatepost.plans.queries.versions import content_of
from gatepost.touchpoints.models import Direction, Means, Outcome, Place, Touchpoint

ONE_DAY = dt.timedelta(days=1)


def tell_plan(story: Outreach) -> None:
    """This year's plan, approved in summer; its actions gather what was done for them."""
    year = year_of(story.now.date(), story.school.pk)
    facts = PlanFacts(
        title="Together for every child", first_year=year, last_year=year + 2, vision=VISION, approving_body="School council"
    )
    plan = make_plan(story.school, facts=facts, by=story.principal, goals=())
    _team(story, plan)
    goals = _goals(story, plan)
    staff = list(staff_now(story.school.pk).exclude(pk=story.principal.pk).order_by("pk"))
    for place, one in enumerate(ACTIONS):
        _action(story, plan, goals[one.goal - 1], staff[(7 * place) % len(staff)], one)
    _approve(story, plan)
    _measures(story, year)


def _team(story: Outreach, plan: Plan) -> None:
    """Every side sits in it but students: that is for the school to find out."""
    adults = Guardianship.objects.with_right("contact", on=story.now.date()).filter(family__reach__school=story.school)
    parents = list(Person.objects.filter(pk__in=adults.values("adult")).exclude(is_protected=True).order_by("pk")[:400:190])
    rows = [TeamMember(plan=plan, person=story.principal, name=story.principal.full_name, side=Side.LEADERSHIP)]
    rows += [TeamMember(plan=plan, person=one, name=one.full_name, side=Side.TEACHERS) for one in story.liaisons[:2]]
    rows += [TeamMember(plan=plan, person=one, name=one.full_name, side=Side.FAMILIES) for one in parents[:2]]
    rows.append(TeamMember(plan=plan, name="Rosa Delgado, public library", side=Side.COMMUNITY, task="Finds partners nearby"))
    for row in rows:
        row.save()
    for ago, minutes in (
        (40, "We looked at whom we miss. Calls come first, letters last."),
        (12, "Reading bags: more books in Urdu."),
    ):
        meeting = TeamMeeting.objects.create(
            plan=plan, meets_on=story.now.date() - ago * ONE_DAY, place="Library", agenda="Whom do we miss?", minutes=minutes
        )
        meeting.attended.set(rows[: 4 if ago > 20 else 6])
    TeamMeeting.objects.create(plan=plan, meets_on=story.now.date() + 16 * ONE_DAY, place="Library", agenda="Family council")


def _goals(story: Outreach, plan: Plan) -> list[Goal]:
    _first, last = bounds_of(plan.last_year, story.school.pk)
    found = []
    for number, (kind, title, reason, indicator, unit, baseline, target, asked, readings) in enumerate(GOALS, start=1):
        goal = Goal.objects.create(
            plan=plan, number=number, kind=kind, title=title, reason=reason, indicator=indicator, unit=unit, baseline=baseline,
            target=target, due_on=last - 30 * ONE_DAY, asked_families=asked,
        )  # fmt: skip
        for place, share in enumerate(readings):
            day = story.now.date() - (len(readings) - 1 - place) * 30 * ONE_DAY - 6 * ONE_DAY
            value = Decimal(round(baseline + share * (target - baseline)))
            Reading.objects.create(goal=goal, read_on=day, value=value, read_by=story.principal)
        found.append(goal)
    return found


def _action(story: Outreach, plan: Plan, goal: Goal, owner: Person, told: ToldAction) -> None:
    facts = ActionFacts(
        title=told.title,
        main_type=told.kind,
        other_types=told.others,
        goal=goal,
        owner=owner,
        begins_on=_day(story, plan, told.days[0]),
        ends_on=_day(story, plan, told.days[1]),
        status=told.status,
        cost=None if told.cost is None else Decimal(told.cost),
        spent=None if told.spent is None else Decimal(told.spent),
        grades=told.grades,
    )
    action = make_action(plan, facts=facts, by=story.principal)
    if told.came[0]:
        _contacts(story, action, *told.came)
    for place, (went, helped, change) in enumerate(EVALUATIONS.get(action.title, ())):
        by = owner if not place else story.principal
        Evaluation.objects.create(action=action, by=by, made_on=story.now.date(), went=went, helped=helped, change=change)


def _day(story: Outreach, plan: Plan, share: float) -> dt.date:
    """From the first day of the year (0) to today (1), and on as far again."""
    first, last = bounds_of(plan.first_year, story.school.pk)
    so_far = max((story.now.date() - first).days, 30)
    return min(first + round(share * so_far) * ONE_DAY, last)


def _contacts(story: Outreach, action: Action, reached: float, took_part: float) -> None:
    """Early days only, so that what was done for the plan does not change how each family stands today."""
    families = Family.objects.current().of_school(story.school.pk).exclude(reach__state="no-contact")
    if action.grades:
        families = families.filter(student__school_roles__grade__in=action.grades)
    days = story.days[: max(1, len(story.days) // 3)]
    rows = []
    for family in families.distinct().order_by("pk").select_related("reach"):
        chance = story.rng.random()
        if chance > reached:
            continue
        was_there = chance < took_part
        at = at_time(story.rng.choice(days), story.rng)
        rows.append(
            Touchpoint(
                at=at, recorded_at=at, school=story.school, family=family, staff=action.owner, activity=action.activity,
                direction=Direction.BOTH if was_there else Direction.OUT, means=Means.MEETING if was_there else Means.LETTER,
                place=Place.SCHOOL if was_there else Place.AFAR, outcome=Outcome.TOOK_PART if was_there else Outcome.DELIVERED,
                involvement_type=action.main_type, content_kind="learning" if action.main_type == "learning-at-home" else "social",
                source=f"plans.demo:{action.pk}:{family.pk}",
            )
        )  # fmt: skip
    Touchpoint.objects.bulk_create(rows, batch_size=1_000)


def _approve(story: Outreach, plan: Plan) -> None:
    first, _last = bounds_of(plan.first_year, story.school.pk)
    day = min(first + 20 * ONE_DAY, story.now.date())
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED, approved_on=day, approved_by=story.principal)
    plan.versions.create(
        number=1, content=content_of(plan), occasion="Approved by the School council", made_by=story.principal, made_at=story.now
    )


def _measures(story: Outreach, year: int) -> None:
    MeasureDecision.objects.bulk_create(
        MeasureDecision(
            school=story.school, measure=number, year=year - back, verdict=verdict, our_way=our_way, reason=reason,
            decided_by="The plan’s team", written_by=story.principal, written_at=story.now - dt.timedelta(days=30 + 365 * back),
        )
        for number, back, verdict, our_way, reason in MEASURES
    )  # fmt: skip
