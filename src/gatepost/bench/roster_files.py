"""OneRoster files of a large district, from a seed: the input of `bench import`."""

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

GIVEN = [
    "Amina",
    "Yusuf",
    "Laia",
    "Mihai",
    "Lin",
    "Fatima",
    "Omar",
    "Ngoc",
    "Ioana",
    "Joan",
    "Marta",
    "Oleh",
    "Daria",
    "Hodan",
    "Ayaan",
    "Bilal",
    "Zainab",
    "Chen",
    "Mei",
    "Andreu",
    "Núria",
    "Élodie",
    "João",
    "Inês",
    "Ștefan",
]
FAMILY = [
    "Warsame",
    "Puig",
    "Dumitrescu",
    "Qin",
    "Khan",
    "Haddad",
    "Nguyễn",
    "Popescu",
    "Ferrer",
    "Costa",
    "Kovalenko",
    "Abdi",
    "Hassan",
    "Malik",
    "Wang",
    "Silva",
    "García",
    "López",
    "Fernández",
    "Roca",
    "Martin",
    "Bernard",
    "Sousa",
    "Ionescu",
]
STUDENT_SHARE, STAFF_SHARE = 0.40, 0.025
SCHOOL_SIZE, SECTION_SIZE, SECTIONS_EACH = 1000, 25, 3

Row = tuple[object, ...]


@dataclass(frozen=True)
class District:
    """How many of everything; relations are guardian links and enrolments."""

    persons: int
    relations: int
    seed: int = 20261121

    @property
    def students(self) -> int:
        return int(self.persons * STUDENT_SHARE)

    @property
    def staff(self) -> int:
        return int(self.persons * STAFF_SHARE)

    @property
    def guardians(self) -> int:
        return self.persons - self.students - self.staff

    @property
    def links(self) -> int:
        return min(2 * self.students, self.relations // 2)

    @property
    def enrolments(self) -> int:
        return self.relations - self.links

    @property
    def schools(self) -> int:
        return max(1, self.students // SCHOOL_SIZE)

    @property
    def sections(self) -> int:
        return max(1, self.students * SECTIONS_EACH // SECTION_SIZE)


def write_district(folder: Path, district: District, *, changed_share: float = 0.0) -> None:
    """A complete bulk set. With `changed_share`, that share of the persons has another name or another phone."""
    choice = random.Random(district.seed + 1)
    changed = set(choice.sample(range(district.persons), int(district.persons * changed_share)))
    _write(folder / "manifest.csv", ("propertyName", "value"), _manifest())
    _write(folder / "orgs.csv", ORGS, ((f"org{n}", "", "", f"School {n}", "school", f"{n}", "") for n in range(district.schools)))
    _write(folder / "classes.csv", CLASSES, _classes(district))
    _write(folder / "users.csv", USERS, _users(district, changed))
    _write(folder / "enrollments.csv", ENROLLMENTS, _enrolments(district))


ORGS = ("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId")
CLASSES = (
    "sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode", "classType", "location",
    "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods",
)  # fmt: skip
USERS = (
    "sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds", "givenName",
    "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password", "metadata.homeLanguage",
)  # fmt: skip
ENROLLMENTS = (
    "sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate",
)  # fmt: skip
LANGUAGES = ("es", "ca", "fr", "pt", "ro", "ar", "ur", "zh", "uk", "so", "vi", "en")


def _manifest() -> Iterator[Row]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.1"
    for name in ("orgs", "classes", "users", "enrollments"):
        yield f"file.{name}", "bulk"
    for name in ("academicSessions", "courses", "demographics"):
        yield f"file.{name}", "absent"
    yield "source.systemName", "Bench district"


def _classes(district: District) -> Iterator[Row]:
    for n in range(district.sections):
        kind = "homeroom" if n % SECTIONS_EACH == 0 else "scheduled"
        cells = {"sourcedId": f"class{n}", "title": f"Class {n}", "grades": f"{n % 12 + 1:02}", "courseSourcedId": "course1"}
        cells |= {
            "classCode": f"C{n}",
            "classType": kind,
            "schoolSourcedId": f"org{n % district.schools}",
            "termSourcedIds": "term1",
        }
        yield _row(CLASSES, cells)


def _users(district: District, changed: set[int]) -> Iterator[Row]:
    chance = random.Random(district.seed)
    for n in range(district.persons):
        given, family = chance.choice(GIVEN), f"{chance.choice(FAMILY)} {chance.choice(FAMILY)}"
        phone = f"6{chance.randrange(10**8):08}"
        if n in changed:
            given, phone = (f"{given} Maria", phone) if n % 2 or n < district.students else (given, f"7{phone[1:]}")
        yield _user(district, n, (given, family, phone))


def _user(district: District, n: int, said: tuple[str, str, str]) -> Row:
    given, family, phone = said
    cells = {"enabledUser": "true", "orgSourcedIds": f"org{n % district.schools}", "givenName": given, "familyName": family}
    guardian = n - district.students
    teacher = guardian - district.guardians
    if guardian < 0:
        agents = ",".join(f"g{_guardian(district, n, k)}" for k in range(_links_of(district, n)))
        cells |= {"sourcedId": f"s{n}", "role": "student", "agentSourcedIds": agents, "grades": f"{n % 12 + 1:02}"}
    elif teacher < 0:
        language = LANGUAGES[n % len(LANGUAGES)]
        cells |= {"sourcedId": f"g{guardian}", "role": "parent", "email": f"g{guardian}@families.example", "sms": f"+34{phone}"}
        cells |= {"metadata.homeLanguage": language}
    else:
        cells |= {
            "sourcedId": f"t{teacher}",
            "role": "teacher",
            "email": f"t{teacher}@district.example",
            "phone": f"93{phone[:7]}",
        }
    return _row(USERS, cells | {"username": cells["sourcedId"]})


def _row(columns: tuple[str, ...], cells: dict[str, str]) -> Row:
    return tuple(cells.get(column, "") for column in columns)


def _links_of(district: District, student: int) -> int:
    """Two guardians each, or as many as the wanted number of links allows."""
    base, more = divmod(district.links, max(district.students, 1))
    return base + (student < more)


def _guardian(district: District, student: int, which: int) -> int:
    return int(student * district.guardians / max(district.students, 1) + which) % max(district.guardians, 1)


def _enrolments(district: District) -> Iterator[Row]:
    number = 0
    while number < district.enrolments:
        is_teacher = number < district.sections and district.staff > 0
        if is_teacher:
            person, section, role = f"t{number % district.staff}", number, "teacher"
        else:
            place = number - district.sections
            student, turn = place % district.students, place // district.students
            person, section, role = f"s{student}", (student * SECTIONS_EACH + turn) % district.sections, "student"
        school = f"org{section % district.schools}"
        yield f"e{number}", "", "", f"class{section}", school, person, role, "", "2026-09-01", ""
        number += 1


def _write(path: Path, header: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
