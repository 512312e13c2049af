"""Who can sign in to the demo school, and how: what a newcomer reads first."""

from django.conf import settings
from django.urls import reverse

from gatepost.channels import tokens
from gatepost.channels.models import Delivery
from gatepost.demo.loading import PASSWORD, SOURCE_KEY
from gatepost.people.models import ContactPoint, Person, Role, School

_SHOWN = {
    Role.PRINCIPAL: "Principal",
    Role.TEACHER: "Teacher",
    Role.OFFICE: "Office",
    Role.LIAISON: "Family liaison",
    Role.COUNSELLOR: "Counsellor",
}


def lines() -> list[str]:
    """Empty where there is no demo school."""
    school = School.objects.filter(source__key=SOURCE_KEY).order_by("pk").first()
    if school is None:
        return []
    found = [f"Sign in at {_url('account_login')} with the password {PASSWORD}"]
    for role, word in _SHOWN.items():
        person = _first(school, role)
        if person is not None and person.user.email:
            found.append(f"  {word + ':':<16}{person.user.email:<36}{person.full_name}{_of_section(person)}")
    return found + _family_lines(school)


def _first(school: School, role: Role) -> Person | None:
    people = Person.objects.current().filter(school_roles__school=school, school_roles__role=role, school_roles__ended_at=None)
    return people.exclude(user=None).select_related("user").order_by("pk").first()


def _of_section(person: Person) -> str:
    section = person.enrolments.filter(role="teacher", ended_at=None).select_related("section").order_by("pk").first()
    return f", section {section.section.name}" if section else ""


def _family_lines(school: School) -> list[str]:
    """A guardian with e-mail in the first section, and her personal page of the newest note."""
    deliveries = Delivery.objects.filter(mailing__school=school, channel="email", state="sent", mailing__kind="note")
    deliveries = deliveries.exclude(person__guardianships=None).exclude(person__read_language="en")
    named = deliveries.filter(person__given_name="Amina", person__family_name="Warsame")
    chosen = named.order_by("-pk").first() or deliveries.order_by("-pk").first()
    if chosen is None:
        return []
    point = ContactPoint.objects.filter(person=chosen.person_id, kind="email", ended_at=None).order_by("priority", "pk").first()
    door = (
        f"  {'Family:':<16}{point.value if point else chosen.address:<36}{chosen.person.full_name}, with a code and no password"
    )
    return [
        f"Families sign in at {_url('accounts:family')}",
        door,
        f"  The code arrives in the mailroom: {_url('channels:system-mail')} (signed in as the principal, in another window)",
        f"Her personal page, as in her e-mail: {tokens.link_url(chosen)}",
    ]


def _url(name: str) -> str:
    return f"{settings.BASE_URL}{reverse(name)}"
