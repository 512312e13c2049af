"""The matrix: looking back at an action is for who was part of it and who writes the plan; asking families for who may ask."""

from tests.access.principals import HILLSIDE
from tests.access.rows import Make, Row, act, post_only, thing
from tests.access.world import World

WRITERS = frozenset({"carla", "coco", "dov"})
# Its owner besides; other colleagues of the school are refused (403), for another school's it does not exist (404).
PART = WRITERS | {"ben"}


def _action(world: World) -> dict[str, object]:
    return {"pk": world["action-done"].pk}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


ROWS: tuple[Row, ...] = (
    thing("plans:evaluate", PART, _action, holders=PART | HILLSIDE),
    act("plans:evaluate", PART, _action, _body(went="4", helped="Tea"), holders=PART | HILLSIDE),
    post_only("plans:ask-families", _action),
    act("plans:ask-families", WRITERS, _action, holders=WRITERS | {"pia"}),
)
