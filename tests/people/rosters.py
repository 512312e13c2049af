"""Rosters for tests: small OneRoster sets as dictionaries, written as zips or folders; snapshots of every table they touch."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from gatepost.people.models import Person, RosterRun
from gatepost.people.roster import commands

Table = tuple[Sequence[str], list[Sequence[str]]]
Files = dict[str, Table]

ORGS = ("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId")
CLASSES = (
    "sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode", "classType", "location",
    "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods",
)  # fmt: skip
USERS = (
    "sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds", "givenName",
    "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
)  # fmt: skip
ENROLLMENTS = (
    "sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate",
)  # fmt: skip
USERS_12 = (
    "sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier",
    "email", "sms", "phone", "agentSourcedIds", "grades", "password", "userMasterIdentifier", "preferredGivenName",
    "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
)  # fmt: skip
ROLES_12 = (
    "sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId",
)  # fmt: skip

KEPT_TABLES = (
    "people_school", "people_section", "people_person", "people_schoolrole", "people_enrolment", "people_family",
    "people_guardianship", "people_contactpoint", "people_restriction", "people_need",
)  # fmt: skip


def row(columns: Sequence[str], **values: str) -> list[str]:
    """A row with these cells and the rest blank."""
    assert set(values) <= set(columns), set(values) - set(columns)
    return [values.get(column, "") for column in columns]


def user(sid: str, role: str, given: str, family: str = "Warsame", **more: str) -> list[str]:
    values = {"sourcedId": sid, "enabledUser": "true", "orgSourcedIds": "org1", "role": role, "username": sid} | more
    return row(USERS, givenName=given, familyName=family, **values)


def school(sid: str = "org1", name: str = "Riverside") -> list[str]:
    return row(ORGS, sourcedId=sid, name=name, type="school")


def section(sid: str, title: str, org: str = "org1", kind: str = "homeroom") -> list[str]:
    return row(
        CLASSES,
        sourcedId=sid,
        title=title,
        grades="04",
        courseSourcedId="c1",
        classType=kind,
        schoolSourcedId=org,
        termSourcedIds="t1",
    )


def enrolment(sid: str, section_sid: str, user_sid: str, role: str = "student", **more: str) -> list[str]:
    return row(
        ENROLLMENTS, sourcedId=sid, classSourcedId=section_sid, schoolSourcedId="org1", userSourcedId=user_sid, role=role, **more
    )


def small(students: int = 10) -> Files:
    """One school, two sections, a teacher, and for each student a mother and a father linked from alternating sides."""
    users = [user("t1", "teacher", "Ben", "Ortiz", email="ben@school.example")]
    enrolments = [enrolment("e-t1", "4A", "t1", "teacher")]
    for n in range(students):
        mother, father = f"m{n}", f"f{n}"
        users.append(
            user(f"s{n}", "student", f"Child{n}", grades="04", agentSourcedIds=f"{mother},{father}" if n % 2 else mother)
        )
        users.append(user(mother, "parent", f"Mother{n}", email=f"m{n}@families.example", sms=f"+3460000{n:04}"))
        users.append(user(father, "guardian", f"Father{n}", phone=f"+3461000{n:04}", agentSourcedIds="" if n % 2 else f"s{n}"))
        enrolments.append(enrolment(f"e{n}", "4A" if n % 2 else "4B", f"s{n}"))
    return {
        "orgs.csv": (ORGS, [school()]),
        "classes.csv": (CLASSES, [section("4A", "4A"), section("4B", "4B")]),
        "users.csv": (USERS, users),
        "enrollments.csv": (ENROLLMENTS, enrolments),
    }


def small_12() -> Files:
    """OneRoster 1.2: roles in a file of their own; Ana is a teacher and the mother of Leo."""

    def person(sid: str, given: str, **more: str) -> list[str]:
        return row(USERS_12, sourcedId=sid, enabledUser="true", username=sid, givenName=given, familyName="Puig", **more)

    def role(sid: str, who: str, what: str, kind: str = "primary") -> list[str]:
        return row(ROLES_12, sourcedId=sid, userSourcedId=who, roleType=kind, role=what, orgSourcedId="org1")

    return {
        "orgs.csv": (ORGS, [school()]),
        "classes.csv": (CLASSES, [section("4A", "4A")]),
        "users.csv": (
            USERS_12,
            [
                person("ana", "Anna", preferredGivenName="Ana", email="ana@school.example"),
                person("leo", "Leo", agentSourcedIds="ana"),
                person("pau", "Pau", phone="+34600111222"),
            ],
        ),
        "roles.csv": (
            ROLES_12,
            [
                role("r1", "ana", "teacher"),
                role("r2", "ana", "parent", "secondary"),
                role("r3", "leo", "student"),
                role("r4", "pau", "principal"),
            ],
        ),
        "enrollments.csv": (ENROLLMENTS, [enrolment("e1", "4A", "ana", "teacher"), enrolment("e2", "4A", "leo")]),
    }


def manifest(
    files: Files, mode: str = "bulk", version: str = "1.1", system: str = "Test SIS", modes: Mapping[str, str] | None = None
) -> Table:
    rows: list[Sequence[str]] = [("manifest.version", "1.0"), ("oneroster.version", version)]
    rows += [(f"file.{name.removesuffix('.csv')}", (modes or {}).get(name, mode)) for name in files]
    return ("propertyName", "value"), [*rows, ("source.systemName", system)]


def as_csv(table: Table, delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(table[0])
    writer.writerows(table[1])
    return text.getvalue()


def zipped(files: Files, *, with_manifest: bool = True, raw: Mapping[str, bytes] | None = None, **about: Any) -> bytes:
    """The zip; `raw` members replace or join the tables as they are."""
    content = {name: as_csv(table).encode() for name, table in files.items()}
    if with_manifest:
        content["manifest.csv"] = as_csv(manifest(files, **about)).encode()
    content |= raw or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def stage(data: bytes, folder: Path, *, name: str = "roster.zip", by: Person | None = None, **options: Any) -> RosterRun:
    path = folder / name
    path.write_bytes(data)
    return commands.stage_path(path, by=by, options=options)


def bring(files: Files, folder: Path, *, confirmed: bool = True, **about: Any) -> RosterRun:
    """Stage and apply."""
    run = stage(zipped(files, **about), folder)
    assert not run.refusal, run.refusal
    return commands.apply_run(run, by=None, confirmed=confirmed)


def replaced(files: Files, name: str, rows: Iterable[Sequence[str]]) -> Files:
    return files | {name: (files[name][0], list(rows))}


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table an import touches."""
    found = {}
    with connection.cursor() as cursor:
        for table in KEPT_TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY id")  # noqa: S608  the tables above
            found[table] = cursor.fetchall()
    return found


def meaning() -> dict[str, set[tuple[Any, ...]]]:
    """What the tables say, without our keys: the same for the same roster in any order."""
    statements = {
        "persons": "SELECT sourced_id, kind, given_name, family_name, preferred_name, read_language, search_key, ended_at IS NULL FROM people_person",
        "links": "SELECT a.sourced_id, s.sourced_id, g.relation, f.home, g.ended_at IS NULL FROM people_guardianship g JOIN people_person a"
        " ON a.id = g.adult_id JOIN people_person s ON s.id = g.student_id JOIN people_family f ON f.id = g.family_id",
        "families": "SELECT s.sourced_id, f.home, f.ended_at IS NULL FROM people_family f JOIN people_person s ON s.id = f.student_id",
        "enrolments": "SELECT p.sourced_id, c.sourced_id, e.role, e.begins_on, e.ends_on, e.ended_at IS NULL FROM people_enrolment e"
        " JOIN people_person p ON p.id = e.person_id JOIN people_section c ON c.id = e.section_id",
        "roles": "SELECT p.sourced_id, o.sourced_id, r.role, r.grade, r.ended_at IS NULL FROM people_schoolrole r JOIN people_person p"
        " ON p.id = r.person_id JOIN people_school o ON o.id = r.school_id",
        "points": "SELECT p.sourced_id, k.kind, k.value, k.state, k.priority, k.ended_at IS NULL FROM people_contactpoint k"
        " JOIN people_person p ON p.id = k.person_id",
        "sections": "SELECT sourced_id, name, grade, kind, ended_at IS NULL FROM people_section",
        "schools": "SELECT sourced_id, name, ended_at IS NULL FROM people_school",
    }
    found = {}
    with connection.cursor() as cursor:
        for name, statement in statements.items():
            cursor.execute(statement)
            found[name] = set(cursor.fetchall())
    return found


def codes(run: RosterRun) -> set[str]:
    return set(run.problems.values_list("code", flat=True))


def counts(run: RosterRun, *actions: str) -> dict[str, tuple[int, ...]]:
    """The kinds in which something is counted under one of the actions."""
    wanted = actions or ("new", "changed", "ended")
    found = {kind: tuple(numbers[action] for action in wanted) for kind, numbers in run.counts.items()}
    return {kind: numbers for kind, numbers in found.items() if any(numbers)}
