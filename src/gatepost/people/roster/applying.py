"""Applies a staged run: one statement for each kind writes what is new, changed and ended, and the log to take it back."""

import datetime as dt
from typing import Any

from django.db import connection, models
from django.utils.text import slugify

from gatepost.kernel.text import search_key
from gatepost.people.models import ContactPoint, Enrolment, Guardianship, Person, RosterChange, School, SchoolRole, Section
from gatepost.people.roster.difference import Counts, no_counts, replace, tally, values_for
from gatepost.people.roster.difference_sql import KINDS, Kind
from gatepost.people.roster.ports import Extent
from gatepost.people.roster.settling import find_schools, mark_endings

MODELS: dict[str, type[models.Model]] = {
    "schools": School,
    "sections": Section,
    "persons": Person,
    "school_roles": SchoolRole,
    "enrolments": Enrolment,
    "guardianships": Guardianship,
    "contact_points": ContactPoint,
}
_APPLY = """
WITH difference AS MATERIALIZED (
  SELECT * FROM ({select}) every WHERE action IN ('new', 'back', 'changed', 'noted', 'ended')
), logged AS (
  INSERT INTO people_rosterchange (run_id, kind, action, ids, row_id, before, after)
  SELECT %(run)s, %(kind)s, 'changed', '{{}}', d.id, jsonb_build_object({before}), jsonb_build_object({after})
  FROM difference d JOIN {table} t ON t.id = d.id WHERE d.action IN ('changed', 'back', 'noted') RETURNING row_id, after
), changed AS (
  UPDATE {table} t SET {setting} FROM logged CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, logged.after) n WHERE t.id = logged.row_id
), made AS (
  INSERT INTO {table} (source_id, {made}{constant_names}) SELECT %(source)s, {made}{constant_values} FROM difference d WHERE d.action = 'new'
  RETURNING id
), gone AS (
  UPDATE {table} t SET ended_at = %(now)s FROM difference d WHERE d.action = 'ended' AND t.id = d.id RETURNING t.id
), told AS (
  INSERT INTO people_rosterchange (run_id, kind, action, ids)
  SELECT %(run)s, %(kind)s, 'new', array_agg(id) FROM made HAVING count(*) > 0
  UNION ALL SELECT %(run)s, %(kind)s, 'ended', array_agg(id) FROM gone HAVING count(*) > 0
)
SELECT counted, action, count(*) FROM difference GROUP BY 1, 2
"""
_REPLACED = """
SELECT coalesce(sum(least(made, gone)), 0) FROM (
  SELECT count(*) FILTER (WHERE k.ended_at IS NULL) AS made, count(*) FILTER (WHERE k.ended_at IS NOT NULL) AS gone
  FROM people_contactpoint k WHERE k.id IN (SELECT unnest(ids) FROM people_rosterchange WHERE run_id = %(run)s AND kind = 'contact_points')
     OR k.id IN (SELECT row_id FROM people_rosterchange WHERE run_id = %(run)s AND kind = 'contact_points' AND action = 'changed')
  GROUP BY k.person_id, k.kind) replaced
"""
# A family for every child and home that somebody is guardian in; one that an earlier import ended comes back.
_FAMILIES = """
WITH wanted AS (
  SELECT DISTINCT student_id, home FROM ({select}) d WHERE action IN ('new', 'back', 'changed') AND student_id IS NOT NULL
), made AS (
  INSERT INTO people_family (student_id, home, known_at) SELECT w.student_id, w.home, %(now)s::timestamptz FROM wanted w
  LEFT JOIN people_family f ON f.student_id = w.student_id AND f.home = w.home WHERE f.id IS NULL RETURNING id
), back AS (
  UPDATE people_family f SET ended_at = NULL FROM wanted w, people_family b
  WHERE f.student_id = w.student_id AND f.home = w.home AND f.ended_at IS NOT NULL AND b.id = f.id RETURNING f.id, b.ended_at
)
INSERT INTO people_rosterchange (run_id, kind, action, ids, row_id, before, after)
SELECT %(run)s, 'families', 'new', array_agg(id), NULL, NULL, NULL FROM made HAVING count(*) > 0
UNION ALL SELECT %(run)s, 'families', 'changed', '{{}}', id, jsonb_build_object('ended_at', ended_at), jsonb_build_object('ended_at', NULL) FROM back
"""
_EMPTY_FAMILIES = """
WITH touched AS (
  SELECT g.family_id AS id FROM people_guardianship g
  WHERE g.id IN (SELECT unnest(ids) FROM people_rosterchange WHERE run_id = %(run)s AND kind = 'guardianships' AND action = 'ended')
  UNION SELECT (before->>'family_id')::bigint FROM people_rosterchange
  WHERE run_id = %(run)s AND kind = 'guardianships' AND action = 'changed' AND before ? 'family_id'
), gone AS (
  UPDATE people_family f SET ended_at = %(now)s FROM touched WHERE f.id = touched.id AND f.ended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM people_guardianship g WHERE g.family_id = f.id AND g.ended_at IS NULL) RETURNING f.id
)
INSERT INTO people_rosterchange (run_id, kind, action, ids) SELECT %(run)s, 'families', 'ended', array_agg(id) FROM gone HAVING count(*) > 0
"""
# Rights of a new guardian: those who bring a child up have all, a relative is written to, others have none until the school gives them.
_RIGHTS = {
    "may_contact": "d.relation <> 'other'",
    "may_records": "d.relation NOT IN ('relative', 'other')",
    "may_pick_up": "d.relation NOT IN ('relative', 'other')",
    "may_decide": "d.relation NOT IN ('relative', 'other')",
}


def write_difference(values: dict[str, Any], extent: Extent, expected: Counts, now: dt.datetime) -> Counts:
    """Write everything and return what was counted while writing, which should be what was expected.

    What stays as it is is not even looked at again, so its number is taken over.
    """
    counts = no_counts()
    mark_endings(values, extent)
    with connection.cursor() as cursor:
        for kind in KINDS.values():
            own = values_for(kind.name, values, extent) | {"kind": kind.name, "now": now}
            if kind.name == "guardianships" and (expected[kind.name]["new"] or expected[kind.name]["changed"]):
                cursor.execute(_FAMILIES.format(select=kind.select), own)
            constants = _constants(kind)
            cursor.execute(_statement(kind, constants), own | {f"constant_{name}": value for name, value in constants.items()})
            tally(counts, cursor.fetchall())
            if kind.name == "schools":
                _name_schools(values["run"])
                find_schools(values)
        cursor.execute(_EMPTY_FAMILIES, values | {"now": now})
        cursor.execute(_REPLACED, values)
        replace(counts, int(cursor.fetchone()[0]) if counts["contact_points"]["ended"] else 0)
    refresh_search_keys(changed_persons(values["run"]))
    for counted, numbers in counts.items():
        numbers["unchanged"] = expected[counted]["unchanged"]
    return counts


def changed_persons(run_id: int) -> list[int]:
    changes = RosterChange.objects.filter(run_id=run_id, kind="persons", action="changed")
    return [row_id for row_id in changes.values_list("row_id", flat=True) if row_id is not None]


def refresh_search_keys(ids: list[int]) -> None:
    """Names changed in the database; their search keys are made here."""
    for start in range(0, len(ids), 10_000):
        persons = Person.objects.filter(pk__in=ids[start : start + 10_000]).only(
            "given_name", "family_name", "preferred_name", "search_key"
        )
        stale = []
        for person in persons:
            key = search_key(f"{person.called} {person.family_name} {person.given_name}")[:420]
            if key != person.search_key:
                stale.append((person.pk, key))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_person p SET search_key = n.key FROM unnest(%s::bigint[], %s::text[]) AS n(id, key) WHERE p.id = n.id",
                [[pk for pk, _key in stale], [key for _pk, key in stale]],
            )


def _statement(kind: Kind, constants: dict[str, Any]) -> str:
    rights = _RIGHTS if kind.name == "guardianships" else {}
    names = [*constants, *rights]
    given = [f"%(constant_{name})s" for name in constants] + list(rights.values())
    return _APPLY.format(
        select=kind.select,
        table=kind.table,
        before=", ".join(f"'{column}', t.{column}" for column in kind.changed),
        after=", ".join(f"'{column}', d.{column}" for column in kind.changed),
        setting=", ".join(f"{column} = n.{column}" for column in kind.changed),
        made=", ".join(kind.made),
        constant_names="".join(f", {name}" for name in names),
        constant_values="".join(f", {value}" for value in given),
    )


def _constants(kind: Kind) -> dict[str, Any]:
    """Columns a roster does not speak of, with their defaults: so a column added later is not forgotten here."""
    spoken = {*kind.made, "id", "source_id", "ended_at", *(_RIGHTS if kind.name == "guardianships" else ())}
    fields = MODELS[kind.name]._meta.concrete_fields
    silent = [field for field in fields if field.column not in spoken and not (field.null and not field.has_default())]
    return {str(field.column): field.get_db_prep_save(field.get_default(), connection) for field in silent}


def _name_schools(run_id: int) -> None:
    """Addresses for the schools this run made; language and time zone as at the schools that are here already."""
    for change in RosterChange.objects.filter(run_id=run_id, kind="schools", action="new"):
        neighbour = School.objects.exclude(pk__in=change.ids).order_by("pk").first()
        for school in School.objects.filter(pk__in=change.ids):
            base = slugify(school.name)[:60] or "school"
            school.slug = base if not School.objects.filter(slug=base).exists() else f"{base}-{school.pk}"
            if neighbour is not None:
                school.language, school.timezone = neighbour.language, neighbour.timezone
            school.save(update_fields=["slug", "language", "timezone"])
