"""The matrix: the table of types, the answers as files, scores from outside."""

from tests.access.principals import PRINCIPALS, WHOLE
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

DOV = frozenset({"dov"})
HOLDERS = WHOLE | {"pia"}


def _pk(name: str, **more: str) -> Make:
    return lambda world: {"pk": world[name].pk, **more}


def _lines(world: World) -> dict[str, str]:
    """What stands on the page of columns, sent back."""
    said = [("code", "code", "", ""), ("name", "name", "", ""), ("saf_p", "score", "families", "saf")]
    data = {"title": "Scores", "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
    for number, cells in enumerate(said):
        data |= {f"form-{number}-{name}": cell for name, cell in zip(("column", "place", "sector", "scale"), cells, strict=True)}
    return data


ROWS: tuple[Row, ...] = (
    thing("surveys:table", WHOLE, _pk("survey-scored"), holders=HOLDERS),
    *(
        thing("surveys:table-file", WHOLE, _pk("survey-scored", kind=kind), holders=HOLDERS)
        for kind in ("csv", "xlsx", "pdf", "svg")
    ),
    thing("surveys:export", DOV, _pk("survey-scored"), holders=PRINCIPALS),
    thing("surveys:export-file", DOV, _pk("survey-scored"), holders=PRINCIPALS),
    page("surveys:scores", PRINCIPALS),
    post_only("surveys:score-upload"),
    act("surveys:score-upload", PRINCIPALS, status=422),
    thing("surveys:score-file", DOV, _pk("scores-read"), holders=PRINCIPALS),
    thing("surveys:score-columns", DOV, _pk("scores-waiting"), holders=PRINCIPALS),
    act("surveys:score-columns", DOV, _pk("scores-waiting"), _lines, holders=PRINCIPALS),
    post_only("surveys:score-remove", _pk("scores-read")),
    act("surveys:score-remove", DOV, _pk("scores-read"), holders=PRINCIPALS),
)
