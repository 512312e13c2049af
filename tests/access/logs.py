"""An old call log of each school that waits: one row placed, one that cannot be, one word nobody knows."""

import io
from typing import TYPE_CHECKING

from gatepost.touchpoints.commands import imports
from gatepost.touchpoints.models import LedgerImport
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

HEADER = "Date,Child,How,Result,Staff,Note"


def upload_logs(world: "World") -> None:
    for school, principal, child, teacher in (("riverside", "dov", "yusuf", "ben"), ("hillside", "pia", "kofi", "eve")):
        world.things[f"log-{school}"] = _waiting(world, school, principal, (child, teacher))


def _waiting(world: "World", school: str, principal: str, named: tuple[str, str]) -> LedgerImport:
    child, teacher = (world.people[name].full_name for name in named)
    mine = f"oldlog{school}"
    rows = (
        f"2025-09-01,{child},phone,reached,{teacher},{mark(mine)}",
        f"2025-09-02,{mark(mine)},phone,reached,{mark(mine)},{mark(mine)}",
        f"2025-09-03,{child},{mark(mine)},reached,,{mark(mine)}",
    )
    sheet = io.BytesIO("\n".join([HEADER, *rows]).encode())
    by = world.people[principal]
    run = imports.read_uploaded(imports.receive_log(f"{mark(mine)}.csv", sheet, school=world.schools[school], by=by))
    chosen = {"columns": run.found["guess"], "day_order": "", "has_header": True}
    run = imports.read_uploaded(imports.name_columns(run, chosen, by=by))
    assert run.state == "held", run.refusal
    return run
