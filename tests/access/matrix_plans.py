"""The matrix: the partnership plan. All staff of the school read it; principal, counsellor, liaison and the team's colleagues
write it; its owner says how far an action is; the principal writes down the approval. Another school's does not exist."""

from tests.access.principals import HILLSIDE, PRINCIPALS, RIVERSIDE, STAFF
from tests.access.rows import Make, Row, act, page, post_only, thing
from tests.access.world import World

# Ben sits in the team of the draft. Colleagues who may not write are refused (403), for another school's it does not exist (404).
WRITERS = frozenset({"dov", "coco", "carla", "ben"})
WITHOUT_BEN = WRITERS - {"ben"}
W, D = WRITERS | HILLSIDE, WRITERS | {"nora"} | HILLSIDE
# Who writes sees the names of all classes of the school.
CLASSES = frozenset({"fourb", "fivea"})


def _pk(name: str) -> Make:
    return lambda world: {"pk": world[name].pk}


def _part(kind: str, of: str = "draft-riverside") -> Make:
    argument = "goal" if kind.endswith("goal") else kind
    return lambda world: {"pk": world[f"plan-{of}"].pk, argument: world[f"{kind}-{of}"].pk}


def _member(world: World) -> dict[str, int]:
    return {"pk": world["plan-draft-riverside"].pk, "member": world["member-riverside"].pk}


def _reading(world: World) -> dict[str, int]:
    return {**_part("goal")(world), "reading": world["reading-draft-riverside"].pk}


def _version(world: World) -> dict[str, int]:
    return {"pk": world["plan-approved-riverside"].pk, "number": 1}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


DRAFT, APPROVED, PROPOSED = _pk("plan-draft-riverside"), _pk("plan-approved-riverside"), _pk("plan-proposed-riverside")
ACTION = _pk("action-draft-riverside")


def _form(name: str, args: Make) -> tuple[Row, Row]:
    """A page that writes: seen by writers; sent with nothing, it is shown again to them."""
    shown = Row(name, WRITERS, W - WRITERS, args, shows=CLASSES)
    sent = Row(name, WRITERS, W - WRITERS, args, lambda world: {}, status=422, shows=CLASSES)
    return shown, sent


def _reading_pages() -> tuple[Row, ...]:
    pages = (
        *(
            thing(f"plans:{name}", RIVERSIDE, DRAFT)
            for name in ("plan", "team", "versions", "difference", "plan-pdf", "plan-xlsx")
        ),
        *(thing("plans:plan", RIVERSIDE, DRAFT, query=f"?by={by}&year=all") for by in ("type", "month", "owner")),
        thing("plans:plan", HILLSIDE, _pk("plan-draft-hillside")),
        thing("plans:plan-xlsx", HILLSIDE, _pk("plan-draft-hillside")),
        thing("plans:goal", RIVERSIDE, _part("goal")),
        thing("plans:goal", HILLSIDE, _part("goal", "draft-hillside")),
        thing("plans:action", RIVERSIDE, ACTION),
        thing("plans:action", HILLSIDE, _pk("action-draft-hillside")),
        thing("plans:meeting", RIVERSIDE, _part("meeting")),
        thing("plans:version", RIVERSIDE, _version),
        thing("plans:difference", RIVERSIDE, APPROVED, query="?before=1&after=2"),
    )
    return tuple(pages)


ROWS: tuple[Row, ...] = (
    page("plans:plans", STAFF, status=302),
    page("plans:new-plan", {"dov", "coco", "carla", "pia"}),
    act("plans:new-plan", {"dov", "coco", "carla", "pia"}, status=422),
    *_reading_pages(),
    *_form("plans:edit-plan", DRAFT),
    *_form("plans:new-goal", DRAFT),
    *_form("plans:edit-goal", _part("goal")),
    *_form("plans:new-action", DRAFT),
    *_form("plans:edit-action", ACTION),
    *_form("plans:copy-plan", DRAFT),
    *_form("plans:new-meeting", DRAFT),
    act("plans:meeting", WRITERS, _part("meeting"), holders=W, status=422),
    *(post_only(f"plans:{name}", DRAFT) for name in ("propose", "take-back", "approve", "reopen", "close-plan", "join-team")),
    *(post_only(f"plans:{name}", ACTION) for name in ("how-far", "action-owner", "remove-action")),
    *(post_only(f"plans:{name}", _part("goal")) for name in ("add-reading", "remove-goal")),
    post_only("plans:leave-team", _member),
    post_only("plans:remove-reading", _reading),
    act("plans:propose", WRITERS, DRAFT, holders=W),
    act("plans:take-back", WITHOUT_BEN, PROPOSED, holders=WITHOUT_BEN | HILLSIDE),
    act("plans:approve", {"dov"}, PROPOSED, _body(on="2025-09-01"), holders=PRINCIPALS),
    act("plans:approve", {"dov"}, PROPOSED, holders=PRINCIPALS, status=422),
    act("plans:reopen", WITHOUT_BEN, APPROVED, _body(reason="One more evening"), holders=WITHOUT_BEN | HILLSIDE),
    act("plans:close-plan", {"dov"}, APPROVED, holders=PRINCIPALS),
    act("plans:join-team", WRITERS, DRAFT, _body(name="Marta", side="community"), holders=W),
    act("plans:leave-team", WRITERS, _member, holders=W),
    act("plans:add-reading", WRITERS, _part("goal"), _body(value="77", on="2025-09-20"), holders=W),
    act("plans:remove-reading", WRITERS, _reading, holders=W),
    act("plans:remove-goal", WRITERS, _part("empty-goal"), holders=W),
    act("plans:how-far", WRITERS | {"nora"}, ACTION, holders=D, status=422),
    act("plans:action-owner", WRITERS, ACTION, lambda world: {"owner": world["ben"].pk}, holders=W),
    act("plans:remove-action", WRITERS, ACTION, holders=W),
)
