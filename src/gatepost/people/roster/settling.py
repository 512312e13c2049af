"""Settles staged rows among themselves and against ours, as whole sets: after it every row is ok, gone or bad."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gatepost.kernel.errors import NotReadyError
from gatepost.people.models import RosterRun, RosterSource, School
from gatepost.people.roster import settling_sql as sql
from gatepost.people.roster.ports import JOINT, Extent
from gatepost.people.roster.problems import MOST_ALIKE, Problems

_MARK = """
WITH found AS ({select}),
marked AS (UPDATE {table} t SET flag = 'bad' FROM found WHERE t.id = found.id),
told AS (INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, file, nullif("row", 0), %(field)s, %(code)s, left(value, 300) FROM found ORDER BY file, "row" LIMIT %(most)s)
SELECT count(*), min(file) FROM found
"""
_TELL = """
WITH found AS ({select}),
told AS (INSERT INTO people_rosterproblem (run_id, file, "row", field, code, value)
  SELECT %(run)s, file, nullif("row", 0), %(field)s, %(code)s, left(value, 300) FROM found ORDER BY file, "row" LIMIT %(most)s)
SELECT count(*), min(file) FROM found
"""
# The set statements read whole tables; nested loops and just-in-time compilation only ever hurt them.
_SETTINGS = (
    "SET LOCAL jit = off",
    "SET LOCAL enable_nestloop = off",
    "SET LOCAL work_mem = '64MB'",
    "SET LOCAL max_parallel_workers_per_gather = 0",
)


@dataclass(frozen=True)
class Place:
    """A staged table that is checked: its name, the file column, and what is told of it."""

    table: str
    field: str
    code: str
    select: str


def think_in_sets() -> None:
    """Settings for this transaction only."""
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(setting)


def source_of(run: RosterRun) -> RosterSource:
    """The source of a run that has been read far enough to know it."""
    if run.source is None:
        raise NotReadyError(_("This roster has not been read yet."))
    return run.source


def moments_of(source: RosterSource) -> list[dt.datetime]:
    """When rows were ended by imports of this source: only such endings may an import take back."""
    moments = RosterRun.objects.filter(source=source).values_list("applied_at", "undone_at")
    return [moment for pair in moments for moment in pair if moment is not None]


def outside_of(source: RosterSource, reach: frozenset[int] | None) -> list[int]:
    """Schools of the source for which the importer does not import; None: the system imports for all."""
    if reach is None:
        return []
    current = School.objects.filter(source=source, ended_at=None)
    return sorted(set(current.values_list("pk", flat=True)) - reach)


def parameters(run: RosterRun, reach: frozenset[int] | None) -> dict[str, Any]:
    """What every statement takes."""
    source = source_of(run)
    return {
        "run": run.pk,
        "source": source.pk,
        "moments": moments_of(source),
        "outside": outside_of(source, reach),
        "joint": JOINT,
    }


def adopt_schools(run: RosterRun) -> None:
    """Where an importer has said so, a school of the files is one that is here already: made by hand, or of another source."""
    if run.format == "sheet":
        return
    adopted = dict(source_of(run).remembered.get("adopted", {}))
    with connection.cursor() as cursor:
        if chosen := run.options.get("school"):
            cursor.execute(sql.ONLY_SCHOOL, {"run": run.pk})
            adopted |= {sid: chosen for (sid,) in cursor.fetchall()}
        for school in School.objects.filter(pk__in=adopted.values()):
            flag = "ok" if school.source_id in {None, run.source_id} else "given"
            sids = [sid for sid, pk in adopted.items() if pk == school.pk]
            cursor.execute(sql.ADOPTED, {"run": run.pk, "school": school.pk, "flag": flag, "sids": sids})
    run.options = run.options | {"adopted": adopted}


def settle(run: RosterRun, extent: Extent, problems: Problems, *, reach: frozenset[int] | None) -> None:
    """Twice, unknown, ended here, whose guardian: everything that needs more than one row."""
    values = parameters(run, reach)
    _merge_twice(values)
    mark_endings(values, extent)
    for place in _PLACES:
        _mark(place, values, problems)
    _orient_links(values, problems)
    for place in _TOLD:
        _tell(place, values, problems)
    for kind in sorted(extent.blind):
        problems.add(_FILE_OF.get(kind, ""), None, "nothing_ended", value=kind)


def mark_endings(values: dict[str, Any], extent: Extent) -> None:
    """Which schools, sections and persons of ours would end. Asked again before applying."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_stagedending WHERE run_id = %(run)s", values)
        cursor.execute("DELETE FROM people_stagedschool WHERE run_id = %(run)s AND flag = 'known'", values)
    find_schools(values)
    with connection.cursor() as cursor:
        cursor.execute(sql.ENDING_SCHOOLS, values | {"ends": extent.ends_missing("schools")})
        cursor.execute(sql.OTHER_SCHOOLS, values)
        cursor.execute(sql.ENDING_SECTIONS, values | {"ends": extent.ends_missing("sections")})
        cursor.execute(sql.ENDING_PERSONS, values | {"ends": extent.ends_missing("persons")})


def find_schools(values: dict[str, Any]) -> None:
    """Which schools of ours the staged ones are."""
    with connection.cursor() as cursor:
        cursor.execute(sql.KNOWN_SCHOOLS, values)


def _orient_links(values: dict[str, Any], problems: Problems) -> None:
    """Links in either direction become guardianships, oriented by who is the student."""
    with connection.cursor() as cursor:
        cursor.execute(sql.GUARDIANSHIPS, values | {"most": MOST_ALIKE})
        for code, number, file in cursor.fetchall():
            _tell_of_more(problems, file, code, number)
        cursor.execute(sql.CONTACTS_WITHOUT_PERSON, values)


def _tell_of_more(problems: Problems, file: str, code: str, number: int) -> None:
    if number > MOST_ALIKE:
        problems.add(file, None, "more", value=f"{number - MOST_ALIKE} {code}")


def _merge_twice(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for table in ("people_stagedrole", "people_stagedenrolment", "people_stagedcontact"):
            cursor.execute(sql.SHORTEN.format(table=table), values)
        cursor.execute(sql.PERSONS_TWICE, values)
        cursor.execute(sql.SECTIONS_TWICE, values)
        cursor.execute(sql.DATED_TWICE.format(table="people_stagedrole", is_told="false"), values)
        cursor.execute(sql.DATED_TWICE.format(table="people_stagedenrolment", is_told="true"), values)
        cursor.execute(sql.CONTACTS_TWICE, values)


def _mark(place: Place, values: dict[str, Any], problems: Problems) -> None:
    _run(_MARK.format(select=place.select, table=place.table), place, values, problems)


def _tell(place: Place, values: dict[str, Any], problems: Problems) -> None:
    _run(_TELL.format(select=place.select), place, values, problems)


def _run(statement: str, place: Place, values: dict[str, Any], problems: Problems) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"field": place.field, "code": place.code, "most": MOST_ALIKE})
        row = cursor.fetchone()
    if row:
        _tell_of_more(problems, row[1], place.code, row[0])


def _ended_here(staged: str, table: str, named: str, *, key: str = "sourced_id") -> Place:
    select = sql.ENDED_HERE.format(staged=staged, table=table, named=named, key=key)
    return Place(staged, "sourcedId", "ended_here", select)


_PERSON_NAME = "s.given_name || ' ' || s.family_name"
# In this order: what falls with a school, then with a section, then with a person.
_PLACES = (
    _ended_here("people_stagedschool", "people_school", "s.name"),
    _ended_here("people_stagedsection", "people_section", "s.name"),
    _ended_here("people_stagedperson", "people_person", _PERSON_NAME),
    Place("people_stagedperson", "role", "role_missing", sql.NO_ROLE),
    Place("people_stagedsection", "schoolSourcedId", "school_unknown", sql.SECTION_WITHOUT_SCHOOL),
    Place("people_stagedrole", "orgSourcedIds", "school_unknown", sql.ROLE_WITHOUT_SCHOOL),
    Place("people_stagedrole", "userSourcedId", "person_unknown", sql.ROLE_WITHOUT_PERSON),
    Place("people_stagedenrolment", "classSourcedId", "section_unknown", sql.ENROLMENT_WITHOUT_SECTION),
    Place("people_stagedenrolment", "userSourcedId", "person_unknown", sql.ENROLMENT_WITHOUT_PERSON),
    Place("people_stagedenrolment", "role", "enrolment_role", sql.ENROLMENT_ROLE),
)
_TOLD = (
    Place("people_stagedperson", "role", "kind_changed", sql.KIND_CHANGED),
    Place("people_stagedperson", "givenName", "corrected_here", sql.CORRECTED_HERE),
    Place("people_stagedperson", "agentSourcedIds", "no_guardian", sql.NO_GUARDIAN),
    Place("people_stagedsection", "section", "section_beside", sql.SECTION_BESIDE),
    Place("people_stagedschool", "", "school_not_sent", sql.SCHOOLS_OUTSIDE),
    Place(
        "people_stagedguardianship",
        "agentSourcedIds",
        "ended_here",
        sql.ENDED_HERE.format(
            staged="people_stagedguardianship",
            table="people_guardianship",
            named="s.adult_sid || ' – ' || s.student_sid",
            key="key",
        ),
    ),
)
_FILE_OF = {
    "schools": "orgs.csv",
    "sections": "classes.csv",
    "persons": "users.csv",
    "school_roles": "roles.csv",
    "enrolments": "enrollments.csv",
    "guardianships": "users.csv",
}
