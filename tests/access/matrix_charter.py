"""The matrix: what a school says publicly. Everybody reads what is published; drafts and readers' words are for its staff."""

from tests.access.principals import PRINCIPALS, STAFF, WHOLE
from tests.access.rows import Make, Row, act, open_page, post_only, thing
from tests.access.world import World

WRITERS = WHOLE | {"pia"}
PUBLIC = frozenset({"riverside"})


def _kind(kind: str, **more: str) -> Make:
    return lambda world: {"kind": kind, **more}


def _policy(world: World) -> dict[str, str]:
    return {"kind": "policy"}


def _said(world: World) -> dict[str, int]:
    return {"pk": world["feedback-policy"].pk}


def _chapter(world: World) -> dict[str, str]:
    return {"title": "One more", "press": "add"}


ROWS: tuple[Row, ...] = (
    open_page("charter:public", _kind("policy", slug="riverside"), shows=PUBLIC),
    open_page("charter:public", _kind("profile", slug="riverside"), shows=PUBLIC | {"dov", "carla", "coco", "ofelia"}),
    open_page("charter:public", _kind("profile", slug="hillside"), status=404),
    open_page("charter:public", _kind("secret", slug="riverside"), status=404),
    open_page("charter:public-paper", _kind("policy", slug="riverside"), shows=PUBLIC),
    open_page("charter:public-paper", _kind("profile", slug="hillside"), status=404),
    thing("charter:document", STAFF, _policy),
    thing("charter:document", STAFF, _kind("profile")),
    thing("charter:write", WHOLE, _policy, holders=WRITERS, query="?language=en"),
    *(post_only(f"charter:{name}", _policy) for name in ("begin", "arrange", "publish", "confirm")),
    post_only("charter:settle", _said),
    act("charter:begin", WRITERS, _policy),
    act("charter:arrange", WHOLE, _policy, _chapter, holders=WRITERS),
    act("charter:publish", {"dov"}, _policy, holders=PRINCIPALS),
    act("charter:confirm", {"dov"}, _policy, holders=PRINCIPALS),
    act("charter:settle", WHOLE, _said, holders=WRITERS),
)
