"""The partnership plans of the world: a draft of each school, one before the board, one approved, each with its canaries.

Ben sits in the team of Riverside's draft; Nora owns its action.
"""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from gatepost.kernel import clock
from gatepost.plans.commands.actions import ActionFacts, make_action
from gatepost.plans.commands.goals import GoalFacts, add_reading, change_goal
from gatepost.plans.commands.plans import PlanFacts, approve, make_plan, propose
from gatepost.plans.commands.team import MeetingFacts, join_team, plan_meeting
from gatepost.plans.models import Plan
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World


def plan_partnership(world: "World") -> None:
    """Drafts are the plans of years that are over, so that no other part of the world takes them for the current one."""
    draft = _plan(world, "riverside", "dov", "draft", owner="nora")
    join_team(draft, side="teachers", person=world.people["ben"], by=world.people["dov"])
    world.things["member-riverside"] = join_team(
        draft, side="community", name=mark("planriverside"), task=mark("planriverside"), by=world.people["dov"]
    )
    _plan(world, "hillside", "pia", "draft", owner="eve")
    propose(_plan(world, "riverside", "dov", "proposed", owner="nora"), by=world.people["dov"])
    approved = propose(_plan(world, "riverside", "dov", "approved", owner="nora"), by=world.people["dov"])
    approve(approved, on=clock.today(), by=world.people["dov"])


def _plan(world: "World", school: str, by: str, name: str, *, owner: str) -> Plan:
    scope, who = f"plan{school}", world.people[by]
    facts = PlanFacts(mark(scope), 2020, 2020, vision=mark(scope), approving_body=mark(scope))
    plan = make_plan(world.schools[school], facts=facts, by=who)
    goals = list(plan.goals.all())
    words = GoalFacts(mark(scope), reason=mark(scope), indicator=mark(scope), baseline=Decimal(70), target=Decimal(85))
    goal = change_goal(goals[0], facts=words, by=who)
    reading = add_reading(goal, value=Decimal(75), on=dt.date(2025, 9, 1), by=who)
    action = make_action(
        plan, facts=ActionFacts(mark(scope), "volunteering", goal=goal, owner=world.people[owner], steps=mark(scope)), by=who
    )
    meeting = plan_meeting(plan, facts=MeetingFacts(dt.date(2025, 9, 1), mark(scope), mark(scope), mark(scope)), by=who)
    things = {"plan": plan, "goal": goal, "reading": reading, "empty-goal": goals[1], "action": action, "meeting": meeting}
    world.things |= {f"{thing}-{name}-{school}": row for thing, row in things.items()}
    return plan
