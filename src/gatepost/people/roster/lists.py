"""The names behind the numbers of a difference, page by page."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gatepost.people.models import RosterRun
from gatepost.people.models.runs import WAITING
from gatepost.people.roster import settling
from gatepost.people.roster.difference import values_for
from gatepost.people.roster.difference_sql import KINDS
from gatepost.people.roster.reach import reach_of
from gatepost.people.roster.reading import extent_of

_LIST = """
SELECT * FROM ({select}) difference WHERE action = ANY(%(actions)s) AND counted = %(counted)s
ORDER BY label, staged_id, id OFFSET %(offset)s LIMIT %(limit)s
"""
# A number that replaces another of the same person stands in one line.
_CONTACTS = """
SELECT * FROM (
  SELECT label, kind, max(person_id) AS person_id, string_agg(value, ', ' ORDER BY value) FILTER (WHERE action IN ('new', 'back')) AS value,
    string_agg(old_value, ', ' ORDER BY old_value) FILTER (WHERE action = 'ended') AS old_value
  FROM ({select}) difference WHERE action IN ('new', 'back', 'ended') GROUP BY label, kind) persons
WHERE CASE %(wanted)s WHEN 'changed' THEN value IS NOT NULL AND old_value IS NOT NULL
  WHEN 'new' THEN old_value IS NULL ELSE value IS NULL END
ORDER BY label, kind OFFSET %(offset)s LIMIT %(limit)s
"""
_OLD_FIELDS = ("given_name", "family_name", "preferred_name", "read_language", "name", "grade", "relation")


def names_behind(run: RosterRun, kind: str, action: str, *, offset: int = 0, limit: int = 50) -> list[dict[str, str]]:
    """Title and detail of each row with one action; nothing once the run is over."""
    if run.state not in WAITING:
        return []
    table = "persons" if kind in {"students", "adults"} else kind
    values = values_for(table, settling.parameters(run, reach_of(run)), extent_of(run))
    own = {
        "counted": kind,
        "wanted": action,
        "actions": ["new", "back"] if action == "new" else [action],
        "offset": offset,
        "limit": limit,
    }
    statement = _CONTACTS if kind == "contact_points" else _LIST
    rows = _rows(statement.format(select=KINDS[table].select), values | own)
    named = _Names(run.pk, rows)
    before = _before(KINDS[table].table, rows) if action == "changed" else {}
    return [{"title": named.title(row), "detail": _detail(row, before.get(row.get("id") or 0, {}))} for row in rows]


class _Names:
    """Names of the persons and sections that relations point at, of the files or of ours."""

    def __init__(self, run_id: int, rows: list[dict[str, Any]]) -> None:
        sids = [sid for row in rows for sid in (row["label"], row.get("other_sid")) if sid]
        ids = [row[key] for row in rows for key in ("person_id", "adult_id", "student_id") if row.get(key)]
        sections = [row["section_id"] for row in rows if row.get("section_id")]
        self.staged = _pairs(
            "SELECT sourced_id, given_name || ' ' || family_name FROM people_stagedperson WHERE run_id = %s AND sourced_id = ANY(%s)"
            " UNION ALL SELECT sourced_id, name FROM people_stagedsection WHERE run_id = %s AND sourced_id = ANY(%s)",
            [run_id, sids, run_id, sids],
        )
        self.persons = _pairs("SELECT id, given_name || ' ' || family_name FROM people_person WHERE id = ANY(%s)", [ids])
        self.sections = _pairs("SELECT id, name FROM people_section WHERE id = ANY(%s)", [sections])

    def title(self, row: dict[str, Any]) -> str:
        first = self.persons.get(row.get("adult_id") or row.get("person_id")) or self.staged.get(row["label"]) or row["label"]
        second = (
            self.persons.get(row.get("student_id"))
            or self.sections.get(row.get("section_id"))
            or self.staged.get(row.get("other_sid"), "")
        )
        return " – ".join(part.strip() for part in (first, second) if part)


def _detail(row: dict[str, Any], before: dict[str, Any]) -> str:
    if "old_value" in row:
        return " → ".join(value for value in (row["old_value"], row["value"]) if value)
    if before:
        changes = [
            f"{before[name] or '–'} → {row[name] or '–'}"
            for name in _OLD_FIELDS
            if name in before and name in row and before[name] != row[name]
        ]
        return "; ".join(changes) or _("other details")
    return str(row.get("role") or row.get("relation") or "")


def _before(table: str, rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    found = _rows(f"SELECT * FROM {table} WHERE id = ANY(%(ids)s)", {"ids": [row["id"] for row in rows if row.get("id")]})
    return {row["id"]: row for row in found}


def _pairs(statement: str, values: list[Any]) -> dict[Any, str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
