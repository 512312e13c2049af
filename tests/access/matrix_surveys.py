"""The matrix: making and sending surveys. Whoever looks after the school sees how it goes, three roles write, one role sends."""

from tests.access.principals import PRINCIPALS, WHOLE
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

LOOKERS = WHOLE | {"pia"}
BUILDERS = frozenset({"carla", "coco", "dov", "pia"})
RIVERSIDE = BUILDERS - {"pia"}


def _pk(name: str, **more: str) -> Make:
    return lambda world: {"pk": world[name].pk, **more}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _begin(**fields: str) -> Make:
    return lambda world: {"from": fields["way"], **fields}


def _round(school: str) -> Make:
    return lambda world: {"from": "round", "survey": world[f"asked-{school}"].pk}


def _expected(world: World) -> dict[str, int]:
    return {"expected": 0}


DRAFT, ITEM, PART = "draft-riverside", "draft-item-riverside", "draft-part-riverside"
OF_DRAFT = ("edit", "edit-settings", "preview")
ROWS: tuple[Row, ...] = (
    page("surveys:list", LOOKERS),
    page("surveys:new", BUILDERS),
    *(thing("surveys:survey", WHOLE, _pk(name), holders=LOOKERS) for name in (DRAFT, "asked-riverside")),
    thing("surveys:survey", {"pia"}, _pk("draft-hillside"), holders=LOOKERS),
    *(thing(f"surveys:{name}", RIVERSIDE, _pk(DRAFT), holders=BUILDERS) for name in OF_DRAFT),
    *(thing(f"surveys:{name}", {"pia"}, _pk("draft-hillside"), holders=BUILDERS) for name in OF_DRAFT),
    thing("surveys:edit-language", RIVERSIDE, _pk(DRAFT, language="so"), holders=BUILDERS),
    thing("surveys:edit-part", RIVERSIDE, _pk(PART), holders=BUILDERS),
    thing("surveys:edit-item", RIVERSIDE, _pk(ITEM), holders=BUILDERS),
    thing("surveys:new-item", RIVERSIDE, _pk(PART, kind="scale"), holders=BUILDERS),
    thing("surveys:send", {"dov"}, _pk(DRAFT), holders=PRINCIPALS),
    thing("surveys:send", {"pia"}, _pk("draft-hillside"), holders=PRINCIPALS),
    post_only("surveys:begin"),
    *(post_only(f"surveys:{name}", _pk(DRAFT)) for name in ("discard", "add-part", "remind", "ask-new", "close")),
    post_only("surveys:part-act", _pk(PART)),
    post_only("surveys:item-act", _pk(ITEM)),
    act("surveys:begin", BUILDERS, body=_begin(way="ready", slug="pulse-welcome")),
    act("surveys:begin", BUILDERS, body=_begin(way="blank", title="Hm", sectors="families")),
    act("surveys:begin", RIVERSIDE, body=_round("riverside"), holders=BUILDERS),
    act("surveys:begin", {"pia"}, body=_round("hillside"), holders=BUILDERS),
    act("surveys:edit-settings", RIVERSIDE, _pk(DRAFT), _body(title=""), holders=BUILDERS, status=422),
    act("surveys:edit-language", RIVERSIDE, _pk(DRAFT, language="so"), holders=BUILDERS),
    act("surveys:discard", RIVERSIDE, _pk(DRAFT), holders=BUILDERS),
    act("surveys:add-part", RIVERSIDE, _pk(DRAFT), holders=BUILDERS),
    act("surveys:edit-part", RIVERSIDE, _pk(PART), _body(title="Hm"), holders=BUILDERS),
    act("surveys:part-act", RIVERSIDE, _pk(PART), _body(press="up"), holders=BUILDERS),
    act("surveys:new-item", RIVERSIDE, _pk(PART, kind="text"), _body(words="Hm?", sectors="families"), holders=BUILDERS),
    act("surveys:edit-item", RIVERSIDE, _pk(ITEM), _body(words=""), holders=BUILDERS, status=422),
    act("surveys:item-act", RIVERSIDE, _pk(ITEM), _body(press="copy"), holders=BUILDERS),
    act("surveys:send", {"dov"}, _pk(DRAFT), _expected, holders=PRINCIPALS),
    act("surveys:remind", {"dov"}, _pk("asked-riverside"), holders=PRINCIPALS, status=409),
    act("surveys:ask-new", {"dov"}, _pk("asked-riverside"), holders=PRINCIPALS),
    act("surveys:close", {"dov"}, _pk("asked-riverside"), holders=PRINCIPALS),
)
