"""The matrix: what families see, by link, by code and through their own door."""

from tests.access.principals import ALL, ALLOWED, GUARDIANS, STAFF
from tests.access.rows import Make, Row, act, open_page, page, thing
from tests.access.world import World


def _token(child: str, adult: str) -> Make:
    return lambda world: {"token": world[f"token-{child}-{adult}"]}


def _delivery(child: str, adult: str) -> Make:
    return lambda world: {"pk": world[f"delivery-{child}-{adult}"].pk}


def _forged(world: World) -> dict[str, str]:
    return {"token": world["token-yusuf-amina"][:-8] + "aaaaaaaa"}


def _press(**fields: str) -> Make:
    return lambda world: dict(fields)


def _by_link(name: str) -> list[Row]:
    """A link shows whoever holds it what its guardian may see of that child; links that lost their right show nothing."""
    rows = [
        open_page(
            name, _token("yusuf", "amina"), shows=ALLOWED["amina"] - {"hodan", "fivea", "nora", "notefivea", "threadhodan"}
        ),
        open_page(name, _token("lena", "olga"), shows=ALLOWED["olga"]),
        open_page(name, _token("yusuf", "sami"), shows=ALLOWED["sami"]),
    ]
    barred = (_token("hodan", "sami"), _token("yusuf", "abdi"), _token("yusuf", "exo"), _forged)
    return [*rows, *(open_page(name, token, status=404) for token in barred)]


ROWS: tuple[Row, ...] = (
    page("conversations:my-messages", GUARDIANS),
    thing("conversations:my-message", {"amina"}, _delivery("yusuf", "amina"), holders=GUARDIANS),
    thing("conversations:my-message", {"amina"}, _delivery("hodan", "amina"), holders=GUARDIANS),
    thing("conversations:my-message", {"sami"}, _delivery("yusuf", "sami"), holders=GUARDIANS),
    thing("conversations:my-message", set(), _delivery("hodan", "sami"), holders=GUARDIANS),
    thing("conversations:my-message", set(), _delivery("yusuf", "abdi"), holders=GUARDIANS),
    thing("conversations:my-message", set(), _delivery("yusuf", "exo"), holders=GUARDIANS),
    act("conversations:my-message", {"amina"}, _delivery("yusuf", "amina"), _press(press="read"), holders=GUARDIANS),
    act(
        "conversations:my-message", {"amina"}, _delivery("yusuf", "amina"), _press(press="answer", text="Yes"), holders=GUARDIANS
    ),
    *_by_link("conversations:by-link"),
    *_by_link("conversations:stop-by-link"),
    Row("conversations:by-link", ALL, args=_token("yusuf", "amina"), body=_press(press="answer", text="Yes"), status=302),
    Row("conversations:by-link", ALL, args=_token("yusuf", "abdi"), body=_press(press="answer", text="Yes"), status=404),
    Row("conversations:by-link", ALL, args=_token("yusuf", "exo"), body=_press(press="read"), status=404),
    Row("conversations:stop-by-link", ALL, args=_token("yusuf", "exo"), body=_press(reason="stop"), status=404),
    open_page("conversations:code"),
    Row("conversations:code", ALL, body=_press(code="BBBB-BBBB"), status=422),
)
assert STAFF
