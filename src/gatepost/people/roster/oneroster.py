"""OneRoster 1.1 and 1.2 files: the manifest, which files there are, and the order in which they are read."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gatepost.people.roster.cells import Cells
from gatepost.people.roster.decoding import Table, open_table
from gatepost.people.roster.oneroster_files import (
    ALIASES,
    ALIASES_IN,
    COLUMNS,
    EXPECTED,
    EXTENSION_PREFIXES,
    EXTENSIONS,
    NEEDED,
    NOT_NEEDED,
)
from gatepost.people.roster.package import Member, Package
from gatepost.people.roster.ports import Extent, RefusedError
from gatepost.people.roster.problems import Problems
from gatepost.people.roster.words import plain

# Which of our kinds each file speaks of.
KINDS: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("schools",),
    "classes.csv": ("sections",),
    "users.csv": ("persons",),
    "roles.csv": ("school_roles",),
    "enrollments.csv": ("enrolments",),
    "relationships.csv": ("guardianships",),
}


@dataclass
class Manifest:
    """What manifest.csv says, or what we assume without it."""

    version: str = ""
    system: str = ""
    modes: dict[str, str] = field(default_factory=dict)


@dataclass
class Files:
    """The members of a package by the standard's names, and what each is: bulk, delta, adding or absent."""

    manifest: Manifest
    members: dict[str, Member]
    modes: dict[str, str]

    @property
    def version(self) -> str:
        if self.manifest.version.startswith("1.2") or (not self.manifest.version and "roles.csv" in self.members):
            return "1.2"
        return "1.1"

    def mode(self, name: str) -> str:
        return self.modes.get(name, "absent")

    def extent(self) -> Extent:
        """How each of our kinds is spoken of by the files that are there."""
        modes = {kind: self.mode(name) for name, kinds in KINDS.items() for kind in kinds}
        return Extent({kind: mode for kind, mode in modes.items() if mode != "absent"})


def look_at(package: Package, problems: Problems) -> Files:
    """Find the files by name, read the manifest, settle what each file is."""
    members = _by_standard_name(package, problems)
    manifest_member = members.pop("manifest.csv", None)
    if manifest_member is None and not members:
        raise RefusedError(
            _("There is no OneRoster file in it: we looked for users.csv, orgs.csv, classes.csv and enrollments.csv.")
        )
    if package.in_folder:
        problems.add(members[min(members)].name if members else "manifest.csv", None, "in_folder")
    manifest = _read_manifest(manifest_member, problems) if manifest_member else Manifest()
    if manifest_member is None:
        problems.add("manifest.csv", None, "manifest_missing")
    elif not members:
        problems.add("manifest.csv", None, "only_manifest")
    modes = {name: _mode_of(name, member, manifest, problems) for name, member in sorted(members.items())}
    for name, mode in sorted(manifest.modes.items()):
        if name in COLUMNS and name not in members and mode in {"bulk", "delta"} and members:
            problems.add(name, None, "manifest_promised")
    return Files(manifest, members, modes)


def looks_like_oneroster(header: list[str]) -> bool:
    """Whether a single CSV file is one of the standard's."""
    names = {cell.casefold() for cell in header}
    return "sourcedid" in names or {"usersourcedid", "relationshipusersourcedid"} <= names


def columns_of(table: Table, name: str, problems: Problems) -> dict[str, int]:
    """Where each column of the standard stands in this file, whatever it is called and wherever it stands."""
    found: dict[str, int] = {}
    for place, cell in enumerate(table.header):
        standard = _standard_name(cell, name)
        if not standard:
            continue
        if standard in found:
            problems.add(table.file, 1, "header_twice", field=cell)
            continue
        found[standard] = place
        if standard in COLUMNS[name] and cell != standard:
            problems.add(table.file, 1, "header_renamed", field=standard, value=cell)
    _check_order(table, name, found, problems)
    missing = [column for column in NEEDED.get(name, ()) if column not in found]
    if missing:
        raise RefusedError(
            _("The first row of “%(file)s” has no column “%(column)s”. It is not a OneRoster file, or its first row is missing.")
            % {"file": table.file, "column": missing[0]}
        )
    for column in EXPECTED.get(name, ()):
        if column not in found:
            problems.add(table.file, 1, "header_missing", field=column)
    return found


def cells_of(table: Table, name: str, problems: Problems) -> Cells:
    return Cells(table.file, columns_of(table, name, problems), problems)


def is_torn(table: Table, cells: Cells) -> bool:
    """Whether the row has slipped: with empty cells too many, what its typed cells hold tells a shift from a stray comma."""
    if table.is_torn:
        return True
    if not table.is_loose or all(shape.fullmatch(cells.text(column)) for column, shape in _SHAPES.items()):
        return False
    cells.add("row_long")
    return True


_SHAPES = {
    "status": re.compile(r"[a-zA-Z]*"),
    "dateLastModified": re.compile(r"([0-9].*)?"),
    "role": re.compile(r"[a-zA-Z:, -]*"),
    "email": re.compile(r"(.+@.+)?"),
    "sms": re.compile(r"[0-9+(). /,;-]*"),
    "phone": re.compile(r"[0-9+(). /,;-]*"),
    "grades": re.compile(r"((IT|PR|PK|TK|KG|PS|UG|[Oo]ther|[0-9]{1,2})[, ]*)*"),
    "classType": re.compile(r"[a-zA-Z:]*"),
    "beginDate": re.compile(r"([0-9].*)?"),
    "endDate": re.compile(r"([0-9].*)?"),
}


def _standard_name(cell: str, name: str) -> str:
    lowered = cell.strip().casefold()
    for prefix in EXTENSION_PREFIXES:
        if lowered.startswith(prefix):
            return EXTENSIONS.get(plain(lowered.removeprefix(prefix)), "")
    standard = {column.casefold(): column for column in COLUMNS[name]}
    if lowered in standard:
        return standard[lowered]
    squeezed = re.sub(r"[\W_]", "", lowered)
    alias = ALIASES_IN.get(name, {}).get(squeezed) or ALIASES.get(squeezed, "")
    if alias in COLUMNS[name]:
        return alias
    return EXTENSIONS.get(squeezed, "") if name == "users.csv" else ""


def _check_order(table: Table, name: str, found: dict[str, int], problems: Problems) -> None:
    places = [found[column] for column in COLUMNS[name] if column in found]
    if places != sorted(places):
        problems.add(table.file, 1, "header_order")


def _by_standard_name(package: Package, problems: Problems) -> dict[str, Member]:
    known = {name.casefold(): name for name in COLUMNS}
    found: dict[str, Member] = {}
    for member in package.members:
        standard = known.get(member.name.casefold())
        if standard is None:
            if member.name.casefold() not in NOT_NEEDED:
                problems.add(member.name, None, "file_unknown")
            continue
        if member.name != standard:
            problems.add(member.name, None, "file_renamed", value=standard)
        found[standard] = member
    return found


def _read_manifest(member: Member, problems: Problems) -> Manifest:
    manifest = Manifest()
    names: dict[str, str] = {}
    with open_table(member, problems) as table:
        rows = [table.header, *(row for _number, row in table.rows)]
        for row in rows:
            if len(row) < 2:
                continue
            key, value = row[0].strip(), row[1].strip()
            if key.casefold().startswith("file."):
                manifest.modes[_file_name(key[5:])] = value.casefold()
            elif key.casefold() in {"oneroster.version", "source.systemname", "source.systemcode"}:
                names[key.casefold()] = value
    manifest.version = names.get("oneroster.version", "")
    if manifest.version and not manifest.version.startswith(("1.1", "1.2")):
        problems.add(member.name, None, "version_odd", field="oneroster.version", value=manifest.version)
        manifest.version = ""
    told = [names.get("source.systemcode", ""), names.get("source.systemname", "")]
    manifest.system = next((name for name in told if name and name.casefold() not in {"absent", "null", "none", "n/a"}), "")[:200]
    return manifest


def _file_name(written: str) -> str:
    name = written.strip().casefold().removesuffix(".csv") + ".csv"
    return next((standard for standard in COLUMNS if standard.casefold() == name), name)


def _mode_of(name: str, member: Member, manifest: Manifest, problems: Problems) -> str:
    """bulk, delta, `adding` (adds and changes, ends nothing) or absent."""
    if _is_without_rows(member, problems):
        return "absent"
    written = manifest.modes.get(name, "")
    if written in {"bulk", "delta"}:
        return written
    if written == "absent":
        problems.add(member.name, None, "manifest_absent")
        return "adding"
    if written:
        problems.add(member.name, None, "manifest_odd", value=written)
    elif manifest.modes and name != "relationships.csv":
        problems.add(member.name, None, "manifest_blank")
    return "bulk"


def _is_without_rows(member: Member, problems: Problems) -> bool:
    """A file of headers only is an accident: it must not end everything."""
    if member.size == 0:
        problems.add(member.name, None, "file_headless")
        return True
    if member.size > 100_000:
        return False
    with member.reading() as stream:
        start = stream.read(100_001)
    lines = [line for line in start.replace(b"\r", b"\n").split(b"\n") if line.strip(b' ,;\t\0"')]
    if len(lines) <= 1:
        problems.add(member.name, None, "file_empty" if lines else "file_headless")
        return True
    return False
