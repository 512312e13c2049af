"""Training in the world: one session at Riverside, with a guest."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.training.models import Attendance, Session
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World


def hold_training(world: "World") -> None:
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=3)
    session = Session.objects.create(
        school=world.schools["riverside"],
        module="strengths",
        meets_on=day,
        place=mark("riversidedraft"),
        created_by=world.people["dov"],
    )
    world.things["training-riverside"] = session
    world.things["attendance-riverside"] = Attendance.objects.create(
        session=session, name=mark("riversidedraft"), sector="families"
    )
