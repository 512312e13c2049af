"""The names behind the numbers of a difference, page by page."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gatepost.people.models import RosterChange, RosterRun
from gatepost.people.models.runs import WAITING
from gatepost.people.roster import settling
from gatepost.people.roster.difference import values_for
from gatepost.people.roster.difference_sql import KINDS
from gatepost.people.roster.reach import reach_of
from gatepost.people.roster.reading import extent_of

ACTIONS = ("new", "changed", "ended")
# More rows than these are not listed on the page itself but when they are asked for.
LIST_AT_ONCE = 5_000
# So many names of one list outlive the decision.
MOST_KEPT = 500
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
    """Title and detail of each row with one action; once the run is over, those that were kept."""
    if run.state not in WAITING:
        return _kept(run, kind, action)[offset : offset + limit]
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


def keep_names(run: RosterRun) -> None:
    """Before it is applied: the names for the page of the run as it was looked at. Of a very large one, only those of people."""
    total = sum(numbers[action] for numbers in run.counts.values() for action in ACTIONS)
    kinds = run.counts if total <= LIST_AT_ONCE else ("students", "adults")
    for kind in kinds:
        kept = {action: names_behind(run, kind, action, limit=MOST_KEPT) for action in ACTIONS if run.counts[kind][action]}
        if kept:
            RosterChange.objects.create(run=run, kind=kind, action="names", after=kept)


def kept_number(run: RosterRun, kind: str, action: str) -> int:
    """How many names can be listed."""
    total = int(run.counts.get(kind, {}).get(action, 0))
    return total if run.state in WAITING else min(total, len(_kept(run, kind, action)))


def _kept(run: RosterRun, kind: str, action: str) -> list[dict[str, str]]:
    change = RosterChange.objects.filter(run=run, kind=kind, action="names").first()
    return list((change.after or {}).get(action, [])) if change is not None else []


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
