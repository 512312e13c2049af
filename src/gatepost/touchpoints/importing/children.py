"""The children of one school, their homes and the people who work there: found by id or by the exact full name, never guessed."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gatepost.kernel import clock
from gatepost.kernel.text import search_key
from gatepost.people.models import Enrolment, EnrolmentRole, Family, Guardianship, Person, Relation, Role, School
from gatepost.people.roles import STAFF_ROLES
from gatepost.people.roster.words import plain, relation_of

_ARTICLE = re.compile(r"(?:the|la|el|le|il|o|a|die|der|his|her|su|sa|son)\s+|l['’]", re.IGNORECASE)
_GERMAN_AND_ITALIAN = {
    "mutter": Relation.MOTHER, "mutti": Relation.MOTHER, "vater": Relation.FATHER, "vati": Relation.FATHER, "babbo": Relation.FATHER,
}  # fmt: skip
_BETWEEN = re.compile(r"[\s,;.'’`´_·-]+")


class Child(NamedTuple):
    """As a question on a page names her or him."""

    name: str
    sections: str


class Written(NamedTuple):
    """What a row says of the child: as written, cleaned."""

    child_id: str = ""
    name: str = ""
    section: str = ""
    adult: str = ""

    @property
    def key(self) -> str:
        """The same for rows that mean the same child in the same words."""
        return "|".join((self.child_id[:80], name_key(self.name), plain(self.section), name_key(self.adult)))[:450]


class Found(NamedTuple):
    """The family, or why there is none and among which somebody may choose."""

    family_id: int | None = None
    problem: str = ""
    candidates: tuple[int, ...] = ()


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Lower case, no accents, no punctuation: the spellings of one name that nobody would call another name."""
    return " ".join(part for part in _BETWEEN.split(search_key(name)) if part)


def parent_of(written: str) -> str:
    """Mother or father where that is all that is written, with or without an article; "" for everything else."""
    last = name_key(_ARTICLE.sub("", written.strip().casefold()))
    relation = _GERMAN_AND_ITALIAN.get(last) or relation_of(last)
    return relation if relation in {Relation.MOTHER, Relation.FATHER} else ""


def _keys_of(given: str, family: str, preferred: str = "") -> set[str]:
    """A whole name in both orders, with the given and with the preferred name."""
    called = {given, preferred} - {""}
    return {name_key(f"{first} {last}") for each in called for first, last in ((each, family), (family, each))} - {""}


@dataclass
class Roll:
    """Everything of one school by which rows are placed; no word of any other school."""

    children: dict[int, Child] = field(default_factory=dict)
    by_id: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    name_parts: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sections: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    families: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    # Of each family: name → the adults who may be contacted.
    adults: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    # Names of adults who may not be contacted about a child: kept nowhere.
    barred: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Of each family: what its adults are to the child, all of them, and those who may be contacted.
    relations: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    reachable: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    student_of: dict[int, int] = field(default_factory=dict)
    staff: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    left: set[str] = field(default_factory=set)

    def find(self, written: Written) -> Found:
        """The family a row speaks of."""
        children, problem = self._children(written)
        if problem or len(children) != 1:
            homes = tuple(family for child in sorted(children) for family in self.families[child])
            return Found(problem=problem or "child_several", candidates=homes)
        return self._home(next(iter(children)), written)

    def adult_in(self, family_id: int, name: str) -> int | None:
        found = self.adults[family_id].get(name_key(name), set()) if name else set()
        return next(iter(found)) if len(found) == 1 else None

    def count_children(self, family_ids: Iterable[int]) -> int:
        return len({self.student_of[family] for family in family_ids})

    def may_name_others(self, family_id: int) -> bool:
        """Whether an adult whom we do not know may be kept in a note: not of a child of whom somebody is barred.

        Names are written in too many ways ("H. Warsame", "Hassan (father)") to tell that one apart from the others.
        """
        return not self.barred[self.student_of[family_id]]

    def staff_member(self, name: str) -> int | None:
        found = self.staff.get(name_key(name), set()) if name else set()
        return next(iter(found)) if len(found) == 1 else None

    def _children(self, written: Written) -> tuple[set[int], str]:
        if written.child_id and (by_id := self.by_id.get(written.child_id)):
            if written.name and not any(self._could_be(child, written.name) for child in by_id):
                return by_id, "child_id_name"
            return by_id, ""
        key = name_key(written.name)
        if not key:
            return set(), "child_id_unknown" if written.child_id else "child_missing"
        named = self.by_name.get(key, set())
        if not named:
            return set(), "child_left" if key in self.left else "child_unknown"
        if not written.section:
            return named, ""
        fitting = {child for child in named if plain(written.section) in self.sections[child]}
        return (fitting, "") if fitting else (named, "child_section")

    def _could_be(self, child: int, name: str) -> bool:
        return bool(self.name_parts[child] & set(name_key(name).split()))

    def _home(self, child: int, written: Written) -> Found:
        homes = self.families[child]
        if not homes:
            return Found(problem="no_family")
        if len(homes) == 1:
            return Found(homes[0])
        fitting = [home for home in homes if name_key(written.adult) in self.adults[home]] if written.adult else []
        fitting = fitting or self._home_of_relation(homes, parent_of(written.adult))
        return Found(fitting[0]) if len(fitting) == 1 else Found(problem="home_several", candidates=tuple(homes))

    def _home_of_relation(self, homes: list[int], relation: str) -> list[int]:
        """Where the row says "the mother": the one home that has one who may be contacted.

        Not where another home has a mother as well, barred or not, or a parent of whom we do not know which.
        """
        if not relation:
            return []
        possible = [home for home in homes if self.relations[home] & {relation, Relation.PARENT}]
        return [home for home in possible if relation in self.reachable[home]] if len(possible) == 1 else []


def roll_of(school: School) -> Roll:
    """Read once for a whole sheet."""
    roll = Roll()
    present = Person.objects.filter(
        school_roles__school=school, school_roles__role=Role.STUDENT, school_roles__ended_at=None, ended_at=None
    ).distinct()
    for child in present:
        _add_child(roll, child)
    gone = Person.objects.filter(school_roles__school=school, school_roles__role=Role.STUDENT).exclude(pk__in=roll.children)
    for child in gone:
        roll.left |= _keys_of(child.given_name, child.family_name, child.preferred_name)
    _add_sections(roll, school)
    _add_homes(roll, school)
    for person in Person.objects.filter(school_roles__school=school, school_roles__role__in=STAFF_ROLES).distinct():
        for key in _keys_of(person.given_name, person.family_name, person.preferred_name):
            roll.staff[key].add(person.pk)
    return roll


def _add_child(roll: Roll, child: Person) -> None:
    roll.children[child.pk] = Child(child.full_name, "")
    for key in _keys_of(child.given_name, child.family_name, child.preferred_name):
        roll.by_name[key].add(child.pk)
        roll.name_parts[child.pk] |= set(key.split())
    if child.sourced_id:
        # A roster that came as a sheet marks a student's id with the kind of person.
        for known in {child.sourced_id, child.sourced_id.removeprefix("s:")}:
            roll.by_id[known].add(child.pk)


def _add_sections(roll: Roll, school: School) -> None:
    """The sections of today and of earlier years: an old log names those of its time."""
    enrolled = Enrolment.objects.filter(section__school=school, role=EnrolmentRole.STUDENT).order_by("section__name")
    today: dict[int, list[str]] = defaultdict(list)
    for child, name, ended in enrolled.values_list("person_id", "section__name", "ended_at"):
        if child in roll.children:
            roll.sections[child].add(plain(name))
            if ended is None and name not in today[child]:
                today[child].append(name)
    for child, names in today.items():
        roll.children[child] = roll.children[child]._replace(sections=", ".join(names))


def _add_homes(roll: Roll, school: School) -> None:
    families = Family.objects.of_school(school.pk).filter(ended_at=None).order_by("student_id", "pk")
    for family_id, student_id in families.values_list("pk", "student_id").distinct():
        roll.families[student_id].append(family_id)
        roll.student_of[family_id] = student_id
    links = Guardianship.objects.filter(family__in=Family.objects.of_school(school.pk).filter(ended_at=None).values("pk"))
    may_hear = set(links.with_right("contact", on=clock.today(school.timezone)).values_list("pk", flat=True))
    for link in links.select_related("adult"):
        keys = _keys_of(link.adult.given_name, link.adult.family_name, link.adult.preferred_name)
        if link.ended_at is None:
            roll.relations[link.family_id].add(link.relation)
        if link.pk in may_hear:
            roll.reachable[link.family_id].add(link.relation)
            _add_adult(roll, link.family_id, link.adult_id, keys)
        else:
            roll.barred[link.student_id] |= keys


def _add_adult(roll: Roll, family_id: int, adult_id: int, keys: Iterable[str]) -> None:
    for key in keys:
        roll.adults[family_id][key].add(adult_id)
