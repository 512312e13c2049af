"""The matrix: what surveys come to. Numbers for whoever looks after the school, own words and calls for three roles."""

from tests.access.principals import WHOLE
from tests.access.rows import Make, Row, act, post_only, thing
from tests.access.world import World

LOOKERS = WHOLE | {"pia"}
READERS = frozenset({"carla", "coco", "dov", "pia"})
RIVERSIDE = READERS - {"pia"}


def _pk(name: str) -> Make:
    return lambda world: {"pk": world[name].pk}


def _inquiry(world: World) -> dict[str, int]:
    """Where ten families have said something in their own words."""
    return {"pk": world["said-riverside"].item.survey_id}


def _group(world: World) -> dict[str, str]:
    """Nobody hears too little of this one: no call is given out."""
    return {"group": "language:so", "number": "1"}


ROWS: tuple[Row, ...] = (
    *(
        thing(f"surveys:{name}", WHOLE, _pk(survey), holders=LOOKERS)
        for name in ("results", "gaps", "voices")
        for survey in ("asked-riverside", "survey-scored")
    ),
    *(thing(f"surveys:{name}", {"pia"}, _pk("asked-hillside"), holders=LOOKERS) for name in ("results", "gaps", "voices")),
    thing("surveys:remarks", RIVERSIDE, _inquiry, holders=READERS),
    thing("surveys:remarks", {"pia"}, _pk("asked-hillside"), holders=READERS),
    post_only("surveys:call-families", _pk("asked-riverside")),
    act("surveys:call-families", RIVERSIDE, _pk("asked-riverside"), _group, holders=READERS, status=422),
)
