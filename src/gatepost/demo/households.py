"""From plans to people: children, adults, rights, contact points, needs, and the ways by which each home is written to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from gatepost.demo.facts.names import BY_LANGUAGE, Name, Naming
from gatepost.demo.facts.words import MAIL_HOSTS, PHONE_BLOCKS, STREETS
from gatepost.demo.places import STUDENTS, Place, SectionPlace, add_enrolment, add_person, add_role
from gatepost.demo.plans import HomePlan, HouseholdPlan, Reachable, plan_4b, plan_households, seat
from gatepost.people.models import (
    ContactKind,
    ContactPoint,
    ContactState,
    EnrolmentRole,
    Family,
    Guardianship,
    Need,
    PersonKind,
    Relation,
    Restriction,
    Role,
)
from gatepost.people.roster.ports import joint_key

SECOND_HOME = "Second home"
# From so many students on, 4B is the section of the handbook.
WITH_4B = 200


@dataclass
class Adult:
    """One adult, as the story needs it: the ways that work."""

    key: int
    sid: str
    name: str
    language: str
    email: tuple[int, str] | None = None
    phone: tuple[int, str] | None = None
    post: tuple[int, str] | None = None
    prefers_call: bool = False
    is_staff: bool = False


@dataclass
class Home:
    """One family (child × home) as the story needs it."""

    key: int
    child: str
    section: SectionPlace
    plan: HomePlan
    adults: list[Adult]
    is_second: bool
    ways: list[tuple[Adult, str, tuple[int, str] | None]] = field(default_factory=list)


def make_households(place: Place) -> list[Home]:
    """All families of one school."""
    rng = place.rng
    adults = round(place.students * 1_000 / STUDENTS) - place.staff_count
    fixed = plan_4b() if place.is_first and place.students >= WITH_4B else []
    in_4b = sum(len(plan.sections) for plan in fixed)
    grown = sum(plan.adults for plan in fixed) - sum(plan.staff_guardian is not None for plan in fixed)
    seats = _seats(place.students, len(place.sections), in_4b)
    plans = plan_households(place.students - in_4b, max(adults - grown, 1), rng)
    seat(plans, seats, rng)
    maker = _Maker(place)
    return [home for plan in [*fixed, *plans] for home in maker.household(plan)]


def _seats(students: int, sections: int, in_first: int) -> list[int]:
    """Free places by section; the first may be full already."""
    others = sections - 1 if in_first else sections
    share, rest = divmod(students - in_first, max(others, 1))
    even = [share + (number < rest) for number in range(others)]
    return [0, *even] if in_first else even


class _Maker:
    """Counts people and addresses of one school."""

    def __init__(self, place: Place) -> None:
        self.place, self.rng, self.copier = place, place.rng, place.copier
        self.children, self.grown_ups = count(1), count(1)
        self.phones = _phones(place.rng)

    def household(self, plan: HouseholdPlan) -> list[Home]:
        naming = BY_LANGUAGE[plan.homes[0].languages[0]]
        family_name = Name(plan.family_name, plan.family_name) if plan.family_name else self.rng.choice(naming.family)
        names = list(plan.adult_names)
        adults = [self._adults(home, family_name, names, plan) for home in plan.homes]
        homes = []
        for number, section in enumerate(plan.sections):
            given = plan.child_names[number] if plan.child_names else self._given(naming, self.rng.random() < 0.5).latin
            homes += self._child(plan, given, family_name.latin, self.place.sections[section], adults)
        return homes

    def _child(
        self, plan: HouseholdPlan, given: str, family: str, section: SectionPlace, adults: list[list[Adult]]
    ) -> list[Home]:
        place, sid = self.place, self.place.sid_of("student", next(self.children))
        is_protected = any(home.is_protected for home in plan.homes)
        child = add_person(place, sid, PersonKind.STUDENT, given, family, read_language="en", is_protected=is_protected)
        add_role(place, child, sid, Role.STUDENT, grade=section.name[:-1])
        add_enrolment(place, child, sid, section, EnrolmentRole.STUDENT)
        homes = []
        for number, (home_plan, grown) in enumerate(zip(plan.homes, adults, strict=True)):
            home = SECOND_HOME if number else ""
            family_key = self.copier.add(Family, student_id=child, home=home)
            for rank, adult in enumerate(grown):
                self._link(adult, child, sid, family_key, rank + number)
                if home_plan.is_restricted:
                    self._restrict(adult.key, child)
            may_be_written_to = [] if home_plan.is_restricted else grown
            made = Home(family_key, given, section, home_plan, may_be_written_to, bool(number))
            made.ways = _ways(made)
            homes.append(made)
        return [home for home in homes if home.adults]

    def _adults(self, home: HomePlan, family: Name, names: list[str], plan: HouseholdPlan) -> list[Adult]:
        if plan.staff_guardian is not None and home is plan.homes[0]:
            staff = self.place.staff[Role.TEACHER][plan.staff_guardian]
            adult = Adult(staff.key, staff.sid, staff.name, "en", is_staff=True)
            self._contacts(adult, home)
            return [adult]
        grown = []
        for number, language in enumerate(home.languages):
            is_woman = (number + (home is not plan.homes[0])) % 2 == 0
            given = Name(names[0], names.pop(0)) if names else self._given(BY_LANGUAGE[language], is_woman)
            own = language == plan.homes[0].languages[0] or self.rng.random() < 0.3
            grown.append(self._adult(home, language, given, family if own else self.rng.choice(BY_LANGUAGE[language].family)))
        return grown

    def _adult(self, home: HomePlan, language: str, given: Name, family: Name) -> Adult:
        naming = BY_LANGUAGE[language]
        shown = (given.latin, family.latin)
        if naming.has_own_script and self.rng.random() < 0.35:
            shown = (family.own + given.own, "") if naming.family_first else (given.own, family.own)
        sid = self.place.sid_of("adult", next(self.grown_ups))
        prefers = home.reachable == Reachable.CALL
        key = add_person(
            self.place, sid, PersonKind.ADULT, *shown, read_language=language, spoken_languages=list(dict.fromkeys([language, "en"])),
            prefers_call=prefers, is_protected=home.is_protected,
        )  # fmt: skip
        for need in home.needs:
            self.copier.add(Need, person_id=key, kind=need.value)
        adult = Adult(key, sid, " ".join(filter(None, shown)), language, prefers_call=prefers)
        self._contacts(adult, home, given.latin, family.latin)
        return adult

    def _contacts(self, adult: Adult, home: HomePlan, given: str = "", family: str = "") -> None:
        rng, kind = self.rng, home.reachable
        given, family = (given, family) if given else tuple(adult.name.partition(" ")[::2])
        if kind in {Reachable.MAIL, Reachable.BOUNCED, Reachable.OPTED_OUT} or (kind == Reachable.LOST and rng.random() < 0.6):
            address = self.place.address(given, family, rng.choice(MAIL_HOSTS))
            broken = {
                Reachable.BOUNCED: ContactState.BOUNCING, Reachable.LOST: ContactState.BOUNCING, Reachable.OPTED_OUT: ContactState.OPTED_OUT,
            }.get(kind)  # fmt: skip
            adult.email = self._point(adult, ContactKind.EMAIL, address, broken)
        if kind == Reachable.LOST and rng.random() < 0.6:
            self._point(adult, ContactKind.PHONE, next(self.phones), ContactState.WRONG_PERSON)
        elif kind not in {Reachable.LOST, Reachable.NOTHING} and (kind != Reachable.MAIL or rng.random() < 0.88):
            adult.phone = self._point(adult, ContactKind.PHONE, next(self.phones), None)
        if kind != Reachable.NOTHING and rng.random() < 0.5:
            street = f"{rng.randint(1, 180)} {rng.choice(STREETS)}, Riverside"
            adult.post = self._point(adult, ContactKind.POST, street, None)

    def _point(self, adult: Adult, kind: ContactKind, value: str, broken: ContactState | None) -> tuple[int, str] | None:
        state = broken or (ContactState.VERIFIED if self.rng.random() < 0.6 else ContactState.UNVERIFIED)
        changed = self.place.year.now - dt.timedelta(days=self.rng.randint(50, 80)) if broken else None
        key = self.copier.add(
            ContactPoint, source_id=self.place.source, sourced_id=joint_key(adult.sid, kind.value, value), person_id=adult.key,
            kind=kind.value, value=value, raw=value, state=state.value, state_at=changed,
        )  # fmt: skip
        return None if broken else (key, value)

    def _link(self, adult: Adult, child: int, child_sid: str, family: int, rank: int) -> None:
        relation = (Relation.MOTHER, Relation.FATHER, Relation.RELATIVE)[min(rank, 2)]
        self.copier.add(
            Guardianship, source_id=self.place.source, sourced_id=joint_key(adult.sid, child_sid), adult_id=adult.key, student_id=child,
            family_id=family, relation=relation.value, priority=rank + 1, roster_says={"relation": "parent", "home": ""},
        )  # fmt: skip

    def _restrict(self, adult: int, child: int) -> None:
        now, principal = self.place.year.now, self.place.staff[Role.PRINCIPAL][0].key
        self.copier.add(
            Restriction, adult_id=adult, student_id=child, begins_on=now.date() - dt.timedelta(days=120), entered_by_id=principal,
            entered_at=now - dt.timedelta(days=120), reason="A court order of this summer; the principal keeps the file.",
        )  # fmt: skip

    def _given(self, naming: Naming, is_woman: bool) -> Name:
        return self.rng.choice(naming.female if is_woman else naming.male)


def _ways(home: Home) -> list[tuple[Adult, str, tuple[int, str] | None]]:
    """As a note of today would go: e-mail or a call to each adult who can have it, else one letter with the child."""
    ways: list[tuple[Adult, str, tuple[int, str] | None]] = []
    for adult in home.adults:
        if adult.prefers_call and adult.phone:
            ways.append((adult, "phone", adult.phone))
        elif adult.email:
            ways.append((adult, "email", adult.email))
    if ways or not home.adults:
        return ways
    if not home.is_second or any(adult.post for adult in home.adults):
        return [(home.adults[0], "letter", home.adults[0].post)]
    callable_adult = next((adult for adult in home.adults if adult.phone), None)
    return [(callable_adult, "phone", callable_adult.phone)] if callable_adult else []


def _phones(rng: Random) -> Iterator[str]:
    """Numbers of blocks kept free for stories, each once before any comes twice."""
    numbers = [f"{prefix}{number:0{digits}}" for prefix, digits in PHONE_BLOCKS for number in range(10**digits)]
    rng.shuffle(numbers)
    while True:
        yield from numbers
