"""What Riverside has done by its plan in the world: an action that is over, with a talk of it and a look back at it."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.plans.models import Action, Evaluation, Plan
from gatepost.touchpoints.commands import record_touchpoint
from gatepost.touchpoints.commands.activities import keep_activity
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def do_an_action(world: "World") -> None:
    school, dov = world.schools["riverside"], world.people["dov"]
    plan = Plan.objects.filter(school=school).first() or Plan.objects.create(
        school=school, title=mark("riversidedraft"), first_year=NOW.year - 1, last_year=NOW.year + 1, created_by=dov,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    action = Action.objects.create(
        plan=plan, title=mark("riversidedraft"), main_type="volunteering", owner=world.people["ben"], helpers=mark("riversidedraft"),
        status="done", created_at=NOW,
    )  # fmt: skip
    action.activity = keep_activity(
        action.reference, school=school, title=action.title, involvement_type=action.main_type, owner=action.owner
    )
    action.save()
    record_touchpoint(
        world.families["family-yusuf"], by=None, source="test.access:1", means="meeting", direction="both", outcome="took-part",
        activity_id=action.activity.pk,
    )  # fmt: skip
    Evaluation.objects.create(action=action, by=world.people["ben"], made_on=NOW.date(), went=4, helped=mark("riversidedraft"))
    world.things["action-done"] = action
