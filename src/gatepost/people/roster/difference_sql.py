"""The difference, one SELECT per kind: what the files say beside what we have, row by row of a full join.

Each gives `action`: new, back (ended by an earlier import, named again), changed, noted (only what the roster says changed,
not what stands), unchanged, kept (ours stays because the files are silent or unreadable about it), ended, and nothing.
Our persons are looked up only for relations that begin: the others know them.
Besides the parameters of `settling_sql` they take `ends` (whether the files may end what they do not name).
"""

from dataclasses import dataclass


def merged(field: str) -> str:
    """The roster's word, unless somebody corrected the field here since the roster last spoke."""
    return (
        f"CASE WHEN e.id IS NULL THEN coalesce(s.{field}, '') "
        f"WHEN s.{field} IS NULL OR e.{field} <> coalesce(e.roster_says->>'{field}', e.{field}) THEN e.{field} ELSE s.{field} END"
    )


def action(*, missing: str, changed: str, noted: str = "false", cannot: str = "false") -> str:
    """The CASE that all kinds share. `missing`: when a row of ours that the files do not name is ended."""
    return f"""CASE
      WHEN s.id IS NULL AND e.ended_at IS NOT NULL THEN 'nothing'
      WHEN s.id IS NULL OR (s.flag = 'gone' AND e.id IS NOT NULL AND e.ended_at IS NULL) THEN CASE WHEN {missing} THEN 'ended' ELSE 'kept' END
      WHEN s.flag <> 'ok' OR ({cannot}) THEN CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN 'nothing' ELSE 'kept' END
      WHEN e.id IS NULL THEN 'new'
      WHEN e.ended_at IS NOT NULL THEN CASE WHEN e.ended_at = ANY(%(moments)s) THEN 'back' ELSE 'nothing' END
      WHEN {changed} THEN 'changed'
      WHEN {noted} THEN 'noted'
      ELSE 'unchanged' END"""


def _ending(kind: str) -> str:
    return f"(SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = '{kind}')"


def _kept_persons(kind: str) -> str:
    """Persons with an unreadable row, or with an unreadable row of this kind of relation, or kept although no row names them."""
    return f"""(SELECT p.id FROM people_person p LEFT JOIN people_stagedperson n ON n.run_id = %(run)s AND n.sourced_id = p.sourced_id
      WHERE %(persons_bulk)s AND p.source_id = %(source)s AND p.ended_at IS NULL AND n.id IS NULL AND p.id NOT IN {_ending("persons")}
      UNION ALL SELECT p.id FROM people_person p JOIN (
        SELECT sourced_id FROM people_stagedperson WHERE run_id = %(run)s AND flag = 'bad'
        UNION SELECT person_sid FROM people_stagedkeep WHERE run_id = %(run)s AND kind = '{kind}') k
      USING (sourced_id) WHERE p.source_id = %(source)s)"""


_KEPT_SECTIONS = """(SELECT c.id FROM people_section c JOIN people_stagedkeep k ON k.section_sid = c.sourced_id
      WHERE c.source_id = %(source)s AND k.run_id = %(run)s AND k.kind = 'enrolments' AND k.person_sid = '')"""

SCHOOLS = f"""
SELECT {
    action(
        missing=f"e.id IN {_ending('schools')}",
        changed="e.name <> name_now",
        noted="e.roster_says <> says OR e.source_id IS NULL OR e.sourced_id <> s.sourced_id",
    )
} AS action, 'schools' AS counted,
  e.id, s.id AS staged_id, name_now AS name, says AS roster_says, NULL::timestamptz AS ended_at,
  %(source)s::bigint AS source_id, coalesce(s.sourced_id, e.sourced_id) AS sourced_id,
  'r' || md5(%(source)s || ':' || s.sourced_id) AS slug, coalesce(s.name, e.name) AS label
FROM (SELECT * FROM people_stagedschool WHERE run_id = %(run)s AND flag NOT IN ('known', 'given')) s
FULL JOIN (SELECT * FROM people_school WHERE source_id = %(source)s OR id IN (
             SELECT target_id FROM people_stagedschool WHERE run_id = %(run)s AND flag NOT IN ('known', 'given'))) e ON e.id = s.target_id
CROSS JOIN LATERAL (SELECT CASE WHEN e.id IS NOT NULL AND e.source_id IS NULL THEN e.name ELSE {merged("name")} END AS name_now,
  coalesce(e.roster_says, '{{}}') || jsonb_build_object('name', s.name) AS says) eff
"""

SECTIONS = f"""
SELECT {
    action(
        missing=f"e.id IN {_ending('sections')}",
        changed="(e.name, e.grade, e.kind, e.school_id) IS DISTINCT FROM (name_now, s.grade, s.kind, o.target_id)",
        noted="e.roster_says <> says",
    )
} AS action, 'sections' AS counted,
  e.id, s.id AS staged_id, s.sourced_id, o.target_id AS school_id, name_now AS name, s.grade, s.kind, says AS roster_says,
  NULL::timestamptz AS ended_at, coalesce(s.name, e.name) AS label
FROM (SELECT * FROM people_stagedsection WHERE run_id = %(run)s) s
FULL JOIN (SELECT * FROM people_section WHERE source_id = %(source)s) e ON e.sourced_id = s.sourced_id
LEFT JOIN (SELECT sourced_id, target_id FROM people_stagedschool WHERE run_id = %(run)s) o ON o.sourced_id = s.school_sid
CROSS JOIN LATERAL (SELECT {merged("name")} AS name_now,
  coalesce(e.roster_says, '{{}}') || jsonb_build_object('name', s.name) AS says) eff
"""

_KIND_NOW = """CASE WHEN s.is_student THEN 'student' WHEN s.is_guardian OR s.is_staff THEN 'adult' ELSE e.kind END"""
PERSONS = f"""
SELECT {
    action(
        missing=f"e.id IN {_ending('persons')}",
        changed="(e.kind, e.given_name, e.family_name, e.preferred_name, e.read_language, e.is_protected) IS DISTINCT FROM "
        "(kind_now, given_now, family_now, preferred_now, language_now, protected_now)",
        noted="e.roster_says <> says",
    )
} AS action,
  CASE WHEN coalesce(e.kind, kind_now) = 'student' THEN 'students' ELSE 'adults' END AS counted,
  e.id, s.id AS staged_id, s.sourced_id, kind_now AS kind, given_now AS given_name, family_now AS family_name, preferred_now AS preferred_name,
  language_now AS read_language, protected_now AS is_protected, s.search_key, says AS roster_says, NULL::timestamptz AS ended_at,
  coalesce(s.given_name || ' ' || s.family_name, e.given_name || ' ' || e.family_name) AS label
FROM (SELECT * FROM people_stagedperson WHERE run_id = %(run)s) s
FULL JOIN (SELECT * FROM people_person WHERE source_id = %(source)s) e ON e.sourced_id = s.sourced_id
CROSS JOIN LATERAL (SELECT {_KIND_NOW} AS kind_now, {merged("given_name")} AS given_now, {merged("family_name")} AS family_now,
  {merged("preferred_name")} AS preferred_now, {merged("read_language")} AS language_now,
  coalesce(e.is_protected, false) OR coalesce(s.is_protected, false) AS protected_now,
  coalesce(e.roster_says, '{{}}') || jsonb_strip_nulls(jsonb_build_object('given_name', s.given_name, 'family_name', s.family_name,
    'preferred_name', s.preferred_name, 'read_language', s.read_language)) AS says) eff
"""

# A relation of ours that the files do not name ends with what it hangs on, or where the files are the whole truth.
_ROLE_MISSING = f"""e.person_id IN {_ending("persons")} OR e.school_id IN {_ending("schools")} OR s.flag = 'gone' OR (
    %(ends)s AND NOT e.school_id = ANY(%(outside)s) AND e.person_id NOT IN {_kept_persons("school_roles")}
    AND (NOT %(mentioned)s OR e.person_id IN (SELECT m.id FROM people_person m JOIN people_stagedperson n USING (sourced_id)
         WHERE m.source_id = %(source)s AND n.run_id = %(run)s AND n.flag = 'ok')))"""
SCHOOL_ROLES = f"""
SELECT {
    action(
        missing=_ROLE_MISSING,
        changed="(e.grade, e.begins_on, e.ends_on) IS DISTINCT FROM (s.grade, s.begins_on, s.ends_on)",
        cannot="other.id IS NOT NULL",
    )
} AS action, 'school_roles' AS counted,
  e.id, s.id AS staged_id, s.key AS sourced_id, coalesce(p.id, e.person_id) AS person_id, o.target_id AS school_id, s.role, s.grade, s.begins_on, s.ends_on,
  NULL::timestamptz AS ended_at, coalesce(s.person_sid, '') AS label
FROM (SELECT * FROM people_stagedrole WHERE run_id = %(run)s) s
FULL JOIN (SELECT * FROM people_schoolrole WHERE source_id = %(source)s) e ON e.sourced_id = s.key
LEFT JOIN (SELECT sourced_id, target_id FROM people_stagedschool WHERE run_id = %(run)s) o ON o.sourced_id = s.school_sid
LEFT JOIN (SELECT id, sourced_id FROM people_person WHERE source_id = %(source)s) p ON p.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.person_sid END
LEFT JOIN (SELECT * FROM people_schoolrole WHERE source_id IS DISTINCT FROM %(source)s AND ended_at IS NULL) other
  ON other.person_id = p.id AND other.school_id = o.target_id AND other.role = s.role
"""

_ENROLMENT_MISSING = f"""e.person_id IN {_ending("persons")} OR e.section_id IN {_ending("sections")} OR s.flag = 'gone' OR (
    %(ends)s AND e.section_id NOT IN (SELECT id FROM people_section WHERE school_id = ANY(%(outside)s))
    AND e.person_id NOT IN {_kept_persons("enrolments")} AND e.section_id NOT IN {_KEPT_SECTIONS})"""
ENROLMENTS = f"""
SELECT {
    action(
        missing=_ENROLMENT_MISSING,
        changed="(e.begins_on, e.ends_on) IS DISTINCT FROM (s.begins_on, s.ends_on)",
        cannot="other.id IS NOT NULL",
    )
} AS action, 'enrolments' AS counted,
  e.id, s.id AS staged_id, s.key AS sourced_id, coalesce(p.id, e.person_id) AS person_id, coalesce(c.id, e.section_id) AS section_id,
  s.section_sid AS other_sid, s.role, s.begins_on, s.ends_on,
  NULL::timestamptz AS ended_at, coalesce(s.person_sid, '') AS label
FROM (SELECT * FROM people_stagedenrolment WHERE run_id = %(run)s) s
FULL JOIN (SELECT * FROM people_enrolment WHERE source_id = %(source)s) e ON e.sourced_id = s.key
LEFT JOIN (SELECT id, sourced_id FROM people_person WHERE source_id = %(source)s) p ON p.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.person_sid END
LEFT JOIN (SELECT id, sourced_id FROM people_section WHERE source_id = %(source)s) c ON c.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.section_sid END
LEFT JOIN (SELECT * FROM people_enrolment WHERE source_id IS DISTINCT FROM %(source)s AND ended_at IS NULL) other
  ON other.person_id = p.id AND other.section_id = c.id AND other.role = s.role
"""

_LINK_MISSING = f"""e.adult_id IN {_ending("persons")} OR e.student_id IN {_ending("persons")} OR s.flag = 'gone' OR (
    %(ends)s AND e.adult_id NOT IN {_kept_persons("guardianships")} AND e.student_id NOT IN {_kept_persons("guardianships")}
    AND e.student_id NOT IN (SELECT person_id FROM people_schoolrole WHERE ended_at IS NULL AND school_id = ANY(%(outside)s)))"""
GUARDIANSHIPS = f"""
SELECT {
    action(
        missing=_LINK_MISSING,
        changed="(e.relation, e.home) IS DISTINCT FROM (relation_now, home_now)",
        noted="e.roster_says <> says",
        cannot="other.id IS NOT NULL",
    )
} AS action, 'guardianships' AS counted,
  e.id, s.id AS staged_id, s.key AS sourced_id, s.student_sid AS other_sid, coalesce(a.id, e.adult_id) AS adult_id, coalesce(c.id, e.student_id) AS student_id,
  relation_now AS relation, home_now AS home, fam.id AS family_id,
  says AS roster_says, NULL::timestamptz AS ended_at, coalesce(s.adult_sid, '') AS label
FROM (SELECT id, flag, key, adult_sid, student_sid, nullif(relation, '') AS relation, nullif(home, '') AS home
      FROM people_stagedguardianship WHERE run_id = %(run)s) s
FULL JOIN (SELECT g.*, f.home FROM people_guardianship g JOIN people_family f ON f.id = g.family_id WHERE g.source_id = %(source)s) e
  ON e.sourced_id = s.key
LEFT JOIN (SELECT id, sourced_id FROM people_person WHERE source_id = %(source)s) a ON a.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.adult_sid END
LEFT JOIN (SELECT id, sourced_id FROM people_person WHERE source_id = %(source)s) c ON c.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.student_sid END
LEFT JOIN (SELECT * FROM people_guardianship WHERE source_id IS DISTINCT FROM %(source)s AND ended_at IS NULL) other
  ON other.adult_id = a.id AND other.student_id = c.id
CROSS JOIN LATERAL (SELECT coalesce(nullif({merged("relation")}, ''), 'guardian') AS relation_now, {merged("home")} AS home_now,
  coalesce(e.roster_says, '{{}}') || jsonb_strip_nulls(jsonb_build_object('relation', s.relation, 'home', s.home)) AS says) eff
LEFT JOIN people_family fam ON fam.student_id = coalesce(c.id, e.student_id) AND fam.home = home_now
"""

_CONTACT_MISSING = f"""e.person_id IN {_ending("persons")} OR (m.id IS NOT NULL AND position(e.kind IN m.contact_kinds) > 0
    AND (e.kind, m.sourced_id) NOT IN (SELECT kind, person_sid FROM people_stagedcontact WHERE run_id = %(run)s AND flag = 'bad'))"""
CONTACT_POINTS = f"""
SELECT {action(missing=_CONTACT_MISSING, changed="false", cannot="other.id IS NOT NULL")} AS action, 'contact_points' AS counted,
  e.id, s.id AS staged_id, s.key AS sourced_id, coalesce(p.id, e.person_id) AS person_id, coalesce(s.kind, e.kind) AS kind, s.value, e.value AS old_value,
  s.raw, s.priority,
  NULL::timestamptz AS ended_at, coalesce(s.person_sid, m.sourced_id, e.person_id::text) AS label
FROM (SELECT * FROM people_stagedcontact WHERE run_id = %(run)s AND flag = 'ok') s
FULL JOIN (SELECT k.*, o.sourced_id AS owner_sid FROM people_contactpoint k JOIN people_person o ON o.id = k.person_id
           WHERE k.source_id = %(source)s) e ON e.sourced_id = s.key
LEFT JOIN (SELECT id, sourced_id, contact_kinds FROM people_stagedperson WHERE run_id = %(run)s AND flag = 'ok') m ON m.sourced_id = e.owner_sid
LEFT JOIN (SELECT id, sourced_id FROM people_person WHERE source_id = %(source)s) p ON p.sourced_id = CASE WHEN e.id IS NULL OR e.ended_at IS NOT NULL THEN s.person_sid END
LEFT JOIN (SELECT * FROM people_contactpoint WHERE source_id IS DISTINCT FROM %(source)s AND ended_at IS NULL) other
  ON other.person_id = p.id AND other.kind = s.kind AND other.value = s.value
"""


@dataclass(frozen=True)
class Kind:
    """A kind of record: its table, its difference, what a new row takes from it and what of an old row may change."""

    name: str
    table: str
    select: str
    made: tuple[str, ...]
    changed: tuple[str, ...]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "schools",
            "people_school",
            SCHOOLS,
            ("sourced_id", "name", "slug", "roster_says"),
            ("name", "source_id", "sourced_id", "roster_says", "ended_at"),
        ),
        Kind(
            "sections",
            "people_section",
            SECTIONS,
            ("sourced_id", "school_id", "name", "grade", "kind", "roster_says"),
            ("school_id", "name", "grade", "kind", "roster_says", "ended_at"),
        ),
        Kind(
            "persons",
            "people_person",
            PERSONS,
            (
                "sourced_id",
                "kind",
                "given_name",
                "family_name",
                "preferred_name",
                "read_language",
                "is_protected",
                "search_key",
                "roster_says",
            ),
            ("kind", "given_name", "family_name", "preferred_name", "read_language", "is_protected", "roster_says", "ended_at"),
        ),
        Kind(
            "school_roles",
            "people_schoolrole",
            SCHOOL_ROLES,
            ("sourced_id", "person_id", "school_id", "role", "grade", "begins_on", "ends_on"),
            ("grade", "begins_on", "ends_on", "ended_at"),
        ),
        Kind(
            "enrolments",
            "people_enrolment",
            ENROLMENTS,
            ("sourced_id", "person_id", "section_id", "role", "begins_on", "ends_on"),
            ("begins_on", "ends_on", "ended_at"),
        ),
        Kind(
            "guardianships",
            "people_guardianship",
            GUARDIANSHIPS,
            ("sourced_id", "adult_id", "student_id", "family_id", "relation", "roster_says"),
            ("family_id", "relation", "roster_says", "ended_at"),
        ),
        Kind(
            "contact_points",
            "people_contactpoint",
            CONTACT_POINTS,
            ("sourced_id", "person_id", "kind", "value", "raw", "priority"),
            ("ended_at",),
        ),
    )
}
# What reports count: persons are counted as students and as adults.
COUNTED = ("schools", "sections", "students", "adults", "school_roles", "enrolments", "guardianships", "contact_points")
