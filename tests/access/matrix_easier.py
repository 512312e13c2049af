"""The matrix: what would make it easier, said by families, noted and asked by staff."""

import datetime as dt

from gatepost.people.models import NotedBarrier
from tests.access.principals import ALL, GUARDIANS, STAFF, WHOLE
from tests.access.rows import Make, Row, act, open_page, page, post_only
from tests.access.world import World

BEN = WHOLE | {"ben"}
NORA = WHOLE | {"nora"}


def _pk(name: str) -> Make:
    return lambda world: {"pk": world[name].pk}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _token(child: str, adult: str) -> Make:
    return lambda world: {"token": world[f"token-{child}-{adult}"]}


def _forged(world: World) -> dict[str, str]:
    return {"token": world["token-yusuf-amina"][:-8] + "aaaaaaaa"}


def _about(adult: str, kind: str = "hours") -> Make:
    return lambda world: {"person": str(world[adult].pk), "kind": kind}


def _noted(child: str, adult: str) -> Make:
    """An entry about this adult, on the page of this child's family."""

    def args(world: World) -> dict[str, int]:
        row, _created = NotedBarrier.objects.get_or_create(
            person=world[adult],
            kind="hours",
            ended_at=None,
            school=world[f"family-{child}"].student.school_roles.get().school,
            defaults={"said_by": "staff", "noted_at": dt.datetime.now(dt.UTC), "noted_by": world["carla"]},
        )
        return {"pk": world[f"family-{child}"].pk, "noted": row.pk}

    return args


BARRED = (_token("hodan", "sami"), _token("yusuf", "abdi"), _token("yusuf", "exo"), _forged)
ROWS: tuple[Row, ...] = (
    open_page("reach:easier", _token("yusuf", "amina"), shows={"riverside"}),
    open_page("reach:easier", _token("lena", "olga"), shows={"riverside"}),
    *(open_page("reach:easier", token, status=404) for token in BARRED),
    Row("reach:easier", ALL, args=_token("yusuf", "amina"), body=_body(kinds="hours"), status=302),
    *(Row("reach:easier", ALL, args=token, body=_body(kinds="hours"), status=404) for token in BARRED),
    page("reach:my-easier", GUARDIANS),
    act("reach:my-easier", GUARDIANS, body=_body(kinds="hours", note="In the evening")),
    page("reach:barriers", STAFF),
    page("reach:barriers", STAFF, query="?kind=hours&by=staff"),
    post_only("reach:note-barrier", _pk("family-yusuf")),
    act("reach:note-barrier", BEN, _pk("family-yusuf"), _about("amina"), holders=STAFF),
    act("reach:note-barrier", NORA, _pk("family-hodan"), _about("amina"), holders=STAFF),
    act("reach:note-barrier", {"eve", "pia"}, _pk("family-kofi"), _about("akua"), holders=STAFF),
    post_only("reach:mend-barrier", _noted("yusuf", "amina")),
    act("reach:mend-barrier", BEN, _noted("yusuf", "amina"), _body(press="end"), holders=STAFF),
    act("reach:mend-barrier", BEN, _noted("lena", "olga"), _body(press="confirm"), holders=STAFF),
    act("reach:mend-barrier", {"eve", "pia"}, _noted("kofi", "akua"), _body(press="end"), holders=STAFF),
    # What is known of a barred adult is on no page; nor are entries mended from another family's.
    act("reach:mend-barrier", frozenset(), _noted("yusuf", "abdi"), _body(press="end"), holders=STAFF),
    act("reach:mend-barrier", frozenset(), _noted("hodan", "sami"), _body(press="end"), holders=STAFF),
    act("reach:mend-barrier", frozenset(), _noted("lena", "amina"), _body(press="end"), holders=STAFF),
    post_only("reach:ask-easier", _pk("family-yusuf")),
    act("reach:ask-easier", BEN, _pk("family-yusuf"), holders=STAFF),
    act("reach:ask-easier", NORA, _pk("family-tom"), holders=STAFF),
    act("reach:ask-easier", {"eve", "pia"}, _pk("family-kofi"), holders=STAFF),
)
