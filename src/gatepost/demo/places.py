"""A school with its calendar, staff and sections."""

import unicodedata
from dataclasses import dataclass, field
from random import Random

from gatepost.accounts.models import User
from gatepost.demo.copying import Copier
from gatepost.demo.days import ZONE, Year
from gatepost.demo.facts.names import BY_LANGUAGE
from gatepost.demo.facts.words import SCHOOL_NAMES
from gatepost.kernel.text import search_key
from gatepost.people.models import (
    ClosedDay,
    Enrolment,
    EnrolmentRole,
    Person,
    PersonKind,
    Role,
    School,
    SchoolRole,
    Section,
    Term,
)
from gatepost.people.roster.ports import joint_key

STUDENTS, ADULTS, SECTION_SIZE = 620, 1_000, 25.83
SPECIALISTS = 2


@dataclass
class StaffMember:
    """One member of staff, as other parts of the generator need it."""

    key: int
    sid: str
    name: str
    email: str


@dataclass
class SectionPlace:
    key: int
    sid: str
    name: str
    teacher: StaffMember


@dataclass
class Place:
    """One school under construction."""

    number: int
    key: int
    sid: str
    name: str
    source: int
    students: int
    year: Year
    rng: Random
    copier: Copier
    password: str
    staff: dict[str, list[StaffMember]] = field(default_factory=dict)
    sections: list[SectionPlace] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def address(self, given: str, family: str, host: str) -> str:
        """An e-mail address nobody here has yet."""
        plain = f"{ascii_of(given)}.{ascii_of(family)}".strip(".")
        found, number = f"{plain}@{host}", 1
        while found in self.taken:
            number += 1
            found = f"{plain}{number}@{host}"
        self.taken.add(found)
        return found

    @property
    def is_first(self) -> bool:
        return self.number == 0

    @property
    def staff_count(self) -> int:
        return sum(len(people) for people in self.staff.values())

    def sid_of(self, kind: str, number: int) -> str:
        """A roster's id: opaque to Gatepost, readable for us."""
        return f"{kind}-{number:04}" if self.is_first else f"s{self.number}-{kind}-{number:04}"


def ascii_of(text: str) -> str:
    """Letters a–z only, for addresses."""
    plain = text.replace("ß", "ss").replace("ı", "i").replace("đ", "d").replace("Đ", "d").replace("ł", "l")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain).lower() if letter.isascii() and letter.isalnum())


@dataclass(frozen=True)
class World:
    """What all schools of one demo share."""

    seed: int
    year: Year
    source: int
    password: str


def make_place(world: World, number: int, students: int) -> Place:
    """The school, its terms and holidays, its staff and sections."""
    rng, copier, year, source = Random(f"{world.seed}:{number}"), Copier(), world.year, world.source
    name, sid = f"{SCHOOL_NAMES[number % len(SCHOOL_NAMES)]} School", f"school-{number + 1}"
    if number >= len(SCHOOL_NAMES):
        name = f"{name} {number // len(SCHOOL_NAMES) + 1}"
    slug = f"demo-{number + 1}"
    key = copier.add(
        School, name=name, slug=slug, language="en", timezone=str(ZONE), source_id=source, sourced_id=sid, phone="+442079460000", roster_says={"name": name},
        address=f"{name}\n{number + 1} Gate Road\nRiverside", email=f"office@{slug}.example",
    )  # fmt: skip
    place = Place(number, key, sid, name, source, students, year, rng, copier, world.password)
    for term, begins_on, ends_on in year.terms:
        copier.add(Term, school_id=key, name=term, begins_on=begins_on, ends_on=ends_on)
    for day, holiday in year.closed:
        copier.add(ClosedDay, school_id=key, day=day, name=holiday)
    _add_staff(place)
    _add_sections(place)
    return place


def add_person(place: Place, sid: str, kind: PersonKind, given: str, family: str, **more: object) -> int:
    key = search_key(f"{given} {family} {given}")[:420]
    values = {
        "source_id": place.source, "sourced_id": sid, "kind": kind.value, "given_name": given, "family_name": family, "search_key": key,
        "roster_says": {"given_name": given, "family_name": family},
    }  # fmt: skip
    return place.copier.add(Person, **values | more)


def add_role(place: Place, person: int, sid: str, role: Role, *, grade: str = "", from_roster: bool = True) -> None:
    origin = {"source_id": place.source, "sourced_id": joint_key(sid, place.sid, role.value)} if from_roster else {}
    place.copier.add(SchoolRole, person_id=person, school_id=place.key, role=role.value, grade=grade, **origin)


_NAMED = {Role.PRINCIPAL: [("Dov", "Stern")], Role.LIAISON: [("Carla", "Rossi")]}
_COUNTS = {Role.PRINCIPAL: 1, Role.OFFICE: 2, Role.LIAISON: 2, Role.COUNSELLOR: 1}
# The register has no word for them: they are entered here, and no import ends them.
_NOT_IN_ROSTERS = {Role.LIAISON}


def _add_staff(place: Place) -> None:
    number = 0
    for role, count in {**_COUNTS, Role.TEACHER: section_count(place.students) + SPECIALISTS}.items():
        people = []
        for which in range(count):
            number += 1
            people.append(_member(place, number, role, which))
        place.staff[role.value] = people


def _member(place: Place, number: int, role: Role, which: int) -> StaffMember:
    rng = place.rng
    named = {Role.TEACHER: [("Ben", "Ortiz")], **_NAMED}.get(role, []) if place.is_first else []
    naming = BY_LANGUAGE[rng.choices(["en", "es", "ur", "pl", "ar", "pt"], [70, 8, 6, 6, 5, 5])[0]]
    given = rng.choice(naming.female if rng.random() < 0.65 else naming.male).latin
    family = rng.choice(naming.family).latin
    if which < len(named):
        given, family = named[which]
    sid = place.sid_of("staff", number)
    languages = list(dict.fromkeys(["en", naming.language]))
    from_roster = role not in _NOT_IN_ROSTERS
    origin = {} if from_roster else {"source_id": None, "sourced_id": None}
    key = add_person(place, sid, PersonKind.ADULT, given, family, read_language="en", spoken_languages=languages, **origin)
    add_role(place, key, sid, role, from_roster=from_roster)
    email = place.address(given, family, "riverside.example" if place.is_first else f"demo-{place.number + 1}.example")
    place.copier.add(User, person_id=key, email=email, password=place.password, date_joined=place.year.now)
    return StaffMember(key, sid, f"{given} {family}", email)


def section_count(students: int) -> int:
    return max(1, round(students / SECTION_SIZE))


def _section_names(count: int) -> list[str]:
    """4B first: it is the one everybody meets; the rest by grade."""
    names = [f"{grade}{letter}" for grade in range(1, 7) for letter in "ABCD"]
    names.remove("4B")
    return ["4B", *names][:count]


def _add_sections(place: Place) -> None:
    for number, name in enumerate(_section_names(section_count(place.students)), start=1):
        teacher = place.staff[Role.TEACHER][number - 1]
        sid = place.sid_of("section", number)
        key = place.copier.add(
            Section, source_id=place.source, sourced_id=sid, school_id=place.key, name=name, grade=name[:-1], kind="homeroom",
            roster_says={"name": name},
        )  # fmt: skip
        place.sections.append(SectionPlace(key, sid, name, teacher))
        add_enrolment(place, teacher.key, teacher.sid, place.sections[-1], EnrolmentRole.TEACHER)


def add_enrolment(place: Place, person: int, sid: str, section: SectionPlace, role: EnrolmentRole) -> None:
    place.copier.add(
        Enrolment, source_id=place.source, sourced_id=joint_key(sid, section.sid, role.value), person_id=person,
        section_id=section.key, role=role.value,
    )  # fmt: skip
