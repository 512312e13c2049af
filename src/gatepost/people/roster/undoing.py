"""Takes an applied run back: what it made is deleted where nothing refers to it, else ended; what it changed is as before."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connection, models

from gatepost.people.models import Family, RosterChange
from gatepost.people.roster.applying import MODELS, changed_persons, refresh_search_keys
from gatepost.people.roster.difference_sql import KINDS

# What refers comes before what is referred to.
_ORDER = ("contact_points", "guardianships", "families", "enrolments", "school_roles", "persons", "sections", "schools")
_RESTORE = """
UPDATE {table} t SET {setting}
FROM people_rosterchange c CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, c.before) b
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, c.after) a
WHERE c.run_id = %(run)s AND c.kind = %(kind)s AND c.action = 'changed' AND t.id = c.row_id
"""
_REVIVE = """
UPDATE {table} SET ended_at = NULL WHERE ended_at = %(applied_at)s
  AND id IN (SELECT unnest(ids) FROM people_rosterchange WHERE run_id = %(run)s AND kind = %(kind)s AND action = 'ended')
"""
_DELETE = """
DELETE FROM {table} t WHERE id IN (SELECT unnest(ids) FROM people_rosterchange WHERE run_id = %(run)s AND kind = %(kind)s AND action = 'new')
{unreferred}
"""
_END = """
UPDATE {table} SET ended_at = %(now)s WHERE ended_at IS NULL
  AND id IN (SELECT unnest(ids) FROM people_rosterchange WHERE run_id = %(run)s AND kind = %(kind)s AND action = 'new')
"""


def take_back(run_id: int, *, applied_at: dt.datetime, now: dt.datetime) -> dict[str, dict[str, int]]:
    """Undo in the order of references. Local edits made since stay. Returns how many rows were deleted, ended, restored."""
    done: dict[str, dict[str, int]] = {}
    names = changed_persons(run_id)
    values = {"run": run_id, "applied_at": applied_at, "now": now}
    with connection.cursor() as cursor:
        for kind in _ORDER:
            done[kind] = _take_back_kind(cursor, kind, values | {"kind": kind})
    refresh_search_keys(names)
    return done


def made_by(run_id: int, kind: str) -> list[int]:
    """Ids of the rows of one kind that a run made; for rooms that keep something about them."""
    changes = RosterChange.objects.filter(run_id=run_id, kind=kind, action="new").values_list("ids", flat=True)
    return [row_id for ids in changes for row_id in ids]


def _take_back_kind(cursor: Any, kind: str, values: dict[str, Any]) -> dict[str, int]:
    model = Family if kind == "families" else MODELS[kind]
    table = model._meta.db_table
    # A row that came back and one of ours that ended may claim the same place: first out, then in.
    cursor.execute(_DELETE.format(table=table, unreferred=_unreferred(model)), values)
    deleted = cursor.rowcount
    cursor.execute(_END.format(table=table), values)
    ended = cursor.rowcount
    columns = KINDS[kind].changed if kind in KINDS else ("ended_at",)
    setting = ", ".join(
        f"{name} = CASE WHEN t.{name} IS NOT DISTINCT FROM a.{name} THEN b.{name} ELSE t.{name} END" for name in columns
    )
    cursor.execute(_RESTORE.format(table=table, setting=setting), values)
    restored = cursor.rowcount
    cursor.execute(_REVIVE.format(table=table), values)
    return {"deleted": deleted, "ended": ended, "restored": restored + cursor.rowcount}


def _unreferred(model: type[models.Model]) -> str:
    """Conditions that no row of any room points at this one."""
    pointing = [
        (other._meta.db_table, field.column)
        for other in apps.get_models(include_auto_created=True)
        for field in other._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model and not other._meta.proxy
    ]
    return "\n".join(f"AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = t.id)" for table, column in pointing)
