"""SQL that settles what one row alone cannot: rows that are there twice, names nobody has, who ends, who is whose guardian.

Every statement takes `run`, `source`, `moments` (when imports of this source ended rows), `outside` (schools for which
the importer does not import) and what its own place in `settling` adds. `{joint}` is the separator in keys.
"""

# What a key may be: longer ones are replaced by their digest.
SHORTEN = """UPDATE {table} SET key = 'md5:' || md5(key) WHERE run_id = %(run)s AND length(key) > 255"""

# --- twice -----------------------------------------------------------------------------------------------------------

PERSONS_TWICE = """
WITH double AS MATERIALIZED (SELECT sourced_id FROM people_stagedperson WHERE run_id = %(run)s GROUP BY sourced_id HAVING count(*) > 1),
twice AS (
  SELECT sourced_id, min(id) AS keeper,
    CASE WHEN count(DISTINCT (given_name, family_name)) FILTER (WHERE flag = 'ok') > 1 OR bool_or(flag = 'bad') THEN 'bad'
         WHEN bool_or(flag = 'ok') THEN 'ok' ELSE 'gone' END AS flag,
    count(DISTINCT (given_name, family_name)) FILTER (WHERE flag = 'ok') > 1 AS differs,
    bool_or(is_student) AS is_student, bool_or(is_guardian) AS is_guardian, bool_or(is_staff) AS is_staff,
    bool_or(is_protected) AS is_protected, max(preferred_name) AS preferred_name, max(read_language) AS read_language,
    max(given_name) FILTER (WHERE flag = 'ok') AS given_name, max(family_name) FILTER (WHERE flag = 'ok') AS family_name,
    max(search_key) FILTER (WHERE flag = 'ok') AS search_key,
    coalesce(min(nullif(relation, '')), '') AS relation, max(home) AS home
  FROM people_stagedperson WHERE run_id = %(run)s AND sourced_id IN (SELECT sourced_id FROM double) GROUP BY sourced_id
), told AS (
  INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, s.file, s."row", 'sourcedId', CASE WHEN t.differs THEN 'twice_differs' ELSE 'twice_same' END, left(s.sourced_id, 300)
  FROM twice t JOIN people_stagedperson s USING (sourced_id) WHERE s.run_id = %(run)s ORDER BY s.file, s."row" LIMIT 1000
), kept AS (
  UPDATE people_stagedperson s SET flag = t.flag, is_student = t.is_student, is_guardian = t.is_guardian, is_staff = t.is_staff,
    is_protected = t.is_protected, preferred_name = t.preferred_name, read_language = t.read_language, relation = t.relation,
    home = t.home, given_name = coalesce(t.given_name, s.given_name), family_name = coalesce(t.family_name, s.family_name),
    search_key = coalesce(t.search_key, s.search_key)
  FROM twice t WHERE s.id = t.keeper
)
DELETE FROM people_stagedperson s USING twice t WHERE s.run_id = %(run)s AND s.sourced_id = t.sourced_id AND s.id <> t.keeper
"""

SECTIONS_TWICE = """
WITH twice AS (
  SELECT sourced_id, min(id) AS keeper, count(DISTINCT (name, school_sid)) > 1 AS differs,
    CASE WHEN count(DISTINCT (name, school_sid)) > 1 OR bool_or(flag = 'bad') THEN 'bad'
         WHEN bool_or(flag = 'ok') THEN 'ok' ELSE 'gone' END AS flag, max(grade) AS grade, min(kind) AS kind
  FROM people_stagedsection WHERE run_id = %(run)s GROUP BY sourced_id HAVING count(*) > 1
), told AS (
  INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, s.file, s."row", 'sourcedId', CASE WHEN t.differs THEN 'twice_differs' ELSE 'twice_same' END, left(s.sourced_id, 300)
  FROM twice t JOIN people_stagedsection s USING (sourced_id) WHERE s.run_id = %(run)s ORDER BY s.file, s."row" LIMIT 1000
), kept AS (
  UPDATE people_stagedsection s SET flag = t.flag, grade = t.grade, kind = t.kind FROM twice t WHERE s.id = t.keeper
)
DELETE FROM people_stagedsection s USING twice t WHERE s.run_id = %(run)s AND s.sourced_id = t.sourced_id AND s.id <> t.keeper
"""

# A person in one section twice (a row for each semester) is there from the first day to the last.
DATED_TWICE = """
WITH double AS MATERIALIZED (SELECT key FROM {table} WHERE run_id = %(run)s GROUP BY key HAVING count(*) > 1),
twice AS (
  SELECT key, min(id) AS keeper, CASE WHEN bool_or(flag = 'ok') THEN 'ok' ELSE min(flag) END AS flag,
    CASE WHEN count(begins_on) = count(*) THEN min(begins_on) END AS begins_on,
    CASE WHEN count(ends_on) = count(*) THEN max(ends_on) END AS ends_on, min(file) AS file, min("row") AS "row"
  FROM {table} WHERE run_id = %(run)s AND key IN (SELECT key FROM double) GROUP BY key
), told AS (
  INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, file, "row", '', 'enrolment_twice', '' FROM twice WHERE {is_told} ORDER BY file, "row" LIMIT 1000
), kept AS (
  UPDATE {table} s SET flag = t.flag, begins_on = t.begins_on, ends_on = t.ends_on FROM twice t WHERE s.id = t.keeper
)
DELETE FROM {table} s USING twice t WHERE s.run_id = %(run)s AND s.key = t.key AND s.id <> t.keeper
"""

CONTACTS_TWICE = """
WITH double AS MATERIALIZED (
  SELECT key FROM people_stagedcontact WHERE run_id = %(run)s AND flag = 'ok' GROUP BY key HAVING count(*) > 1),
twice AS (
  SELECT key, min(id) AS keeper, min(priority) AS priority, max(raw) AS raw
  FROM people_stagedcontact WHERE run_id = %(run)s AND flag = 'ok' AND key IN (SELECT key FROM double) GROUP BY key
), kept AS (
  UPDATE people_stagedcontact s SET priority = t.priority, raw = t.raw FROM twice t WHERE s.id = t.keeper
)
DELETE FROM people_stagedcontact s USING twice t WHERE s.run_id = %(run)s AND s.key = t.key AND s.id <> t.keeper
"""

# --- schools, and what ends ------------------------------------------------------------------------------------------

ONLY_SCHOOL = """
SELECT min(sourced_id) FROM people_stagedschool WHERE run_id = %(run)s AND flag = 'ok' HAVING count(*) = 1
"""
ADOPTED = """
UPDATE people_stagedschool SET target_id = %(school)s, flag = %(flag)s WHERE run_id = %(run)s AND flag = 'ok' AND sourced_id = ANY(%(sids)s)
"""
KNOWN_SCHOOLS = """
UPDATE people_stagedschool s SET target_id = e.id FROM people_school e
WHERE s.run_id = %(run)s AND s.target_id IS NULL AND e.source_id = %(source)s AND e.sourced_id = s.sourced_id
"""
ENDING_SCHOOLS = """
INSERT INTO people_stagedending (run_id, kind, row_id)
SELECT %(run)s, 'schools', e.id FROM people_school e
LEFT JOIN people_stagedschool s ON s.run_id = %(run)s AND s.sourced_id = e.sourced_id
WHERE e.source_id = %(source)s AND e.ended_at IS NULL AND (s.flag = 'gone' OR (s.id IS NULL AND %(ends)s AND NOT e.id = ANY(%(outside)s)))
"""
# Schools of which the files do not speak but to which their rows may belong (a delta, a file without orgs.csv).
OTHER_SCHOOLS = """
INSERT INTO people_stagedschool (run_id, file, "row", flag, sourced_id, name, target_id)
SELECT %(run)s, '', 0, 'known', e.sourced_id, e.name, e.id FROM people_school e
WHERE e.source_id = %(source)s AND e.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_stagedschool s WHERE s.run_id = %(run)s AND s.sourced_id = e.sourced_id)
  AND NOT EXISTS (SELECT 1 FROM people_stagedending x WHERE x.run_id = %(run)s AND x.kind = 'schools' AND x.row_id = e.id)
"""
ENDING_SECTIONS = """
INSERT INTO people_stagedending (run_id, kind, row_id)
SELECT %(run)s, 'sections', e.id FROM people_section e
LEFT JOIN people_stagedsection s ON s.run_id = %(run)s AND s.sourced_id = e.sourced_id
WHERE e.source_id = %(source)s AND e.ended_at IS NULL AND (
  s.flag = 'gone' OR (s.id IS NULL AND %(ends)s AND NOT e.school_id = ANY(%(outside)s))
  OR (s.id IS NULL AND e.school_id IN (SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = 'schools')))
"""
ENDING_PERSONS = """
INSERT INTO people_stagedending (run_id, kind, row_id)
SELECT %(run)s, 'persons', e.id FROM people_person e
LEFT JOIN people_stagedperson s ON s.run_id = %(run)s AND s.sourced_id = e.sourced_id
WHERE e.source_id = %(source)s AND e.ended_at IS NULL AND (s.flag = 'gone' OR (s.id IS NULL AND %(ends)s AND NOT (
  e.id IN (SELECT person_id FROM people_schoolrole WHERE ended_at IS NULL AND school_id = ANY(%(outside)s))
  OR e.id IN (SELECT g.adult_id FROM people_guardianship g JOIN people_schoolrole r ON r.person_id = g.student_id
              WHERE g.ended_at IS NULL AND r.ended_at IS NULL AND r.school_id = ANY(%(outside)s)))))
"""

# --- rows that cannot be used: SELECT id, file, "row", value; `settling` marks them bad and tells of them ------------------

# Two questions instead of one union: where everybody is in the files, the second is never asked.
_NO_PERSON = """NOT EXISTS (SELECT 1 FROM people_stagedperson n WHERE n.run_id = %(run)s AND n.flag = 'ok' AND n.sourced_id = s.person_sid)
  AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.source_id = %(source)s AND p.ended_at IS NULL AND p.sourced_id = s.person_sid
    AND p.id NOT IN (SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = 'persons'))"""
_NO_SECTION = """NOT EXISTS (SELECT 1 FROM people_stagedsection n WHERE n.run_id = %(run)s AND n.flag = 'ok' AND n.sourced_id = s.section_sid)
  AND NOT EXISTS (SELECT 1 FROM people_section c WHERE c.source_id = %(source)s AND c.ended_at IS NULL AND c.sourced_id = s.section_sid
    AND c.id NOT IN (SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = 'sections'))"""
_SCHOOLS_THERE = """(
  SELECT sourced_id FROM people_stagedschool WHERE run_id = %(run)s AND (flag IN ('ok', 'known', 'given') OR (flag = 'bad' AND target_id IS NOT NULL)))"""

SECTION_BESIDE = """
SELECT s.id, s.file, s."row", s.name AS value FROM people_stagedsection s
JOIN people_stagedschool o ON o.run_id = %(run)s AND o.sourced_id = s.school_sid
JOIN people_section e ON e.school_id = o.target_id AND lower(e.name) = lower(s.name) AND e.ended_at IS NULL AND e.source_id IS DISTINCT FROM %(source)s
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND NOT EXISTS (
  SELECT 1 FROM people_section own WHERE own.source_id = %(source)s AND own.sourced_id = s.sourced_id AND own.ended_at IS NULL)
"""
ENDED_HERE = """
SELECT s.id, s.file, s."row", {named} AS value FROM {staged} s JOIN {table} e ON e.source_id = %(source)s AND e.sourced_id = s.{key}
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND e.ended_at IS NOT NULL AND NOT e.ended_at = ANY(%(moments)s)
"""
NO_ROLE = """
SELECT s.id, s.file, s."row", s.sourced_id AS value FROM people_stagedperson s
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND NOT (s.is_student OR s.is_guardian OR s.is_staff)
  AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.source_id = %(source)s AND p.sourced_id = s.sourced_id)
"""
SECTION_WITHOUT_SCHOOL = f"""
SELECT s.id, s.file, s."row", s.school_sid AS value FROM people_stagedsection s LEFT JOIN {_SCHOOLS_THERE} t ON t.sourced_id = s.school_sid
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND t.sourced_id IS NULL
"""
ROLE_WITHOUT_SCHOOL = f"""
SELECT s.id, s.file, s."row", s.school_sid AS value FROM people_stagedrole s LEFT JOIN {_SCHOOLS_THERE} t ON t.sourced_id = s.school_sid
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND t.sourced_id IS NULL
"""
ROLE_WITHOUT_PERSON = f"""
SELECT s.id, s.file, s."row", s.person_sid AS value FROM people_stagedrole s WHERE s.run_id = %(run)s AND s.flag = 'ok' AND {_NO_PERSON}
"""
ENROLMENT_WITHOUT_PERSON = f"""
SELECT s.id, s.file, s."row", s.person_sid AS value FROM people_stagedenrolment s WHERE s.run_id = %(run)s AND s.flag = 'ok' AND {_NO_PERSON}
"""
ENROLMENT_WITHOUT_SECTION = f"""
SELECT s.id, s.file, s."row", s.section_sid AS value FROM people_stagedenrolment s WHERE s.run_id = %(run)s AND s.flag = 'ok' AND {_NO_SECTION}
"""
ENROLMENT_ROLE = """
SELECT s.id, s.file, s."row", s.person_sid AS value FROM people_stagedenrolment s
LEFT JOIN people_stagedperson n ON n.run_id = %(run)s AND n.sourced_id = s.person_sid AND (n.is_student OR n.is_guardian OR n.is_staff)
LEFT JOIN people_person p ON p.source_id = %(source)s AND p.sourced_id = s.person_sid
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND (s.role = 'student') IS DISTINCT FROM coalesce(n.is_student, p.kind = 'student')
"""
CONTACTS_WITHOUT_PERSON = """
UPDATE people_stagedcontact SET flag = 'bad' WHERE run_id = %(run)s AND person_sid IN (
  SELECT sourced_id FROM people_stagedperson WHERE run_id = %(run)s AND flag <> 'ok')
"""

# --- whose guardian ----------------------------------------------------------------------------------------------------

# Persons as links see them: of the files, else of ours (a delta may name somebody it does not hold). A link with a
# relation of its own needs no adult with the role of a guardian.
GUARDIANSHIPS = """
WITH linked AS MATERIALIZED (
  SELECT sourced_id, is_student, is_guardian AND NOT is_student AS is_guardian, relation, home
  FROM people_stagedperson WHERE run_id = %(run)s AND flag = 'ok' AND (is_student OR is_guardian OR is_staff)
  UNION ALL
  SELECT p.sourced_id, p.kind = 'student', p.kind = 'adult' AND (
    p.id IN (SELECT adult_id FROM people_guardianship) OR p.id NOT IN (SELECT person_id FROM people_schoolrole)), '', ''
  FROM people_person p LEFT JOIN people_stagedperson s ON s.run_id = %(run)s AND s.sourced_id = p.sourced_id AND s.flag = 'ok'
    AND (s.is_student OR s.is_guardian OR s.is_staff)
  WHERE p.source_id = %(source)s AND p.ended_at IS NULL AND s.id IS NULL
    AND p.id NOT IN (SELECT row_id FROM people_stagedending WHERE run_id = %(run)s AND kind = 'persons')
), seen AS MATERIALIZED (
  SELECT s.file, s."row", s.one_sid, s.other_sid, s.relation AS said, s.home, a.relation AS one_relation, a.home AS one_home,
    b.relation AS other_relation, b.home AS other_home, a.is_student AS is_one_student,
    CASE WHEN a.sourced_id IS NULL OR b.sourced_id IS NULL THEN 'link_unknown'
         WHEN a.is_student AND (b.is_guardian OR (s.relation <> '' AND NOT b.is_student)) THEN ''
         WHEN b.is_student AND (a.is_guardian OR (s.relation <> '' AND NOT a.is_student)) THEN ''
         ELSE 'link_not_family' END AS code,
    CASE WHEN a.sourced_id IS NULL THEN s.one_sid WHEN b.sourced_id IS NULL THEN s.other_sid
         ELSE s.one_sid || ' – ' || s.other_sid END AS value
  FROM people_stagedlink s LEFT JOIN linked a ON a.sourced_id = s.one_sid LEFT JOIN linked b ON b.sourced_id = s.other_sid
  WHERE s.run_id = %(run)s AND s.flag = 'ok'
), told AS (
  INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, file, "row", 'agentSourcedIds', code, left(value, 300) FROM (
    SELECT *, row_number() OVER (PARTITION BY code ORDER BY file, "row", value) AS place FROM seen WHERE code <> '') odd
  WHERE place <= %(most)s ORDER BY file, "row"
), made AS (
  INSERT INTO people_stagedguardianship (run_id, file, "row", flag, key, adult_sid, student_sid, relation, home)
  SELECT %(run)s, file, "row", 'ok', CASE WHEN length(key) > 255 THEN 'md5:' || md5(key) ELSE key END, adult_sid, student_sid, relation, home
  FROM (
    SELECT min(file) AS file, min("row") AS "row", adult_sid || %(joint)s || student_sid AS key, adult_sid, student_sid,
      coalesce(min(nullif(said, '')), min(nullif(role_says, '')), '') AS relation, coalesce(max(home), '') AS home
    FROM (
      SELECT file, "row", said, CASE WHEN is_one_student THEN other_sid ELSE one_sid END AS adult_sid,
        CASE WHEN is_one_student THEN one_sid ELSE other_sid END AS student_sid,
        CASE WHEN is_one_student THEN other_relation ELSE one_relation END AS role_says,
        coalesce(nullif(home, ''), CASE WHEN is_one_student THEN other_home ELSE one_home END) AS home
      FROM seen WHERE code = '') oriented
    GROUP BY adult_sid, student_sid) pairs
)
SELECT code, count(*), min(file) FROM seen WHERE code <> '' GROUP BY code
"""

# --- told of, and read all the same --------------------------------------------------------------------------------------

KIND_CHANGED = """
SELECT s.id, s.file, s."row", s.given_name || ' ' || s.family_name AS value FROM people_stagedperson s
JOIN people_person p ON p.source_id = %(source)s AND p.sourced_id = s.sourced_id AND p.ended_at IS NULL
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND (s.is_student OR s.is_guardian OR s.is_staff) AND s.is_student <> (p.kind = 'student')
"""
CORRECTED_HERE = """
SELECT s.id, s.file, s."row", p.given_name || ' ' || p.family_name AS value FROM people_stagedperson s
JOIN people_person p ON p.source_id = %(source)s AND p.sourced_id = s.sourced_id AND p.ended_at IS NULL
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND p.roster_says <> '{}' AND (
  (p.given_name <> coalesce(p.roster_says->>'given_name', p.given_name) AND s.given_name <> p.roster_says->>'given_name' AND s.given_name <> p.given_name)
  OR (p.family_name <> coalesce(p.roster_says->>'family_name', p.family_name) AND s.family_name <> p.roster_says->>'family_name'
      AND s.family_name <> p.family_name))
"""
NO_GUARDIAN = """
SELECT s.id, s.file, s."row", s.given_name || ' ' || s.family_name AS value FROM people_stagedperson s
WHERE s.run_id = %(run)s AND s.flag = 'ok' AND s.is_student
  AND EXISTS (SELECT 1 FROM people_stagedguardianship WHERE run_id = %(run)s)
  AND s.sourced_id NOT IN (SELECT student_sid FROM people_stagedguardianship WHERE run_id = %(run)s)
  AND NOT EXISTS (SELECT 1 FROM people_person p JOIN people_guardianship g ON g.student_id = p.id AND g.ended_at IS NULL
                  WHERE p.source_id = %(source)s AND p.sourced_id = s.sourced_id)
"""
SCHOOLS_OUTSIDE = """
SELECT s.id, 'orgs.csv' AS file, NULL::int AS "row", s.name AS value FROM people_stagedschool s
WHERE s.run_id = %(run)s AND s.flag = 'known' AND s.target_id = ANY(%(outside)s)
"""
