"""The matrix: the first inquiry and the self-review. What families say is for who may read it, numbers for the whole office."""

from tests.access.principals import WHOLE
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

ASKERS = frozenset({"carla", "coco", "dov"})
HOLDERS = WHOLE | {"pia"}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _said(world: World) -> dict[str, object]:
    return {"pk": world["said-riverside"].pk}


def _sign(world: World) -> dict[str, object]:
    return {"pk": world["self-review-riverside"].pk, "slug": "time"}


ROWS: tuple[Row, ...] = (
    page("plans:inquiry", ASKERS | {"pia"}),
    page("plans:self-review", HOLDERS),
    thing("plans:sign", WHOLE, _sign, holders=HOLDERS),
    *(post_only(f"plans:{name}") for name in ("start-inquiry", "start-self-review")),
    post_only("plans:sort-answer", _said),
    act("plans:start-inquiry", ASKERS | {"pia"}, body=_body(privacy="anonymous")),
    act("plans:start-self-review", ASKERS | {"pia"}),
    act("plans:sort-answer", ASKERS, _said, _body(put="community"), holders=ASKERS | {"pia"}),
    act("plans:sign", ASKERS, _sign, _body(level="4", words="Agreed."), holders=ASKERS | {"pia"}),
)
