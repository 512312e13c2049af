"""The matrix: pages of the people who work at the school."""

from tests.access.principals import OFFICE, PRINCIPALS, READERS, STAFF, WHOLE
from tests.access.rows import Make, Row, act, open_page, page, post_only, thing
from tests.access.world import World

BEN = WHOLE | {"ben"}
NORA = WHOLE | {"nora"}


def _pk(name: str) -> Make:
    return lambda world: {"pk": world[name].pk}


def _entry(world: World) -> dict[str, int]:
    return {"pk": world["family-yusuf"].pk, "entry": 1}


def _code(world: World) -> dict[str, str]:
    return {"code": "es"}


def _body(**fields: str) -> Make:
    return lambda world: dict(fields)


def _point(world: World) -> dict[str, int]:
    return {"pk": world["amina"].pk, "point": world["amina"].contact_points.first().pk}


def _order(world: World) -> dict[str, int]:
    return {"pk": world["abdi"].pk, "restriction": world["restriction-abdi"].pk}


def _mailing(section: str) -> Make:
    return lambda world: {"pk": world[f"note-{section}"].mailing_id}


OFFICERS = frozenset({"ofelia", "carla", "dov"})
PEOPLE: tuple[Row, ...] = (
    *(thing("people:person", OFFICERS, _pk(name), holders=READERS) for name in ("amina", "sami", "olga", "abdi", "exo", "tomas")),
    thing("people:person", {"pia"}, _pk("akua"), holders=READERS),
    *(post_only(f"people:{name}", _pk("amina")) for name in ("set-preferences", "add-contact", "restrict")),
    post_only("people:judge-contact", _point),
    post_only("people:lift-restriction", _order),
    act("people:set-preferences", OFFICERS, _pk("amina"), _body(read_language="es"), holders=READERS),
    act("people:set-preferences", OFFICERS, _pk("olga"), _body(needs="nonsense"), holders=READERS, status=422),
    act("people:add-contact", OFFICERS, _pk("olga"), holders=READERS, status=422),
    act("people:judge-contact", OFFICERS, _point, _body(state="verified"), holders=READERS),
    act("people:restrict", {"dov"}, _pk("amina"), holders=PRINCIPALS, status=422),
    act("people:lift-restriction", {"dov"}, _order, holders=PRINCIPALS),
)


def _names(kind: str, action: str = "new") -> Make:
    return lambda world: {"pk": world["run-riverside"].pk, "kind": kind, "action": action}


# Office and principals import; a run is for who made it and for those of the schools it speaks of.
IMPORTERS, HERE = frozenset({"ofelia", "dov", "pia"}), frozenset({"ofelia", "dov"})
ROSTER: tuple[Row, ...] = (
    page("people:roster", IMPORTERS),
    post_only("people:roster-upload"),
    act("people:roster-upload", IMPORTERS, status=422),
    thing("people:roster-run", HERE, _pk("run-riverside"), holders=IMPORTERS),
    thing("people:roster-run", {"pia"}, _pk("run-hillside"), holders=IMPORTERS),
    thing("people:roster-run", {"dov"}, _pk("sheet-riverside"), holders=IMPORTERS, status=302),
    thing("people:roster-columns", {"dov"}, _pk("sheet-riverside"), holders=IMPORTERS),
    *(thing("people:roster-names", HERE, _names(kind), holders=IMPORTERS) for kind in ("students", "adults", "contact_points")),
    thing("people:roster-problems", HERE, _pk("run-riverside"), holders=IMPORTERS),
    *(post_only(f"people:roster-{name}", _pk("run-riverside")) for name in ("apply", "discard", "undo")),
    act("people:roster-discard", HERE, _pk("run-riverside"), holders=IMPORTERS),
    act("people:roster-undo", HERE, _pk("run-riverside"), holders=IMPORTERS, status=409),
)


def _log(verdict: str) -> Make:
    return lambda world: {"pk": world["log-riverside"].pk, "verdict": verdict}


# Old call logs: office, liaison and principal, each at the own school.
OLD_LOGS: tuple[Row, ...] = (
    page("touchpoints:imports", READERS),
    post_only("touchpoints:import-upload"),
    act("touchpoints:import-upload", READERS, status=422),
    thing("touchpoints:import", OFFICERS, _pk("log-riverside"), holders=READERS),
    thing("touchpoints:import", {"pia"}, _pk("log-hillside"), holders=READERS),
    *(
        thing(f"touchpoints:import-{name}", OFFICERS, _pk("log-riverside"), holders=READERS)
        for name in ("columns", "questions", "to-mend")
    ),
    *(thing("touchpoints:import-rows", OFFICERS, _log(verdict), holders=READERS) for verdict in ("new", "known", "problem")),
    *(post_only(f"touchpoints:import-{name}", _pk("log-riverside")) for name in ("apply", "discard", "undo")),
    act("touchpoints:import-columns", OFFICERS, _pk("log-riverside"), _body(has_header="on"), holders=READERS, status=422),
    act("touchpoints:import-questions", OFFICERS, _pk("log-riverside"), holders=READERS),
    act("touchpoints:import-apply", OFFICERS, _pk("log-riverside"), _body(confirmed="yes"), holders=READERS),
    act("touchpoints:import-discard", OFFICERS, _pk("log-riverside"), holders=READERS),
    act("touchpoints:import-undo", OFFICERS, _pk("log-riverside"), holders=READERS, status=409),
)
OUTGOING: tuple[Row, ...] = (
    page("channels:mailroom", STAFF),
    page("channels:mailroom", STAFF, query="?q=zqzq"),
    thing("channels:mailing", BEN, _mailing("fourb")),
    thing("channels:mailing", NORA, _mailing("fivea")),
    thing("channels:mailing", {"eve", "pia"}, _mailing("sixc")),
    thing("channels:mail", BEN, _pk("delivery-yusuf-amina")),
    thing("channels:mail", BEN, _pk("delivery-lena-olga")),
    thing("channels:mail", NORA, _pk("delivery-hodan-amina")),
    thing("channels:mail", {"eve", "pia"}, _pk("delivery-kofi-akua")),
    page("channels:system-mail", PRINCIPALS),
    page("channels:letters", STAFF),
    thing("channels:letters-pdf", BEN, _pk("letters-fourb")),
    thing("channels:letters-pdf", NORA, _pk("letters-fivea")),
    thing("channels:letters-pdf", {"eve", "pia"}, _pk("letters-sixc")),
    post_only("channels:hand-out", _pk("letters-fourb")),
    act("channels:hand-out", BEN, _pk("letters-fourb"), holders=STAFF),
    post_only("channels:print-again", _pk("letters-fourb")),
    act("channels:print-again", BEN, _pk("letters-fourb"), holders=STAFF),
)

# How states are counted, and the school's calendar.
COUNTING: tuple[Row, ...] = (
    page("reach:counting", WHOLE | {"pia"}),
    page("reach:counting", WHOLE | {"pia"}, query="?days=12"),
    post_only("reach:use-window"),
    act("reach:use-window", PRINCIPALS, body=_body(days="20")),
    act("reach:use-window", PRINCIPALS, status=422),
    page("people:calendar", OFFICE),
    *(post_only(f"people:{name}") for name in ("add-term", "close-days", "open-days")),
    *(act(f"people:{name}", OFFICE, status=422) for name in ("add-term", "close-days", "open-days")),
    act("people:close-days", OFFICE, body=_body(**{"closed-name": "Fair", "closed-first": "2024-09-04"})),
    post_only("people:remove-term", _pk("term-riverside")),
    act("people:remove-term", {"ofelia", "dov"}, _pk("term-riverside"), holders=OFFICE),
)

# Pictures, the report for the board, and the ways to school.
PICTURES: tuple[Row, ...] = (
    page("reach:pictures", WHOLE | {"pia"}, query="?by=grade"),
    page("reach:pictures", WHOLE | {"pia"}, query="?by=section&time=month"),
    page("reach:board-report", WHOLE | {"pia"}),
    page("reach:board-report", WHOLE | {"pia"}, query="?language=ar"),
    page("reach:picture-numbers", WHOLE | {"pia"}, query="?by=section"),
    post_only("reach:count-weeks-anew"),
    act("reach:count-weeks-anew", PRINCIPALS),
    thing("people:travel", OFFICERS, lambda world: {"pk": world["fourb"].pk}, holders=READERS),
    thing("people:travel", {"pia"}, lambda world: {"pk": world["sixc"].pk}, holders=READERS),
    act("people:travel", OFFICERS, lambda world: {"pk": world["fourb"].pk}, holders=READERS),
)

ROWS: tuple[Row, ...] = (
    *PEOPLE,
    *ROSTER,
    *OLD_LOGS,
    *OUTGOING,
    Row("home:front", STAFF | {"anonymous"}, others=302),
    # Translations.
    page("languages:overview", STAFF),
    Row("languages:catalogue", STAFF, args=_code),
    post_only("languages:sign", _code),
    act("languages:sign", STAFF, _code),
    # Notes.
    page("conversations:notes", STAFF),
    page("conversations:new-note", STAFF),
    thing("conversations:review", {"ben"}, _pk("draft-ben")),
    thing("conversations:edit-draft", {"ben"}, _pk("draft-ben")),
    post_only("conversations:send", _pk("draft-ben")),
    act("conversations:send", {"ben"}, _pk("draft-ben"), holders=STAFF, status=422),
    post_only("conversations:discard", _pk("draft-ben")),
    act("conversations:discard", {"ben"}, _pk("draft-ben"), holders=STAFF),
    thing("conversations:note", BEN, _pk("note-fourb")),
    thing("conversations:note", NORA, _pk("note-fivea")),
    thing("conversations:note", {"eve", "pia"}, _pk("note-sixc")),
    post_only("conversations:stop", _pk("note-fourb")),
    post_only("conversations:write-again", _pk("note-fourb")),
    act("conversations:write-again", BEN, _pk("note-fourb"), holders=STAFF),
    # Threads and talks.
    page("conversations:threads", STAFF),
    page("conversations:threads", STAFF, query="?q=zqzq"),
    thing("conversations:thread", BEN, _pk("thread-yusuf")),
    thing("conversations:thread", BEN, _pk("thread-lena")),
    thing("conversations:thread", NORA, _pk("thread-hodan")),
    thing("conversations:thread", {"eve", "pia"}, _pk("thread-kofi")),
    act("conversations:thread", BEN, _pk("thread-yusuf"), _body(body="We will see."), holders=STAFF),
    post_only("conversations:seen", _pk("thread-yusuf")),
    act("conversations:seen", BEN, _pk("thread-yusuf"), holders=STAFF),
    page("conversations:log-talk", STAFF),
    page("conversations:log-talk", STAFF, query="?q=zqzq"),
    page("conversations:talk-children", STAFF),
    page("conversations:talk-ticket", STAFF),
    post_only("conversations:sync-talks"),
    act("conversations:sync-talks", STAFF, status=422),
    open_page("conversations:talk-shell"),
    open_page("conversations:talk-worker"),
    page("conversations:slips", STAFF),
    # Errands.
    page("errands:mine", STAFF),
    thing("errands:errand", BEN, _pk("errand-yusuf")),
    thing("errands:errand", NORA, _pk("errand-tom")),
    thing("errands:errand", WHOLE, _pk("errand-riverside")),
    # Families.
    page("reach:families", STAFF),
    page("reach:families", STAFF, query="?q=zqzq"),
    page("reach:this-week", STAFF),
    post_only("reach:share-out"),
    act("reach:share-out", WHOLE | {"pia"}, body=_body(due_on="2020-01-01"), status=422),
    page("reach:worklist", STAFF),
    page("reach:worklist", STAFF, query="?show=overdue"),
    page("reach:workload", WHOLE | {"pia"}),
    act("reach:workload", WHOLE | {"pia"}, status=422),
    post_only("reach:case-barrier", _pk("case-yusuf")),
    act("reach:case-barrier", BEN, _pk("case-yusuf"), holders=STAFF),
    post_only("reach:hand-over", _pk("case-yusuf")),
    act("reach:hand-over", {"nora", *WHOLE}, _pk("case-hodan"), holders=STAFF, status=422),
    post_only("reach:close-case", _pk("case-kofi")),
    act("reach:close-case", {"eve", "pia"}, _pk("case-kofi"), _body(reason="respected"), holders=STAFF),
    thing("reach:family", BEN, _pk("family-yusuf")),
    thing("reach:family", BEN, _pk("family-lena")),
    thing("reach:family", NORA, _pk("family-hodan")),
    thing("reach:family", {"eve", "pia"}, _pk("family-kofi")),
    post_only("reach:plan", _pk("family-yusuf")),
    act("reach:plan", BEN, _pk("family-yusuf"), holders=STAFF, status=422),
    thing("reach:mend", frozenset(), _entry),
    post_only("reach:withdraw", _entry),
    act("reach:withdraw", frozenset(), _entry, holders=STAFF),
    *COUNTING,
    *PICTURES,
    # Good news, the mix of conversations, the Monday letter.
    page("reach:good-news", STAFF),
    page("reach:mix", STAFF),
    page("reach:mix", STAFF, query="?whose=mine"),
    page("reach:monday-letter", STAFF),
    act("reach:monday-letter", STAFF, body=_body(wish="stop")),
    thing("conversations:write-to-family", BEN, _pk("family-yusuf")),
    thing("conversations:write-to-family", NORA, _pk("family-hodan")),
    thing("conversations:write-to-family", {"eve", "pia"}, _pk("family-kofi")),
    act("conversations:write-to-family", BEN, _pk("family-yusuf"), holders=STAFF, status=422),
    # Mail that found no place.
    page("channels:set-aside", READERS),
    thing("channels:inbound", {"ofelia", "carla", "dov"}, _pk("post-riverside"), holders=READERS),
    thing("channels:inbound", {"dov"}, _pk("court-riverside"), holders=READERS),
    thing("channels:raw-inbound", {"ofelia", "carla", "dov"}, _pk("post-riverside"), holders=READERS),
    thing("channels:raw-inbound", {"dov"}, _pk("court-riverside"), holders=READERS),
    post_only("channels:place-inbound", _pk("post-riverside")),
    act("channels:place-inbound", {"ofelia", "carla", "dov"}, _pk("post-riverside"), holders=READERS, status=422),
    post_only("channels:lay-away-inbound", _pk("post-riverside")),
    act("channels:lay-away-inbound", {"ofelia", "carla", "dov"}, _pk("post-riverside"), holders=READERS),
)
