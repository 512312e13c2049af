"""One sheet with a row for each student and guardian → clean rows. Nobody is matched by name, not even inside the sheet."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gatepost.kernel.text import clean_text, search_key
from gatepost.people.contact_values import split_phones
from gatepost.people.models import ContactKind, EnrolmentRole, Role, SectionKind
from gatepost.people.roster.cells import LONGEST_NAME, Cells
from gatepost.people.roster.oneroster_rows import name_key
from gatepost.people.roster.package import Package
from gatepost.people.roster.ports import (
    BAD,
    JOINT,
    OK,
    ContactRow,
    EnrolmentRow,
    Extent,
    LinkRow,
    PersonRow,
    RefusedError,
    RoleRow,
    SchoolRow,
    SectionRow,
    joint_key,
)
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.sheet_file import open_sheet
from gatepost.people.roster.staging import Stage
from gatepost.people.roster.words import grade_of

_PLACE = "school"


@dataclass(frozen=True)
class SheetOptions:
    """How to read it: our field → column, the country of phone numbers, and the school where no column names it."""

    columns: dict[str, str]
    country: str = ""
    school_id: int | None = None
    school_name: str = ""


@dataclass
class Said:
    """One person, gathered from all rows that speak of it."""

    row: int
    given: str
    family: str
    relation: str = ""
    home: str = ""
    language: str | None = None
    differs: bool = False


@dataclass
class Gathered:
    """What the rows say together; small enough to hold: names and ids only."""

    students: dict[str, Said] = field(default_factory=dict)
    guardians: dict[str, Said] = field(default_factory=dict)
    teachers: dict[str, Said] = field(default_factory=dict)
    schools: dict[str, tuple[int, str]] = field(default_factory=dict)
    sections: dict[str, tuple[int, str, str, str]] = field(default_factory=dict)
    enrolled: dict[tuple[str, str], int] = field(default_factory=dict)
    blind: set[str] = field(default_factory=set)


def read_sheet(package: Package, stage: Stage, problems: Problems, options: SheetOptions) -> Extent:
    """Stage every row of the sheet."""
    with open_sheet(package, problems) as table:
        places = {name: table.header.index(column) for name, column in options.columns.items() if column in table.header}
        if "student_id" not in places:
            raise RefusedError(
                _("Choose the column with the student's id. Without ids we would have to match people by name, and never do.")
            )
        cells = Cells(table.file, places, problems)
        extent, gathered = _extent(cells), Gathered()
        for number, row in table.rows:
            cells.at(number, row)
            if table.is_torn or not cells.sid("student_id"):
                extent.blind |= {"persons", "enrolments", "guardianships", "school_roles", "sections"}
                if not table.is_torn:
                    cells.add("id_missing", options.columns["student_id"], options.columns["student_id"])
                continue
            _read_row(cells, stage, gathered, options)
            if number % 20_000 == 0:
                stage.tell(f"{number:,}")
        _stage_gathered(cells, stage, gathered, options)
    extent.blind |= gathered.blind
    stage.finish()
    return extent


def _read_row(cells: Cells, stage: Stage, gathered: Gathered, options: SheetOptions) -> None:
    student = "s:" + cells.sid("student_id")
    if student not in gathered.students and not cells.text("student_given") and cells.text("student_family"):
        cells.add("given_missing", "student_given", cells.name("student_family"))
    _gather(cells, gathered.students, student, _names(cells, "student"))
    school = _school(cells, gathered)
    grade = grade_of(cells.text("grade"))
    role = joint_key(student, school, Role.STUDENT)
    if (role, "") not in gathered.enrolled:
        gathered.enrolled[(role, "")] = cells.number
        stage.add(RoleRow(cells.file, cells.number, OK, role, student, school, Role.STUDENT, grade))
    _read_section(cells, stage, gathered, (student, school, grade))
    _read_guardian(cells, stage, gathered, student, options)


def _school(cells: Cells, gathered: Gathered) -> str:
    name = cells.name("school", 255)
    sid = f"school:{search_key(name)}"[:255] if name else _PLACE
    gathered.schools.setdefault(sid, (cells.number, name))
    return sid


def _read_section(cells: Cells, stage: Stage, gathered: Gathered, who: tuple[str, str, str]) -> None:
    student, school, grade = who
    name = cells.name("section", 110)
    if not name:
        return
    # "A" alone is a different section in every grade; "4A" and "Choir 2" say it themselves.
    if grade and len(name) <= 2 and not any(sign.isdigit() for sign in name):
        name = f"{grade} {name}"
    section = joint_key(school, search_key(name))
    gathered.sections.setdefault(section, (cells.number, school, name, grade))
    _enrol(cells, stage, gathered, (student, section, EnrolmentRole.STUDENT))
    _read_teacher(cells, stage, gathered, school, section)


def _read_teacher(cells: Cells, stage: Stage, gathered: Gathered, school: str, section: str) -> None:
    sid, name = cells.sid("teacher_id"), cells.name("teacher_name")
    if not sid:
        if name:
            cells.problems.once(cells.file, cells.number, "teacher_no_id", field="teacher_name", value=name)
        return
    teacher = f"t:{sid}"
    _gather(cells, gathered.teachers, teacher, _split(name) if name else (sid, ""))
    role = joint_key(teacher, school, Role.TEACHER)
    if (role, "") not in gathered.enrolled:
        gathered.enrolled[(role, "")] = cells.number
        stage.add(RoleRow(cells.file, cells.number, OK, role, teacher, school, Role.TEACHER))
    _enrol(cells, stage, gathered, (teacher, section, EnrolmentRole.TEACHER))


def _enrol(cells: Cells, stage: Stage, gathered: Gathered, said: tuple[str, str, str]) -> None:
    person, section, role = said
    if (person, section) not in gathered.enrolled:
        gathered.enrolled[(person, section)] = cells.number
        stage.add(EnrolmentRow(cells.file, cells.number, OK, joint_key(person, section, role), person, section, role))


def _read_guardian(cells: Cells, stage: Stage, gathered: Gathered, student: str, options: SheetOptions) -> None:
    names, sid = _names(cells, "guardian"), cells.sid("guardian_id")
    if not names[0]:
        cells.language("language")
        if sid or cells.text("email") or cells.text("phone"):
            cells.add("guardian_nameless", "guardian_name")
            if sid:
                gathered.guardians.setdefault(f"g:{sid}", Said(cells.number, "", "", differs=True))
            else:
                gathered.blind |= {"persons", "guardianships"}
        return
    relation = cells.relation("relation")
    # Without an id a guardian is known by the child, the relation and the name: never the same person for two children.
    guardian = f"g:{sid}" if sid else JOINT.join(("of", student, relation, search_key(" ".join(names))))
    said = _gather(cells, gathered.guardians, guardian, names)
    said.language = said.language or cells.language("language")
    said.relation = min(filter(None, (said.relation, relation)), default="")
    home = cells.name("home", 120)
    stage.add(LinkRow(cells.file, cells.number, OK, guardian, student, relation or "guardian", home))
    _read_contacts(cells, stage, guardian, options.country)


def _read_contacts(cells: Cells, stage: Stage, person: str, country: str) -> None:
    addresses = [part.strip() for part in cells.text("email").replace(",", ";").split(";") if part.strip()]
    found: list[tuple[str, str, str]] = [(ContactKind.EMAIL, cells.email("email", part), part) for part in addresses]
    for column in ("phone", "phone2"):
        found += [(ContactKind.PHONE, cells.phone(column, part, country), part) for part in split_phones(cells.text(column))]
    if address := clean_text(cells.raw("address")):
        found.append((ContactKind.POST, address[:320], address))
    for place, (kind, value, raw) in enumerate(found, start=1):
        key = joint_key(person, kind, value)
        stage.add(
            ContactRow(
                cells.file, cells.number, OK if value else BAD, key if value else "", person, kind, value, raw[:400], place
            )
        )


def _gather(cells: Cells, known: dict[str, Said], sid: str, names: tuple[str, str]) -> Said:
    said = known.get(sid)
    if said is None:
        said = known[sid] = Said(cells.number, *names)
    elif names[0] and (said.given, said.family) != names:
        said.differs = said.differs or bool(said.given)
        said.given, said.family = max((said.given, said.family), names)
    return said


def _names(cells: Cells, who: str) -> tuple[str, str]:
    given = cells.name(f"{who}_given")
    family = " ".join(part for part in (cells.name(f"{who}_family"), cells.name(f"{who}_family2")) if part)[:LONGEST_NAME]
    if not given and not family:
        return _split(cells.name(f"{who}_name"))
    return (given, family) if given else (family, "")


def _split(name: str) -> tuple[str, str]:
    """ "Warsame, Yusuf" and "Yusuf Warsame" → (Yusuf, Warsame); what cannot be split is the given name."""
    if "," in name:
        family, _comma, given = name.partition(",")
        return (given.strip(), family.strip()) if given.strip() else (family.strip(), "")
    given, _space, family = name.partition(" ")
    return given, family


def _stage_gathered(cells: Cells, stage: Stage, gathered: Gathered, options: SheetOptions) -> None:
    for sid, (row, name) in gathered.schools.items():
        is_given = sid == _PLACE and options.school_id is not None
        target = options.school_id if is_given else None
        stage.add(SchoolRow(cells.file, row, "given" if is_given else OK, sid, name or options.school_name, target))
    for sid, (row, school, name, grade) in gathered.sections.items():
        stage.add(SectionRow(cells.file, row, OK, sid, school, name, grade, SectionKind.HOMEROOM))
    kinds = [
        kind
        for kind, columns in (
            (ContactKind.EMAIL, ("email",)),
            (ContactKind.PHONE, ("phone", "phone2")),
            (ContactKind.POST, ("address",)),
        )
        if any(cells.has(column) for column in columns)
    ]
    _stage_persons(cells, stage, gathered.students, "student_differs", ())
    _stage_persons(cells, stage, gathered.guardians, "guardian_differs", tuple(kinds))
    _stage_persons(cells, stage, gathered.teachers, "guardian_differs", ())


def _stage_persons(cells: Cells, stage: Stage, persons: dict[str, Said], code: str, kinds: tuple[str, ...]) -> None:
    for sid, said in persons.items():
        flag = OK
        if said.differs or not said.given:
            flag = BAD
            cells.problems.add(cells.file, said.row, code if said.given else "name_missing", value=sid.split(":", 1)[-1])
        is_student, is_teacher = sid.startswith("s:"), sid.startswith("t:")
        stage.add(
            PersonRow(
                cells.file,
                said.row,
                flag,
                sid,
                is_student=is_student,
                is_guardian=not (is_student or is_teacher),
                is_staff=is_teacher,
                given_name=said.given,
                family_name=said.family,
                read_language=said.language,
                relation=said.relation,
                search_key=name_key(said.given, said.family, None),
                contact_kinds=",".join(kinds),
            )
        )


def _extent(cells: Cells) -> Extent:
    """A sheet is the whole truth about what it has columns for; schools it only names."""
    modes = {"schools": "adding", "persons": "bulk", "school_roles": "bulk", "contact_points": "mentioned"}
    if cells.has("section"):
        modes |= {"sections": "bulk", "enrolments": "bulk"}
    if any(cells.has(f"guardian_{part}") for part in ("given", "family", "name")):
        modes["guardianships"] = "bulk"
    return Extent(modes)
