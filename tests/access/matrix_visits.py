"""The matrix: home visits. Who sees a visit, who may plan it, who was there, and who reads what the family hopes for."""

from tests.access.principals import OFFICE, STAFF, WHOLE
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

BEN, NORA, HILLSIDE = WHOLE | {"ben"}, WHOLE | {"nora"}, frozenset({"eve", "pia"})
# Who sees a visit and is not one of the two is refused (403); for the others it does not exist (404).
YUSUFS_PAIR, YUSUF_UNSEEN = frozenset({"ben", "carla"}), STAFF - BEN
HODANS_PAIR, HODAN_UNSEEN = frozenset({"nora", "coco"}), STAFF - NORA


def _pk(name: str) -> Make:
    return lambda world: {"pk": world[name].pk}


def _sheet(kind: str) -> Make:
    return lambda world: {"kind": kind}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _nothing(world: World) -> dict[str, str]:
    return {}


def _notes(world: World) -> dict[str, str]:
    """Written by somebody who has seen what stands there."""
    return {"hopes": "A nurse.", "seen": world["visit-yusuf"].notes_version}


ROWS: tuple[Row, ...] = (
    page("reach:visits", STAFF),
    page("reach:visit-mirror", WHOLE | {"pia"}),
    page("reach:visit-hours", OFFICE),
    *(thing("reach:visit-hours-sheet", OFFICE, _sheet(kind), holders=OFFICE) for kind in ("csv", "xlsx")),
    post_only("reach:settle-visit-hours"),
    act("reach:settle-visit-hours", OFFICE, status=422),
    thing("reach:visit", BEN, _pk("visit-yusuf")),
    thing("reach:visit", NORA, _pk("visit-hodan")),
    thing("reach:visit", HILLSIDE, _pk("visit-kofi")),
    *(post_only(f"reach:{name}", _pk("family-lena")) for name in ("offer-visit", "asked-for-visit")),
    act("reach:offer-visit", BEN, _pk("family-lena"), _body(means="gate"), holders=STAFF),
    act("reach:offer-visit", BEN, _pk("family-yusuf"), holders=STAFF, status=409),
    act("reach:asked-for-visit", BEN, _pk("family-lena"), holders=STAFF),
    *(
        post_only(f"reach:{name}", _pk("visit-hodan"))
        for name in ("answer-visit", "plan-visit", "call-off-visit", "start-visit", "stay-longer", "safe-after-visit")
    ),
    *(post_only(f"reach:{name}", _pk("visit-yusuf")) for name in ("visit-notes", "hours-of-visit")),
    act("reach:answer-visit", HILLSIDE, _pk("visit-kofi"), _nothing, holders=STAFF, status=422),
    act("reach:plan-visit", NORA, _pk("visit-hodan"), _nothing, holders=STAFF, status=422),
    act("reach:call-off-visit", NORA, _pk("visit-hodan"), _body(because="staff"), holders=STAFF),
    act("reach:start-visit", HODANS_PAIR, _pk("visit-hodan"), holders=HODANS_PAIR | HODAN_UNSEEN, status=409),
    act("reach:stay-longer", HODANS_PAIR, _pk("visit-hodan"), holders=HODANS_PAIR | HODAN_UNSEEN, status=409),
    act("reach:safe-after-visit", NORA, _pk("visit-hodan"), holders=STAFF, status=409),
    act("reach:visit-notes", YUSUFS_PAIR, _pk("visit-yusuf"), _notes, holders=YUSUFS_PAIR | YUSUF_UNSEEN),
    act("reach:hours-of-visit", YUSUFS_PAIR, _pk("visit-yusuf"), holders=YUSUFS_PAIR | YUSUF_UNSEEN, status=422),
)
