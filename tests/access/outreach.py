"""Who is looked after in the world: one open case per section, each with its canary."""

from typing import TYPE_CHECKING

from gatepost.errands.models import Errand
from gatepost.reach.models import Attempt, Case
from tests.access.canaries import mark
from tests.access.talk import NOW

if TYPE_CHECKING:
    from tests.access.world import World

CASES = {"yusuf": "ben", "hodan": "nora", "kofi": "eve"}


def fill_with_outreach(world: "World") -> None:
    for child, owner in CASES.items():
        family, scope = world.families[f"family-{child}"], f"thread{child}"
        school = world.things[f"thread-{child}"].school
        case = Case.objects.create(
            family=family, school=school, owner=world.people[owner], reason=mark(scope), opened_at=NOW, opened_by=None
        )
        errand = Errand.objects.create(
            school=school, kind="approach", owner=world.people[owner], family=family, source=f"step:{child}",
            title=mark(scope), reason=mark(scope), due_on=NOW.date(), created_at=NOW,
        )  # fmt: skip
        Attempt.objects.create(case=case, errand=errand, step="invite")
        world.things[f"case-{child}"] = case
