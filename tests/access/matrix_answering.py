"""The matrix: answering. A link opens one survey to whoever holds it, while its person may be asked; a kiosk knows nobody."""

from gatepost.surveys.kiosk import kiosk_token
from tests.access.principals import ALL, GUARDIANS, STAFF, WHOLE
from tests.access.rows import Make, Row, act, open_page, page, thing
from tests.access.world import World

SHOWN = frozenset({"riverside", "askedriverside"})
HOLDERS = WHOLE | {"pia"}


def _of(name: str) -> Make:
    return lambda world: {"token": world[f"asked-{name}"]}


def _forged(world: World) -> dict[str, str]:
    return {"token": world["asked-amina"][:-8] + "aaaaaaaa"}


def _kiosk(sector: str) -> Make:
    return lambda world: {"token": kiosk_token(world["asked-riverside"].pk, sector)}


def _survey(school: str) -> Make:
    return lambda world: {"pk": world[f"asked-{school}"].pk}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


GONE = (_of("sami"), _of("abdi"), _of("exo"), _of("fred"), _forged)
ROWS: tuple[Row, ...] = (
    *(open_page("surveys:answer", _of(name), shows=SHOWN) for name in ("amina", "olga", "ben", "dov")),
    *(open_page("surveys:answer", token, status=404) for token in GONE),
    Row("surveys:answer", ALL, args=_of("amina"), body=_body(press="start", lang="en"), shows=SHOWN),
    Row("surveys:answer", ALL, args=_of("amina"), body=_body(press="decline"), status=302),
    *(Row("surveys:answer", ALL, args=token, body=_body(press="start"), status=404) for token in GONE),
    *(Row("surveys:answer", ALL, args=token, body=_body(press="decline"), status=404) for token in GONE),
    open_page("surveys:at-kiosk", _kiosk("families"), shows=SHOWN),
    open_page("surveys:at-kiosk", _kiosk("families"), query="?lang=en", shows=SHOWN),
    open_page("surveys:at-kiosk", _kiosk("directors"), status=404),
    open_page("surveys:at-kiosk", lambda world: {"token": "forged"}, status=404),
    Row("surveys:at-kiosk", ALL, args=_kiosk("families"), body=_body(press="start", lang="en"), shows=SHOWN),
    Row("surveys:at-kiosk", ALL, args=_kiosk("directors"), body=_body(press="start"), status=404),
    page("surveys:mine", STAFF | GUARDIANS),
    thing("surveys:kiosk", WHOLE, _survey("riverside"), holders=HOLDERS),
    thing("surveys:kiosk", {"pia"}, _survey("hillside"), holders=HOLDERS),
    act("surveys:kiosk", WHOLE, _survey("riverside"), _body(sector="families", press="elsewhere"), holders=HOLDERS, status=200),
    act("surveys:kiosk", WHOLE, _survey("riverside"), _body(sector="families", press="here"), holders=HOLDERS),
    act("surveys:kiosk", WHOLE, _survey("riverside"), _body(sector="directors"), holders=HOLDERS, status=409),
)
