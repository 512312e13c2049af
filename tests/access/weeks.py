"""Weekly counts in the world, large enough to be shown: each school's own grade and classes carry its canaries."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.reach.models import GroupKind, WeekCount
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

FRIDAY = dt.date(2026, 11, 13)
CLASSES = {"riverside": ("fourb", "fivea"), "hillside": ("sixc",)}


def fill_with_weeks(world: "World") -> None:
    """Two weeks of both schools."""
    rows = []
    for school, classes in CLASSES.items():
        groups = [(GroupKind.ALL, ""), (GroupKind.GRADE, mark(school)), (GroupKind.LANGUAGE, "es")]
        groups += [(GroupKind.SECTION, str(world.sections[name].pk)) for name in classes]
        for on in (FRIDAY, FRIDAY - dt.timedelta(weeks=1)):
            for kind, group in groups:
                rows.append(WeekCount(school=world.schools[school], on=on, kind=kind, group=group, in_dialogue=30, informed=10))
    WeekCount.objects.bulk_create(rows)
