"""The matrix: measures, findings and the yearly review."""

from tests.access.principals import PRINCIPALS, STAFF, WHOLE
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

RIVERSIDE, WRITERS = STAFF - {"eve", "pia"}, frozenset({"carla", "coco", "dov", "pia"})
DOV = frozenset({"dov"})


def _number(world: World) -> dict[str, int]:
    return {"number": 3}


def _review(world: World) -> dict[str, int]:
    return {"pk": world["review-riverside"].pk}


def _plan_and_year(world: World) -> dict[str, int]:
    review = world["review-riverside"]
    return {"pk": review.plan_id, "year": review.year}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


ROWS: tuple[Row, ...] = (
    page("plans:measures", STAFF),
    thing("plans:measure", STAFF, _number),
    act("plans:measure", WRITERS, _number, _body(verdict="decline", reason="No room", decided_by="We")),
    page("plans:pitfalls", WHOLE | {"pia"}),
    page("plans:reviews", STAFF),
    thing("plans:review", RIVERSIDE, _review),
    thing("plans:review-paper", RIVERSIDE, _review),
    *(post_only(f"plans:{name}", _review) for name in ("decide", "close-review", "next-draft")),
    post_only("plans:write-pack", _plan_and_year),
    act("plans:write-pack", DOV, _plan_and_year, holders=PRINCIPALS),
    act("plans:decide", DOV, _review, _body(words="Go on"), holders=PRINCIPALS),
    act("plans:close-review", DOV, _review, _body(met_on="2026-01-09"), holders=PRINCIPALS),
    act("plans:next-draft", DOV, _review, holders=PRINCIPALS),
)
