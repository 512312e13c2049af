"""A roster of each school that waits, from one and the same system, as a district sends it; and one with columns to be named."""

import io
from typing import TYPE_CHECKING

from gatepost.people.models import RosterRun, RosterSource, School
from gatepost.people.roster import commands, queries
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

HEADER = "student id,first name,last name,class,guardian first name,guardian last name,guardian email"


def upload_rosters(world: "World") -> None:
    district = RosterSource.objects.create(key="district", name="The district's system", kind="oneroster")
    for school, principal in (("riverside", "dov"), ("hillside", "pia")):
        School.objects.filter(pk=world.schools[school].pk).update(source=district, sourced_id=school)
        world.schools[school].refresh_from_db()
        world.things[f"run-{school}"] = _waiting(world, school, principal, district)
        world.things[f"sheet-{school}"] = _upload(world, school, principal)


def _upload(world: "World", school: str, principal: str) -> RosterRun:
    mine = f"roster{school}"
    row = ",".join(["1", mark(mine), mark(mine), mark(mine), mark(mine), mark(mine), f"{mark(mine)}@example.org"])
    bad = ",".join(["", mark(mine), mark(mine), mark(mine), "", "", f"not an address {mark(mine)}"])
    run = commands.receive(
        f"{mark(mine)}.csv",
        io.BytesIO(f"{HEADER}\n{row}\n{bad}\n".encode()),
        by=world.people[principal],
        options={"school": world.schools[school].pk},
    )
    return commands.stage_uploaded(run)


def _waiting(world: "World", school: str, principal: str, district: RosterSource) -> RosterRun:
    run = _upload(world, school, principal)
    columns = queries.sheet_of(run).columns
    run = commands.stage_uploaded(commands.name_columns(run, columns, by=world.people[principal], options={}))
    assert run.state in {"staged", "held"}, run.refusal
    RosterRun.objects.filter(pk=run.pk).update(source=district)
    return run
