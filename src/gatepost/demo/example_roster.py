"""A OneRoster zip of the demo school as its register would send it today, with a few changes: to try an import."""

import csv
import io
import zipfile
from collections import defaultdict
from pathlib import Path

from gatepost.demo.loading import SOURCE_KEY, SYSTEM
from gatepost.kernel.errors import NotReadyError
from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    EnrolmentRole,
    Guardianship,
    Person,
    Role,
    School,
    SchoolRole,
    Section,
)

Rows = list[dict[str, str]]
_USERS = [
    "sourcedId",
    "status",
    "dateLastModified",
    "enabledUser",
    "orgSourcedIds",
    "role",
    "username",
    "userIds",
    "givenName",
    "familyName",
    "middleName",
    "identifier",
    "email",
    "sms",
    "phone",
    "agentSourcedIds",
    "grades",
    "password",
]
_ORGS = ["sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"]
_CLASSES = [
    "sourcedId",
    "status",
    "dateLastModified",
    "title",
    "grades",
    "courseSourcedId",
    "classCode",
    "classType",
    "location",
    "schoolSourcedId",
    "termSourcedIds",
    "subjects",
    "subjectCodes",
    "periods",
]
_ENROLMENTS = [
    "sourcedId",
    "status",
    "dateLastModified",
    "classSourcedId",
    "schoolSourcedId",
    "userSourcedId",
    "role",
    "primary",
    "beginDate",
    "endDate",
]
_WORDS = {
    Role.STUDENT: "student",
    Role.TEACHER: "teacher",
    Role.OFFICE: "administrator",
    Role.PRINCIPAL: "principal",
    Role.COUNSELLOR: "counselor",
}
# What the register knows that we do not: three newcomers with a mother each.
NEWCOMERS = (("Ayaan", "Hersi", "Nasra"), ("Ema", "Popescu", "Raluca"), ("Leo", "Marsh", "Holly"))
CHANGES = (
    "Three new children with a guardian each, one child who moved to 4B, one family name changed, two new phone numbers, "
    "and one child who left."
)


def write_example_roster(path: Path) -> str:
    """Write the zip; returns what it changes, in a sentence."""
    school = School.objects.filter(source__key=SOURCE_KEY).order_by("pk").first()
    if school is None:
        raise NotReadyError("There is no demo school here: `gatepost demo` loads it.")
    users, enrolments, classes = _users(school), _enrolments(school), _classes(school)
    _change(school, users, enrolments)
    org = {"sourcedId": str(school.sourced_id), "name": school.name, "type": "school", "identifier": school.slug}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.csv", _manifest())
        for name, columns, rows in (
            ("orgs.csv", _ORGS, [org]),
            ("users.csv", _USERS, list(users.values())),
            ("classes.csv", _CLASSES, classes),
            ("enrollments.csv", _ENROLMENTS, enrolments),
        ):
            package.writestr(name, _table(columns, rows))
    return CHANGES


def _users(school: School) -> dict[str, dict[str, str]]:
    """Everybody the register knows, by id: students, guardians, and staff with a role it has a word for."""
    students = Person.objects.filter(school_roles__school=school, school_roles__role=Role.STUDENT, ended_at=None).values("pk")
    links = Guardianship.objects.filter(student__in=students, ended_at=None).values_list(
        "adult__sourced_id", "student__sourced_id"
    )
    children: dict[str, list[str]] = defaultdict(list)
    for adult, child in links.order_by("adult_id", "student_id"):
        children[str(adult)].append(str(child))
    points: dict[tuple[int, str], str] = {}
    for point in ContactPoint.objects.filter(person__source=school.source, ended_at=None).order_by("-priority", "-pk"):
        points[point.person_id, point.kind] = point.value
    roles, grades = defaultdict(list), {}
    for role in SchoolRole.objects.filter(school=school, source=school.source, ended_at=None):
        roles[role.person_id].append(_WORDS[Role(role.role)])
        grades[role.person_id] = role.grade
    users = {}
    for person in Person.objects.filter(source=school.source, ended_at=None).order_by("pk"):
        words = roles[person.pk] + (["parent"] if str(person.sourced_id) in children else [])
        if not words:
            continue
        users[str(person.sourced_id)] = {
            "sourcedId": str(person.sourced_id),
            "enabledUser": "true",
            "orgSourcedIds": str(school.sourced_id),
            "role": ",".join(words),
            "username": str(person.sourced_id),
            "givenName": person.given_name,
            "familyName": person.family_name,
            "email": points.get((person.pk, "email"), ""),
            "phone": points.get((person.pk, "phone"), ""),
            "agentSourcedIds": ",".join(children[str(person.sourced_id)]),
            "grades": grades.get(person.pk, ""),
        }
    return users


def _classes(school: School) -> Rows:
    sections = Section.objects.filter(school=school, ended_at=None).order_by("pk")
    return [
        {
            "sourcedId": str(section.sourced_id),
            "title": section.name,
            "grades": section.grade,
            "classCode": section.name,
            "classType": section.kind,
            "schoolSourcedId": str(school.sourced_id),
        }
        for section in sections
    ]


def _enrolments(school: School) -> Rows:
    found = Enrolment.objects.filter(section__school=school, ended_at=None).order_by("pk")
    rows = found.values_list("pk", "section__sourced_id", "person__sourced_id", "role")
    return [_enrolment(f"enrolment-{key}", school, section, person, role) for key, section, person, role in rows]


def _enrolment(key: str, school: School, section: str | None, person: str | None, role: str) -> dict[str, str]:
    return {
        "sourcedId": key,
        "classSourcedId": str(section),
        "schoolSourcedId": str(school.sourced_id),
        "userSourcedId": str(person),
        "role": role,
    }


def _change(school: School, users: dict[str, dict[str, str]], enrolments: Rows) -> None:
    """What `CHANGES` says, always with the same people."""
    home, next_door = _section(school, "4B"), _section(school, "4A")
    for number, (given, family, mother) in enumerate(NEWCOMERS, start=1):
        child, adult = f"newcomer-{number}", f"newcomer-adult-{number}"
        common = {"enabledUser": "true", "orgSourcedIds": str(school.sourced_id), "familyName": family}
        users[child] = common | {
            "sourcedId": child,
            "username": child,
            "role": "student",
            "givenName": given,
            "grades": home.grade,
        }
        users[adult] = common | {
            "sourcedId": adult, "username": adult, "role": "parent", "givenName": mother, "agentSourcedIds": child,
            "email": f"{mother.lower()}.{family.lower()}@new.example", "phone": f"+44207946099{number}",
        }  # fmt: skip
        enrolments.append(_enrolment(f"enrolment-{child}", school, home.sourced_id, child, EnrolmentRole.STUDENT))
    in_next_door = [
        row for row in enrolments if row["classSourcedId"] == next_door.sourced_id and row["role"] == EnrolmentRole.STUDENT
    ]
    in_next_door[0]["classSourcedId"] = str(home.sourced_id)
    _leaves(in_next_door[1]["userSourcedId"], users, enrolments)
    adults = [
        user
        for user in users.values()
        if user["role"] == "parent" and user.get("phone") and user["sourcedId"].startswith("adult")
    ]
    adults[0]["familyName"] += "-Bell"
    for number, user in enumerate(adults[1:3]):
        user["phone"] = f"+44114496099{number}"


def _leaves(child: str, users: dict[str, dict[str, str]], enrolments: Rows) -> None:
    del users[child]
    enrolments[:] = [row for row in enrolments if row["userSourcedId"] != child]
    for key, user in list(users.items()):
        children = (
            [other for other in user["agentSourcedIds"].split(",") if other and other != child]
            if user.get("agentSourcedIds")
            else []
        )
        if user.get("agentSourcedIds") and not children and user["role"] == "parent":
            del users[key]
        else:
            user["agentSourcedIds"] = ",".join(children)


def _section(school: School, name: str) -> Section:
    named = Section.objects.filter(school=school, ended_at=None)
    return named.filter(name=name).first() or named.order_by("-pk")[0]


def _manifest() -> str:
    sent = {"orgs", "users", "classes", "enrollments"}
    absent = (
        "academicSessions",
        "categories",
        "classResources",
        "courseResources",
        "courses",
        "demographics",
        "lineItems",
        "resources",
        "results",
    )
    lines = [("propertyName", "value"), ("manifest.version", "1.0"), ("oneroster.version", "1.1")]
    lines += [(f"file.{name}", "bulk" if name in sent else "absent") for name in sorted({*sent, *absent})]
    lines += [("source.systemName", SYSTEM), ("source.systemCode", SYSTEM)]
    return "".join(f"{name},{value}\r\n" for name, value in lines)


def _table(columns: list[str], rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
