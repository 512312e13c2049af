"""Home visits of the world: one that took place, one that is planned, one that is offered, each with its canaries."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from gatepost.reach.models import HomeVisit, VisitHours
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def plan_visits(world: "World") -> None:
    """Ben and Carla were at Yusuf's; Nora and Coco go to Hodan's in two days; Eve has offered Kofi's family a visit."""
    _visit(world, "yusuf", "ben", state="done", pair=("ben", "carla"), begins_at=NOW - dt.timedelta(days=2))
    _visit(world, "hodan", "nora", state="planned", pair=("nora", "coco"), begins_at=NOW + dt.timedelta(days=2))
    _visit(world, "kofi", "eve", state="offered")
    done = world.things["visit-yusuf"]
    for field in ("hopes", "strengths", "asked_of_school"):
        setattr(done, field, mark("hopesyusuf"))
    done.save()
    for person in done.pair:
        VisitHours.objects.create(visit=done, person=person, minutes=60, travel_minutes=20)


def _visit(world: "World", child: str, by: str, *, state: str, pair: tuple[str, ...] = (), **fields: Any) -> None:
    family = world.families[f"family-{child}"]
    if pair:
        fields |= {"lead": world.people[pair[0]], "partner": world.people[pair[1]], "answered_at": NOW}
        fields["ends_at"] = fields["begins_at"] + dt.timedelta(hours=1)
    world.things[f"visit-{child}"] = HomeVisit.objects.create(
        family=family,
        school=world.schools["hillside" if child == "kofi" else "riverside"],
        state=state,
        offered_at=NOW - dt.timedelta(days=9),
        offered_by=world.people[by],
        suits=mark(f"visit{child}"),
        interpreter=mark(f"visit{child}"),
        **fields,
    )
