"""Two schools with everybody whose rights differ, every text carrying a canary of whom it belongs to.

Riverside: Ben teaches 4B (Yusuf, Lena), Nora 5A (Hodan, Tom). Amina and Sami are guardians of Yusuf and Hodan, Sami may
hear nothing of Hodan; Abdi is barred from Yusuf, Exo's guardianship of Yusuf has ended; Olga is Lena's, protected.
Hillside: Eve teaches Kofi; Akua is his guardian; Pia leads the school.
"""

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from gatepost.accounts.models import User
from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    Restriction,
    Role,
    School,
    SchoolRole,
    Section,
    Term,
)
from tests.access.canaries import mark, phone

NOW = dt.datetime.now(dt.UTC)
STAFF_BACKEND = "gatepost.accounts.backends.StaffBackend"
FAMILY_BACKEND = "gatepost.accounts.backends.FamilyBackend"


@dataclass
class World:
    schools: dict[str, School] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        for shelf in (self.things, self.people, self.families, self.sections, self.schools):
            if name in shelf:
                return shelf[name]
        raise KeyError(name)


def build_world() -> World:
    """Schools, people and rights; what they wrote is in `tests.access.talk`, their rosters in `tests.access.rosters`."""
    world = World()
    for name in ("riverside", "hillside"):
        world.schools[name] = School.objects.create(
            name=mark(name), slug=name, address=mark(name), phone=phone(name), email=f"{mark(name)}@example.org"
        )
    world.things["term-riverside"] = Term.objects.create(
        school=world.schools["riverside"], name=mark("riverside"), begins_on=dt.date(2024, 9, 2), ends_on=dt.date(2024, 12, 20)
    )
    _staff(world)
    for name, school, teacher in (("fourb", "riverside", "ben"), ("fivea", "riverside", "nora"), ("sixc", "hillside", "eve")):
        section = Section.objects.create(school=world.schools[school], name=mark(name), grade="4")
        world.sections[name] = section
        Enrolment.objects.create(person=world.people[teacher], section=section, role="teacher")
    Enrolment.objects.create(person=world.people["fred"], section=world.sections["fourb"], role="teacher")
    for child, section in (("yusuf", "fourb"), ("lena", "fourb"), ("hodan", "fivea"), ("tom", "fivea"), ("kofi", "sixc")):
        _student(world, child, world.sections[section])
    _guardians(world)
    _fill_rooms(world)
    _sign_everybody_in(world)
    return world


def _fill_rooms(world: World) -> None:
    """What each room keeps of them."""
    from tests.access.answered import ask_everybody
    from tests.access.charters import write_charters
    from tests.access.counted import count_surveys
    from tests.access.drafted import draft_surveys
    from tests.access.evidence import do_an_action
    from tests.access.inquiries import ask_first
    from tests.access.logs import upload_logs
    from tests.access.outreach import fill_with_outreach
    from tests.access.papers import print_papers
    from tests.access.planned import plan_partnership
    from tests.access.reviews import look_back
    from tests.access.rosters import upload_rosters
    from tests.access.scored import bring_in_scores
    from tests.access.talk import fill_with_talk
    from tests.access.trainings import hold_training
    from tests.access.visits import plan_visits
    from tests.access.weeks import fill_with_weeks

    for fill in (
        fill_with_talk,
        plan_visits,
        write_charters,
        look_back,
        hold_training,
        fill_with_outreach,
        upload_rosters,
        fill_with_weeks,
        ask_first,
        bring_in_scores,
        ask_everybody,
        print_papers,
        draft_surveys,
        do_an_action,
        plan_partnership,
        count_surveys,
        upload_logs,
    ):
        fill(world)


def _person(world: World, name: str, kind: str = "adult", **fields: Any) -> Person:
    person = Person.objects.create(
        kind=kind, given_name=mark(name), family_name=mark(name), preferred_name=mark(name), read_language="es", **fields
    )
    world.people[name] = person
    return person


def _contacts(person: Person, scope: str) -> None:
    address = f"{mark(scope)}@example.org".lower()
    number = phone(scope)
    post = mark(scope)
    for kind, value in (("email", address), ("phone", number), ("post", post)):
        ContactPoint.objects.create(person=person, kind=kind, value=value, raw=value, state_reason=mark(scope))


def _staff(world: World) -> None:
    roles = {
        "ben": ("riverside", Role.TEACHER),
        "nora": ("riverside", Role.TEACHER),
        "ofelia": ("riverside", Role.OFFICE),
        "carla": ("riverside", Role.LIAISON),
        "coco": ("riverside", Role.COUNSELLOR),
        "dov": ("riverside", Role.PRINCIPAL),
        "fred": ("riverside", Role.TEACHER),
        "eve": ("hillside", Role.TEACHER),
        "pia": ("hillside", Role.PRINCIPAL),
    }
    for name, (school, role) in roles.items():
        person = _person(world, name)
        _contacts(person, f"{name}contact")
        gone = {"ends_on": dt.date(2025, 6, 30), "ended_at": NOW} if name == "fred" else {}
        SchoolRole.objects.create(person=person, school=world.schools[school], role=role, **gone)


def _student(world: World, name: str, section: Section) -> None:
    student = _person(world, name, kind="student")
    SchoolRole.objects.create(person=student, school=section.school, role=Role.STUDENT, grade="4")
    Enrolment.objects.create(person=student, section=section, role="student")
    world.families[f"family-{name}"] = Family.objects.create(student=student, home="")


def _guardians(world: World) -> None:
    children = {
        "amina": ["yusuf", "hodan"],
        "sami": ["yusuf", "hodan"],
        "abdi": ["yusuf"],
        "exo": ["yusuf"],
        "olga": ["lena"],
        "tomas": ["tom"],
        "akua": ["kofi"],
    }
    for name, own in children.items():
        adult = _person(world, name, is_protected=name == "olga")
        _contacts(adult, f"{name}contact")
        for child in own:
            Guardianship.objects.create(
                adult=adult,
                student=world.people[child],
                family=world.families[f"family-{child}"],
                **({"ended_at": NOW} if name == "exo" else {}),
            )
    for name, child in (("abdi", "yusuf"), ("sami", "hodan")):
        world.things[f"restriction-{name}"] = Restriction.objects.create(
            adult=world.people[name],
            student=world.people[child],
            begins_on=dt.date(2025, 1, 1),
            reason=mark("restriction"),
            entered_by=world.people["dov"],
            entered_at=NOW,
        )


def _sign_everybody_in(world: World) -> None:
    """Each person by the own door; staff with a second factor and just confirmed, so that only rights can refuse them."""
    world.clients["anonymous"] = Client()
    for name, person in world.people.items():
        is_staff = SchoolRole.objects.filter(person=person).exclude(role=Role.STUDENT).exists()
        user = User.objects.create_user(
            person=person, email=f"{mark(name)}@school.example" if is_staff else None, password="x" * 20
        )
        world.things[f"user-{name}"] = user
        client = Client()
        client.force_login(user, backend=STAFF_BACKEND if is_staff else FAMILY_BACKEND)
        if is_staff:
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)
            session = client.session
            session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        world.clients[name] = client
