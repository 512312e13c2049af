"""The matrix: training. A module is for everybody to read; who was there is for the school's staff."""

from tests.access.principals import STAFF, WHOLE
from tests.access.rows import Make, Row, act, open_page, page, post_only, thing
from tests.access.world import World

HOLDERS = WHOLE | {"pia"}
RIVERSIDE = STAFF - {"eve", "pia"}


def _slug(world: World) -> dict[str, str]:
    return {"slug": "strengths"}


def _held(world: World) -> dict[str, int]:
    return {"pk": world["training-riverside"].pk}


def _attendance(world: World) -> dict[str, int]:
    return {"pk": world["attendance-riverside"].pk}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


ROWS: tuple[Row, ...] = (
    open_page("training:module", _slug),
    open_page("training:module-sheet", _slug),
    page("training:modules", STAFF),
    page("training:plan", HOLDERS),
    act("training:plan", HOLDERS, body=_body(module="strengths", meets_on="2026-01-09")),
    thing("training:session", RIVERSIDE, _held),
    *(post_only(f"training:{name}", _held) for name in ("was-there", "type-slip")),
    post_only("training:take-out", _attendance),
    act("training:was-there", WHOLE, _held, _body(name="Neighbour", sector="families"), holders=HOLDERS),
    act("training:type-slip", WHOLE, _held, _body(sector="families", before="1", after="2"), holders=HOLDERS),
    act("training:take-out", WHOLE, _attendance, holders=HOLDERS),
)
