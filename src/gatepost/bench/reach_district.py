"""Schools, families and a ledger of years for the benchmark of reach, written by the database itself: not timed, never by hand.

Every family gets rows at random moments; the larger part is mail that went out, some of it is read, some come back, and every
eleventh row is a later word about an earlier one. Of a hundred families, sixty talk with the school, twenty-five hardly ever,
ten are hardly reached, and for five we hold no contact that works.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from gatepost.people.models import School

LEDGER = "touchpoints_touchpoint"
DAYS_A_YEAR = 365
PER_SECTION, MOST_SECTIONS = 25, 400  # no school has more


@dataclass(frozen=True)
class Size:
    """So many families at so many schools, and so many rows of the ledger, spread over so many years."""

    families: int
    touchpoints: int
    schools: int
    years: int


_PEOPLE = """
CREATE TEMP TABLE wanted ON COMMIT DROP AS SELECT n, 1 + n %% %(schools)s AS school,
  (ARRAY['Amal','Yusuf','Lena','Mihai','Hodan','Tom','Kofi','Lin','Zahra','Ivan','Noor','Ana'])[1 + n %% 12] || ' ' || n AS given,
  (ARRAY['Warsame','Dumitru','Qiu','Mensah','Garcia','Silva','Haddad','Kowalski','Nguyen','Larsen'])[1 + n / 12 %% 10] AS family,
  (ARRAY['en','es','es','es','ar','so','ro','uk','zh-Hans','ur','pt','pl'])[1 + n / 7 %% 12] AS language,
  n %% 20 = 19 AS is_lost
FROM generate_series(0, %(families)s - 1) n;
CREATE TEMP TABLE schools ON COMMIT DROP AS SELECT id, row_number() OVER (ORDER BY id) AS school FROM people_school;
INSERT INTO people_section (school_id, name, grade, kind, roster_says)
  SELECT s.id, 'Section ' || c, (1 + c %% 9)::text, 'homeroom', '{}'
  FROM schools s, generate_series(1, %(sections)s) c;
INSERT INTO people_person (kind, given_name, family_name, preferred_name, read_language, spoken_languages, prefers_call, is_protected,
    search_key, roster_says, sourced_id)
  SELECT 'student', given, family, '', '', '{}'::text[], false, false, lower(given || ' ' || family || ' ' || given), '{}'::jsonb, 's' || n FROM wanted
  UNION ALL
  SELECT 'adult', 'Parent of ' || given, family, '', language, ARRAY[language], n %% 9 = 0, false, lower('parent of ' || given), '{}'::jsonb, 'a' || n
  FROM wanted;
CREATE TEMP TABLE made ON COMMIT DROP AS
  SELECT w.*, s.id AS school_id, c.id AS student_id, a.id AS adult_id
  FROM wanted w JOIN schools s USING (school) JOIN people_person c ON c.sourced_id = 's' || n JOIN people_person a ON a.sourced_id = 'a' || n;
INSERT INTO people_schoolrole (person_id, school_id, role, grade, roster_says) SELECT student_id, school_id, 'student', '4', '{}' FROM made;
INSERT INTO people_enrolment (person_id, section_id, role, roster_says)
  SELECT m.student_id, c.id, 'student', '{}' FROM (SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY n) AS seat FROM made) m
  JOIN (SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY id) AS room, count(*) OVER (PARTITION BY school_id) AS rooms
        FROM people_section) c ON c.school_id = m.school_id AND c.room = 1 + m.seat %% c.rooms;
INSERT INTO people_family (student_id, home) SELECT student_id, '' FROM made ORDER BY n;
INSERT INTO people_guardianship (adult_id, student_id, family_id, relation, may_contact, may_records, may_pick_up, may_decide, priority, roster_says)
  SELECT m.adult_id, m.student_id, f.id, 'guardian', true, true, true, true, 1, '{}' FROM made m JOIN people_family f USING (student_id);
INSERT INTO people_contactpoint (person_id, kind, value, raw, state, state_reason, state_at, priority, roster_says)
  SELECT adult_id, kind, value, value, CASE WHEN is_lost THEN 'bouncing' ELSE 'verified' END, '',
    CASE WHEN is_lost THEN now() - interval '40 days' END, 1, '{}'
  FROM made, LATERAL (VALUES ('email', 'p' || n || '@example.org'), ('phone', '+3460' || lpad(n::text, 7, '0'))) v(kind, value)
  WHERE kind = 'email' OR n %% 3 > 0;
INSERT INTO people_need (person_id, kind)
  SELECT adult_id, (ARRAY['interpreter','childcare','transport','no-internet'])[1 + n %% 4] FROM made WHERE n %% 8 = 0;
"""
# Rows come in the order of time, as they do in life: those of one family lie far from each other on the disk.
_ROWS = """
INSERT INTO touchpoints_touchpoint (at, school_id, family_id, adult_id, direction, means, place, outcome, involvement_type,
  content_kind, tone, note, source, recorded_at)
SELECT at, school_id, family_id, adult_id, CASE WHEN outcome IN ('answered', 'took-part') THEN 'both' WHEN outcome = 'declined' THEN 'in' ELSE 'out' END,
  CASE WHEN outcome = 'no-answer' THEN 'phone' WHEN outcome = 'took-part' THEN 'meeting' WHEN outcome = 'read' THEN 'link'
    WHEN outcome = 'answered' THEN (ARRAY['gate', 'phone', 'link', 'visit'])[1 + i %% 4] ELSE (ARRAY['email', 'email', 'email', 'letter'])[1 + i %% 4] END,
  'afar', outcome, 'communicating', (ARRAY['learning', 'logistics', 'behaviour', 'social'])[1 + i %% 4],
  CASE WHEN i %% 11 = 0 THEN 'praise' ELSE 'neutral' END, '', 'bench:' || %(years_ago)s || ':' || i, at
FROM (
  SELECT i, at, f.*, CASE
    WHEN kind < 60 THEN CASE WHEN chance < 0.60 THEN 'sent' WHEN chance < 0.72 THEN 'delivered' WHEN chance < 0.84 THEN 'read'
      WHEN chance < 0.93 THEN 'answered' WHEN chance < 0.95 THEN 'took-part' WHEN chance < 0.96 THEN 'declined' WHEN chance < 0.98 THEN 'no-answer' ELSE 'failed' END
    WHEN kind < 85 THEN CASE WHEN chance < 0.75 THEN 'sent' WHEN chance < 0.90 THEN 'delivered' WHEN chance < 0.95 THEN 'read'
      WHEN chance < 0.955 THEN 'answered' WHEN chance < 0.98 THEN 'no-answer' ELSE 'failed' END
    ELSE CASE WHEN chance < 0.03 THEN 'sent' WHEN chance < 0.031 THEN 'answered' WHEN chance < 0.5 THEN 'no-answer' ELSE 'failed' END END AS outcome
  FROM (
    SELECT i, %(until)s - interval '1 day' * (%(years_ago)s * 365 + 365 - 365.0 * i / %(rows)s) AS at, 1 + floor(random() * %(families)s)::int AS which,
      random() AS chance
    FROM generate_series(1, %(rows)s) i
  ) r JOIN known f USING (which)
) told
"""
_LATER_WORDS = """
INSERT INTO touchpoints_touchpoint (at, school_id, family_id, adult_id, direction, means, place, outcome, involvement_type,
  content_kind, tone, note, source, recorded_at, corrects_id)
SELECT at + interval '2 minutes', school_id, family_id, adult_id, direction, means, place, CASE WHEN id %% 20 = 0 THEN 'failed' ELSE 'delivered' END,
  involvement_type, content_kind, tone, '', source || ':later', at + interval '2 minutes', id
FROM touchpoints_touchpoint WHERE outcome = 'sent' AND id %% 4 = 0 AND source LIKE 'bench:' || %(years_ago)s || ':%%' LIMIT %(rows)s
"""


def empty() -> None:
    """As after the migrations; for the next size."""
    with _owner() as connection:
        connection.execute(f"ALTER TABLE {LEDGER} DISABLE TRIGGER {LEDGER}_no_truncate")
        connection.execute("TRUNCATE people_person, people_school, reach_markedfamily CASCADE")
        connection.execute(f"ALTER TABLE {LEDGER} ENABLE TRIGGER {LEDGER}_no_truncate")


def make_people(size: Size) -> None:
    """Schools, students, one adult for each, sections, contact points and needs."""
    for number in range(1, size.schools + 1):
        School.objects.create(name=f"School {number}", slug=f"bench-{number}", language="en", timezone="Europe/Madrid")
    with _owner() as connection:
        sections = min(max(1, size.families // size.schools // PER_SECTION), MOST_SECTIONS)
        words = {"families": size.families, "schools": size.schools, "sections": sections}
        connection.execute(_PEOPLE, words)


def add_year(size: Size, *, years_ago: int, until: Any) -> None:
    """One year of the ledger, the one that ended so many years ago."""
    rows = size.touchpoints // size.years
    words = {"families": size.families, "years_ago": years_ago, "until": until}
    with _owner() as connection, _without_indexes(connection):
        connection.execute(
            "CREATE TEMP TABLE known ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY f.id)::int AS which, f.id AS family_id, r.school_id, "
            "g.adult_id, CASE WHEN c.state = 'bouncing' THEN 99 ELSE abs(hashint8(f.id)) % 95 END AS kind FROM people_family f "
            "JOIN people_schoolrole r ON r.person_id = f.student_id JOIN people_guardianship g ON g.family_id = f.id "
            "JOIN people_contactpoint c ON c.person_id = g.adult_id AND c.kind = 'email'"
        )
        connection.execute(_ROWS, {**words, "rows": rows - rows // 11})
        connection.execute(_LATER_WORDS, {**words, "rows": rows // 11})
    tidy()


def tidy() -> None:
    """What autovacuum does over night."""
    with psycopg.connect(_url(), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextmanager
def _without_indexes(connection: "psycopg.Connection[Any]") -> Iterator[None]:
    """Indexes and foreign keys of the ledger are made again afterwards: ten times faster than keeping them row by row."""
    constraints = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
        [LEDGER],
    ).fetchall()
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass AND NOT indisprimary "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')",
        [LEDGER],
    ).fetchall()
    for name, _definition, _kind in constraints:
        connection.execute(f'ALTER TABLE {LEDGER} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        connection.execute(definition)
    for name, definition, kind in sorted(constraints, key=lambda row: row[2], reverse=True):
        unchecked = " NOT VALID" if kind == "f" else ""
        connection.execute(f'ALTER TABLE {LEDGER} ADD CONSTRAINT "{name}" {definition}{unchecked}')


@contextmanager
def _owner() -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(_url(), options="-c jit=off", cursor_factory=psycopg.ClientCursor) as connection:
        yield connection


def _url() -> str:
    """Whoever owns the tables: the application itself may not drop an index."""
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
