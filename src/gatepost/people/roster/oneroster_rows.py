"""OneRoster rows → clean rows: organisations, sections, roles, persons with their contacts and links, enrolments."""

from dataclasses import dataclass, field

from gatepost.kernel.text import search_key
from gatepost.people.models import EnrolmentRole, Role, SectionKind
from gatepost.people.roster.cells import Cells
from gatepost.people.roster.decoding import open_table
from gatepost.people.roster.oneroster import Files, cells_of, is_torn
from gatepost.people.roster.oneroster_files import ABOVE_SCHOOL, SCHOOL_TYPES, STATUS_WORDS
from gatepost.people.roster.ports import (
    BAD,
    GONE,
    OK,
    EnrolmentRow,
    Extent,
    KeepRow,
    LinkRow,
    RoleRow,
    SchoolRow,
    SectionRow,
    joint_key,
)
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.staging import Stage
from gatepost.people.roster.words import ROLE_WORDS, ROLES_AS_WRITTEN, grade_of, plain

_SCHOOL_ROLES = frozenset(role for role, _relation in ROLE_WORDS.values() if role)


@dataclass
class Org:
    """An organisation of orgs.csv."""

    row: int
    flag: str
    name: str
    kind: str
    parent: str
    file: str


@dataclass
class Known:
    """What is kept in memory while the files are read: the organisations, and who has which kind of role."""

    country: str
    orgs: dict[str, Org] = field(default_factory=dict)
    parents: set[str] = field(default_factory=set)
    # Organisations that are no school by name but have sections.
    taken_as_school: set[str] = field(default_factory=set)
    # person id → relation, and the three claims of `PersonRow`
    students: set[str] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)
    relations: dict[str, str] = field(default_factory=dict)

    def school_of(self, sid: str) -> str:
        """The school this organisation is or lies in; "" where it lies above schools; itself where we do not know it."""
        seen: set[str] = set()
        here = sid
        while here in self.orgs and here not in seen:
            seen.add(here)
            if self.is_school(here):
                return here
            here = self.orgs[here].parent
        return "" if sid in self.orgs else sid

    def is_school(self, sid: str) -> bool:
        org = self.orgs[sid]
        if org.kind in SCHOOL_TYPES or sid in self.taken_as_school:
            return True
        return not org.kind and sid not in self.parents


@dataclass
class Reading:
    """Everything the row functions need."""

    files: Files
    stage: Stage
    problems: Problems
    extent: Extent
    known: Known

    def flag(self, cells: Cells, name: str) -> str:
        """ok or gone, by the status column."""
        written = cells.text("status")
        mode = self.files.mode(name)
        word = written.casefold()
        if mode == "delta":
            if not written:
                self.problems.once(cells.file, cells.number, "status_missing", field="status")
        elif written:
            self.problems.once(cells.file, cells.number, "status_in_bulk", field="status", value=written)
        if word == "inactive":
            self.problems.once(cells.file, cells.number, "status_inactive", field="status")
        elif word not in STATUS_WORDS:
            self.problems.once(cells.file, cells.number, "status_unknown", field="status", value=written)
        return STATUS_WORDS.get(word, OK)

    def identity(self, cells: Cells, kind: str) -> str:
        """The row's own id; without one nobody knows of which record it speaks."""
        sid = cells.sid("sourcedId")
        if not sid:
            self.extent.blind.add(kind)
            cells.add("id_missing", "sourcedId", "sourcedId")
        return sid


def read_orgs(reading: Reading) -> None:
    """Into memory only: what is a school is known once the sections are read."""
    member = reading.files.members["orgs.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "orgs.csv", reading.problems)
        for number, row in table.rows:
            cells.at(number, row)
            sid = reading.identity(cells, "schools")
            if not sid:
                continue
            kind = cells.text("type").casefold()
            flag = BAD if is_torn(table, cells) else reading.flag(cells, "orgs.csv")
            parent = cells.sid("parentSourcedId")
            org = Org(number, flag, cells.name("name", 255), kind, parent, table.file)
            reading.known.parents.add(parent)
            if sid in reading.known.orgs:
                _same_org_twice(cells, sid, reading.known.orgs[sid], org)
                continue
            reading.known.orgs[sid] = org


def stage_schools(reading: Reading) -> None:
    """Once it is known which organisations are schools."""
    known = reading.known
    for sid, org in known.orgs.items():
        if not known.is_school(sid):
            continue
        if sid in known.taken_as_school:
            reading.problems.add(org.file, org.row, "org_as_school", field="type", value=org.name or sid)
        if not org.name and org.flag == OK:
            reading.problems.add(org.file, org.row, "school_nameless", field="name", value=sid)
        reading.stage.add(SchoolRow(org.file, org.row, org.flag, sid, org.name or sid))


def read_classes(reading: Reading) -> None:
    member = reading.files.members["classes.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "classes.csv", reading.problems)
        for number, row in table.rows:
            cells.at(number, row)
            sid = reading.identity(cells, "sections")
            if not sid:
                continue
            if is_torn(table, cells):
                reading.stage.add(SectionRow(table.file, number, BAD, sid))
                continue
            reading.stage.add(_section(reading, cells, sid))


def read_roles(reading: Reading) -> None:
    """OneRoster 1.2: who is what, and where."""
    member = reading.files.members["roles.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "roles.csv", reading.problems)
        for number, row in table.rows:
            cells.at(number, row)
            person = cells.sid("userSourcedId")
            if not person or is_torn(table, cells):
                _blind_relation(reading, cells, "school_roles", person, "")
                continue
            flag = reading.flag(cells, "roles.csv")
            known = role_known(reading, cells, person, cells.text("role"), flag)
            if not known:
                reading.stage.add(KeepRow("school_roles", person, ""))
            else:
                stage_role(reading, cells, (person, known, cells.sid("orgSourcedId")), flag)


def read_enrolments(reading: Reading) -> None:
    member = reading.files.members["enrollments.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "enrollments.csv", reading.problems)
        for number, row in table.rows:
            cells.at(number, row)
            person, section = cells.sid("userSourcedId"), cells.sid("classSourcedId")
            if not person or not section or is_torn(table, cells):
                _blind_relation(reading, cells, "enrolments", person, section)
                continue
            word = cells.text("role")
            role = plain(word)
            if role not in {EnrolmentRole.STUDENT, EnrolmentRole.TEACHER}:
                reading.problems.once(table.file, number, "role_not_used", field="role", value=word)
                if not role:
                    reading.stage.add(KeepRow("enrolments", person, section))
                continue
            if word != role:
                reading.problems.once(table.file, number, "word_case", field="role", value=word)
            flag = reading.flag(cells, "enrollments.csv")
            key = joint_key(person, section, role)
            dates = (cells.date("beginDate"), cells.date("endDate"))
            reading.stage.add(EnrolmentRow(table.file, number, flag, key, person, section, role, *dates))


def read_relationships(reading: Reading) -> None:
    """School Data Sync v2.1: the relation of each pair, which OneRoster cannot say."""
    member = reading.files.members["relationships.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "relationships.csv", reading.problems)
        for number, row in table.rows:
            cells.at(number, row)
            one, other = cells.sid("userSourcedId"), cells.sid("relationshipUserSourcedId")
            if not one or not other or is_torn(table, cells):
                _blind_relation(reading, cells, "guardianships", one or other, "")
                continue
            relation = cells.relation("relationshipRole")
            reading.stage.add(LinkRow(table.file, number, OK, one, other, relation))


def role_known(reading: Reading, cells: Cells, person: str, word: str, flag: str) -> str:
    """Note what the role makes of the person; the plain word, or "" where it is unknown."""
    role = plain(word)
    extension = word.casefold().startswith("ext:")
    if role not in ROLE_WORDS and not extension:
        cells.add("role_unknown" if word else "role_missing", "role", word)
        return ""
    if word not in ROLES_AS_WRITTEN and not extension:
        reading.problems.once(cells.file, cells.number, "word_case", field="role", value=word)
    at_school, relation = ROLE_WORDS.get(role, (Role.OTHER, ""))
    if flag != GONE:
        known = reading.known
        if at_school == Role.STUDENT:
            known.students.add(person)
        elif at_school:
            known.staff.add(person)
        if relation:
            known.relations[person] = min(relation, known.relations.get(person, relation), key=_closeness)
    return role


def stage_role(reading: Reading, cells: Cells, said: tuple[str, str, str], flag: str) -> None:
    """(person, role word, organisation) as a role at a school. Being a guardian is no such role."""
    person, word, org = said
    role = ROLE_WORDS.get(word, (Role.OTHER, ""))[0]
    if not role:
        return
    school = reading.known.school_of(org) if org else ""
    if not school:
        name = reading.known.orgs[org].name if org in reading.known.orgs else org
        reading.problems.once(cells.file, cells.number, "role_elsewhere", field="orgSourcedIds", value=name)
        return
    grade = grade_of(cells.text("grades")) if role == Role.STUDENT else ""
    key = joint_key(person, school, role)
    dates = (cells.date("beginDate"), cells.date("endDate"))
    reading.stage.add(RoleRow(cells.file, cells.number, flag, key, person, school, role, grade, *dates))


def name_key(given: str, family: str, preferred: str | None) -> str:
    """As `Person.save` makes it; quickly where there are no accents to take off."""
    text = f"{preferred or given} {family} {given}"
    return (" ".join(text.casefold().split()) if text.isascii() else search_key(text))[:420]


def _section(reading: Reading, cells: Cells, sid: str) -> SectionRow:
    org = cells.sid("schoolSourcedId").split(",")[0].strip()
    known = reading.known
    if org in known.orgs and not known.school_of(org) and known.orgs[org].kind not in ABOVE_SCHOOL:
        known.taken_as_school.add(org)
    word = cells.text("classType")
    kind = SectionKind.HOMEROOM if plain(word) == SectionKind.HOMEROOM else SectionKind.SCHEDULED
    if word and word != kind:
        reading.problems.once(cells.file, cells.number, "word_case", field="classType", value=word)
    name = cells.name("title", 120) or cells.name("classCode", 120) or sid[:120]
    school = known.school_of(org) if org else ""
    flag = reading.flag(cells, "classes.csv")
    return SectionRow(cells.file, cells.number, flag, sid, school or org, name, grade_of(cells.text("grades")), kind)


def _blind_relation(reading: Reading, cells: Cells, kind: str, person: str, section: str) -> None:
    """An unreadable row of a relation: what is known of it keeps its relations; where nothing is, all are kept."""
    if person or section:
        reading.stage.add(KeepRow(kind, person, section))
    else:
        reading.extent.blind.add(kind)
    if not person:
        cells.add("id_missing", "userSourcedId", "userSourcedId")
    elif not section and kind == "enrolments":
        cells.add("id_missing", "classSourcedId", "classSourcedId")


def _same_org_twice(cells: Cells, sid: str, first: Org, second: Org) -> None:
    if (first.name, first.kind) == (second.name, second.kind):
        cells.add("twice_same", "sourcedId", sid)
        return
    cells.add("twice_differs", "sourcedId", sid)
    first.flag = BAD


def _closeness(relation: str) -> int:
    order = ("mother", "father", "parent", "guardian", "relative", "other")
    return order.index(relation) if relation in order else len(order)
