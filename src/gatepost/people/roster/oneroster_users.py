"""users.csv → persons, their contact points, their links to others and, in OneRoster 1.1, their roles."""

from gatepost.people.contact_values import split_phones
from gatepost.people.models import ContactKind
from gatepost.people.roster.cells import Cells
from gatepost.people.roster.decoding import open_table
from gatepost.people.roster.oneroster import Files, cells_of, is_torn, look_at
from gatepost.people.roster.oneroster_rows import (
    Known,
    Reading,
    name_key,
    read_classes,
    read_enrolments,
    read_orgs,
    read_relationships,
    read_roles,
    role_known,
    stage_role,
    stage_schools,
)
from gatepost.people.roster.package import Package
from gatepost.people.roster.ports import BAD, GONE, OK, ContactRow, Extent, KeepRow, LinkRow, PersonRow, joint_key
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.staging import Stage
from gatepost.people.roster.words import is_yes

# In this order no row has to wait for another; settling in the database does the rest.
_STEPS = (
    ("orgs.csv", read_orgs),
    ("classes.csv", read_classes),
    ("roles.csv", read_roles),
)
_PHONE_COLUMNS = (("sms", 1), ("phone", 2))


def read_oneroster(package: Package, stage: Stage, problems: Problems, *, country: str) -> tuple[Files, Extent]:
    """Stage every row of the package."""
    files = look_at(package, problems)
    reading = Reading(files, stage, problems, files.extent(), Known(country))
    for name, read in (
        *_STEPS,
        ("users.csv", read_users),
        ("enrollments.csv", read_enrolments),
        ("relationships.csv", read_relationships),
    ):
        if files.mode(name) != "absent":
            stage.tell(name)
            read(reading)
    stage_schools(reading)
    stage.finish()
    return files, reading.extent


def read_users(reading: Reading) -> None:
    member = reading.files.members["users.csv"]
    with open_table(member, reading.problems) as table:
        cells = cells_of(table, "users.csv", reading.problems)
        _widen_extent(reading, cells)
        kinds = _contact_kinds(cells)
        for number, row in table.rows:
            cells.at(number, row)
            sid = reading.identity(cells, "persons")
            if not sid:
                continue
            if is_torn(table, cells):
                reading.stage.add(PersonRow(table.file, number, BAD, sid))
                continue
            _read_user(reading, cells, sid, kinds)


def _read_user(reading: Reading, cells: Cells, sid: str, kinds: str) -> None:
    flag = reading.flag(cells, "users.csv")
    known, stage = reading.known, reading.stage
    given, family = cells.name("givenName"), cells.name("familyName")
    if not given:
        given, family = family, ""
    if not given and flag == OK:
        cells.add("name_missing", "givenName")
        stage.add(PersonRow(cells.file, cells.number, BAD, sid))
        return
    _read_own_roles(reading, cells, sid, flag)
    is_student, is_staff, relation = sid in known.students, sid in known.staff, known.relations.get(sid, "")
    preferred = cells.name("preferredGivenName") or None
    stage.add(
        PersonRow(
            cells.file,
            cells.number,
            flag,
            sid,
            is_student,
            bool(relation),
            is_staff,
            given,
            family,
            preferred,
            cells.language("language"),
            is_yes(cells.text("protected")) if cells.has("protected") else False,
            (cells.relation("relation") if cells.has("relation") else "") or relation,
            cells.name("home", 120),
            name_key(given, family, preferred),
            kinds,
        )
    )
    if flag == OK:
        _read_contacts(reading, cells, sid)
        for other in cells.sids("agentSourcedIds"):
            stage.add(LinkRow(cells.file, cells.number, OK, sid, other))


def _read_own_roles(reading: Reading, cells: Cells, sid: str, flag: str) -> None:
    """OneRoster 1.1 says a user's role and schools in users.csv. Where roles.csv is sent, it alone counts."""
    if "roles.csv" in reading.files.members and reading.files.mode("roles.csv") != "absent":
        return
    words = cells.text("role")
    if not words and not cells.has("role"):
        return
    for word in words.split(",") or [""]:
        role = role_known(reading, cells, sid, word.strip(), flag)
        if not role:
            reading.stage.add(KeepRow("school_roles", sid, ""))
            reading.stage.add(KeepRow("guardianships", sid, ""))
            continue
        if flag != GONE:
            for org in cells.sids("orgSourcedIds"):
                stage_role(reading, cells, (sid, role, org), flag)


def _read_contacts(reading: Reading, cells: Cells, sid: str) -> None:
    if text := cells.text("email"):
        value = cells.email("email", text)
        _add_contact(reading, cells, (sid, ContactKind.EMAIL, value, text), 1)
    for column, priority in _PHONE_COLUMNS:
        if text := cells.text(column):
            numbers = [text] if len(text) < 18 and "," not in text and ";" not in text else split_phones(text)
            for number in numbers:
                _add_contact(
                    reading, cells, (sid, ContactKind.PHONE, cells.phone(column, number, reading.known.country), number), priority
                )
    if cells.has("address") and (text := cells.text("address")):
        _add_contact(reading, cells, (sid, ContactKind.POST, text[:320], text), 1)


def _add_contact(reading: Reading, cells: Cells, said: tuple[str, str, str, str], priority: int) -> None:
    """(person, kind, value, raw); without a usable value what we had of this kind stays."""
    sid, kind, value, raw = said
    if value:
        key = joint_key(sid, kind, value)
        reading.stage.add(ContactRow(cells.file, cells.number, OK, key, sid, kind, value, raw[:400], priority))
    else:
        reading.stage.add(ContactRow(cells.file, cells.number, BAD, "", sid, kind))


def _contact_kinds(cells: Cells) -> str:
    """The kinds of which the file speaks: only those may end."""
    spoken = {
        ContactKind.EMAIL: cells.has("email"),
        ContactKind.PHONE: cells.has("sms") or cells.has("phone"),
        ContactKind.POST: cells.has("address"),
    }
    return ",".join(kind for kind, said in spoken.items() if said)


def _widen_extent(reading: Reading, cells: Cells) -> None:
    """users.csv also speaks of contact points, of guardian links and, in 1.1, of roles, where it has the columns."""
    mode = reading.files.mode("users.csv")
    reading.extent.modes["contact_points"] = "mentioned"
    if cells.has("agentSourcedIds") and reading.files.mode("relationships.csv") == "absent":
        reading.extent.modes["guardianships"] = mode
        if mode == "delta":
            reading.problems.once(cells.file, None, "delta_links", field="agentSourcedIds")
    if "roles.csv" not in reading.files.members and cells.has("role") and cells.has("orgSourcedIds"):
        reading.extent.modes["school_roles"] = "bulk" if mode == "bulk" else "mentioned"
