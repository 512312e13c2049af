"""The attacker: holds dumps of the whole database, as many as he likes, but not the key of the running program.

A dump is every table of every room, with history, queue, sessions, cache, counters, deliveries and ledger, and with what
PostgreSQL writes beside each row: `xmin`, the transaction that wrote it, and `ctid`, where it lies. He knows this source.
For each answer that he can read he names those who may have given it; every trace below makes that set smaller.
What he has beyond a dump (the machine's key, its memory, the web server's log, a hand on somebody's telephone) is not
played here; the decision record says what holds then.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

Row = dict[str, Any]
Candidates = dict[UUID, frozenset[str]]


@dataclass
class Dump:
    """All rows of all tables at one moment."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def take(cls) -> "Dump":
        dump = cls()
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            names = [table for (table,) in cursor.fetchall()]
            dump.tables = {table: [] for table in names}
            cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in names))  # noqa: S608
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT xmin::text::bigint AS "_xmin", ctid::text AS "_ctid", * FROM "{table}"')  # noqa: S608
                columns = [column.name for column in cursor.description or ()]
                dump.tables[table] = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
        return dump

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[f"surveys_{table}"]

    @property
    def answered(self) -> dict[str, Row]:
        """Unit → invitation, of whoever has answered. One dump says so in plain words."""
        return {_unit(row): row for row in self["invitation"] if row["answered_on"] is not None}

    @property
    def in_the_box(self) -> set[str]:
        """Whose answer still lies there: the sealed row and the invitation's day were written in one transaction."""
        written = {row["_xmin"] for row in self["sealed"]}
        return {unit for unit, row in self.answered.items() if row["_xmin"] in written}

    @property
    def strata(self) -> dict[int, Row]:
        return {row["id"]: row for row in self["stratum"]}


def candidates(dumps: list[Dump]) -> Candidates:
    """Whose each response and each remark may be, by everything he knows together."""
    found: Candidates = {}
    before = Dump({"surveys_response": [], "surveys_remark": [], "surveys_invitation": [], "surveys_sealed": []})
    for dump in dumps:
        left = (dump.answered.keys() - dump.in_the_box) - (before.answered.keys() - before.in_the_box)
        known = {row["id"] for table in ("response", "remark") for row in before[table]}
        responses = [row for row in dump["response"] if row["id"] not in known]
        remarks = [row for row in dump["remark"] if row["id"] not in known]
        found |= _by_strata(dump, responses, left)
        found |= {row["id"]: frozenset(unit for unit in left if _may_have_said(row, dump.answered[unit])) for row in remarks}
        for row in [*responses, *remarks]:
            found[row["id"]] &= _by_transaction(dump, row) & _by_day(dump, row) & _by_mention(dump, row)
        found = _by_place(dump, responses, left, found)
        before = dump
    return found


def _by_strata(dump: Dump, responses: list[Row], left: set[str]) -> Candidates:
    """Who left the box since the last dump and fits the stratum. Whoever is certain in a fine one is out of the coarse ones."""
    free, sets, number = set(left), {}, {}
    for row in responses:
        number[row["stratum_id"]] = number.get(row["stratum_id"], 0) + 1
    for key in sorted(number, key=lambda key: -_fineness(dump.strata[key])):
        fitting = {unit for unit in free if _fits(dump.strata[key], dump.answered[unit])}
        sets[key] = frozenset(fitting)
        if len(fitting) == number[key]:
            free -= fitting
    return {row["id"]: sets[row["stratum_id"]] for row in responses}


def _by_transaction(dump: Dump, row: Row) -> frozenset[str]:
    """Written together with somebody's day."""
    same = {unit for unit, invitation in dump.answered.items() if invitation["_xmin"] == row["_xmin"]}
    return frozenset(same or dump.answered)


def _by_day(dump: Dump, row: Row) -> frozenset[str]:
    """A day or a time beside the answer, held against the days of answering."""
    days = {value.date() if isinstance(value, dt.datetime) else value for value in row.values() if isinstance(value, dt.date)}
    same = {unit for unit, invitation in dump.answered.items() if invitation["answered_on"] in days}
    return frozenset(same if days else dump.answered)


def _by_mention(dump: Dump, row: Row) -> frozenset[str]:
    """Its key in any other table (history, queue, sessions, deliveries …), in a row that names a person or an invitation."""
    key, owners = str(row["id"]), {_unit(other): other for other in dump["invitation"]}
    named: set[str] = set()
    for table, rows in dump.tables.items():
        if table not in {"surveys_response", "surveys_remark"}:
            for other in rows:
                if any(key in str(value) for value in other.values()):
                    named |= {unit for unit, asked in owners.items() if asked["person_id"] in other.values()}
    pointed = {unit for unit, asked in owners.items() if row.get("invitation_id") == asked["id"]}
    return frozenset(named | pointed or dump.answered)


def _by_place(dump: Dump, responses: list[Row], left: set[str], found: Candidates) -> Candidates:
    """Rows not in the order of their random keys lie in another one: he takes it for that in which people answered."""
    by_batch: dict[int, list[Row]] = {}
    for row in sorted(responses, key=lambda row: _place(row["_ctid"])):
        by_batch.setdefault(row["_xmin"], []).append(row)
    in_order = sorted(left, key=lambda unit: dump.answered[unit]["_xmin"])
    for rows in by_batch.values():
        keys = [row["id"] for row in rows]
        if any(key.version != 4 for key in keys) or (keys != sorted(keys) and len(rows) == len(in_order)):
            found = found | {key: frozenset({unit}) for key, unit in zip(keys, in_order, strict=False)}
    return found


def answers_beside(dumps: list[Dump]) -> dict[UUID, int]:
    """Remark → among how many answers that left the box with it he looks for that of the same hand.

    Who writes a remark may betray himself by it; it tells the rest of what he said only where it can be joined to that.
    """
    return {
        remark["id"]: sum(_may_be_of_one_hand(dump, remark, response) for response in dump["response"])
        for dump in dumps
        for remark in dump["remark"]
    }


def _may_be_of_one_hand(dump: Dump, remark: Row, response: Row) -> bool:
    """They left together, fit in sector and language, and whoever answered so was asked for own words at all."""
    stratum = dump.strata[response["stratum_id"]]
    item = next(row for row in dump["item"] if row["id"] == remark["item_id"])
    condition, marks = _read(item["shown_if"]), _read(response["marks"])
    mark = marks.get(condition.get("item"))
    given = set(mark if isinstance(mark, list) else [mark])
    return (
        response["_xmin"] == remark["_xmin"]
        and stratum["sector"] == remark["sector"]
        and remark["language"] in {"", stratum["language"]}
        and (not condition or bool(given & set(condition["values"])))
    )


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def sealed_sizes(dumps: Iterable[Dump]) -> set[int]:
    """More than one would tell who wrote much."""
    return {len(bytes(row["blob"])) for dump in dumps for row in dump["sealed"]}


def readable(dumps: Iterable[Dump], words: Iterable[str]) -> list[tuple[str, str]]:
    """(table, word) for each word that stands in plain sight anywhere but among what was let out."""
    wanted = [(word, word.encode()) for word in words]
    return [
        (table, word)
        for dump in dumps
        for table, rows in dump.tables.items()
        if table not in {"surveys_response", "surveys_remark"}
        for row in rows
        for value in row.values()
        for word, raw in wanted
        if (raw in bytes(value) if isinstance(value, bytes | memoryview) else word in str(value))
    ]


def _unit(invitation: Row) -> str:
    return f"{invitation['sector']} {invitation['unit_key']}"


def _fits(stratum: Row, invitation: Row) -> bool:
    return stratum["sector"] == invitation["sector"] and all(
        stratum[name] in {"", invitation[name]} for name in ("language", "grade", "section_name")
    )


def _may_have_said(remark: Row, invitation: Row) -> bool:
    return remark["sector"] == invitation["sector"] and remark["language"] in {"", invitation["language"]}


def _fineness(stratum: Row) -> int:
    return sum(bool(stratum[name]) for name in ("language", "grade", "section_name"))


def _place(ctid: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ctid.strip("()").split(","))
