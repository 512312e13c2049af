"""The matrix: surveys on paper. Whoever looks after the whole school prints, types, scans, settles and counts."""

from tests.access.principals import WHOLE
from tests.access.rows import Make, Row, act, post_only, thing
from tests.access.world import World

HOLDERS = WHOLE | {"pia"}


def _survey(world: World) -> dict[str, int]:
    return {"pk": world["paper-riverside"].pk}


def _of(name: str, thing_name: str) -> Make:
    return lambda world: {"pk": world["paper-riverside"].pk, name: world[thing_name].pk}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _see(name: str, args: Make = _survey) -> Row:
    return thing(f"surveys:{name}", WHOLE, args, holders=HOLDERS)


def _do(name: str, args: Make = _survey, body: Make | None = None, *, status: int = 302) -> Row:
    return act(f"surveys:{name}", WHOLE, args, body, holders=HOLDERS, status=status)


ROWS: tuple[Row, ...] = (
    *(_see(name) for name in ("sheets", "handed-in", "type", "conflicts", "scan", "scan-doubts")),
    _see("sheets-pdf", _of("run", "paper-run")),
    _see("type-sheet", _of("sheet", "paper-sheet")),
    _see("scan-picture", _of("doubt", "paper-doubt")),
    _do("sheets", status=422),
    _do("handed-in", body=_body(sector="families", section_name="")),
    _do("type", status=422),
    _do("type-sheet", _of("sheet", "paper-sheet"), _body(**{"item-c1": "3"})),
    post_only("surveys:settle-conflict", _of("sheet", "paper-conflict")),
    _do("settle-conflict", _of("sheet", "paper-conflict"), _body(**{"right-c1": "second", "right-more": "first"})),
    post_only("surveys:count-sheets", _survey),
    _do("count-sheets"),
    post_only("surveys:bring-in-scan", _survey),
    _do("bring-in-scan", status=422),
    post_only("surveys:settle-scan", _of("sheet", "paper-scanned")),
    _do("settle-scan", _of("sheet", "paper-scanned"), _body(**{"item-c2": "1"})),
    post_only("surveys:scan-as-it-is", _of("sheet", "paper-scanned")),
    _do("scan-as-it-is", _of("sheet", "paper-scanned"), status=409),
)
