"""The demo school: who is in it, that it is the same for the same seed, and that its pages are alive."""

import phonenumbers
import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client

from gatepost.channels.models import Delivery
from gatepost.conversations import audience
from gatepost.conversations.models import Message, Thread
from gatepost.demo import signing_in
from gatepost.demo.facts.words import PHONE_BLOCKS
from gatepost.demo.loading import PASSWORD, load_demo
from gatepost.demo.outreach_story import OPEN_CASES
from gatepost.demo.visit_story import MADE
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    Restriction,
    School,
    SchoolRole,
    Section,
)
from gatepost.reach import commands as reach
from gatepost.reach.models import Case, FamilyState, HomeVisit, WeekCount
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


def quiet(_words: str) -> None:
    """Nobody reads along."""


@pytest.fixture(scope="module")
def _school(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """One demo school for all tests of this module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        assert load_demo(tell=quiet) is True
        yield
        transaction.set_rollback(True)


@pytest.fixture
def school(_school: None, db: None) -> School:
    return School.objects.get(slug="demo-1")


def test_it_has_620_students_1000_adults_24_sections_and_24_languages(school: School) -> None:
    assert Person.objects.filter(kind="student").count() == 620
    assert Person.objects.filter(kind="adult").count() == 1_000
    assert Section.objects.count() == 24
    assert Guardianship.objects.values("adult__read_language").distinct().count() == 24
    assert not Person.objects.filter(search_key="").exists()


def test_a_note_to_4b_goes_19_by_mail_9_by_letter_2_by_phone_and_1_cannot_be_reached(school: School) -> None:
    section = Section.objects.get(name="4B")
    assert section.enrolments.get(role="teacher").person.full_name == "Ben Ortiz"
    found = audience.of_section(section)
    assert (found.count, {str(channel): count for channel, count in found.counts.items()}) == (
        31,
        {"email": 19, "letter": 9, "phone": 2, "": 1},
    )
    assert len(found.languages) >= 12


def test_it_holds_the_families_that_schools_forget(school: School) -> None:
    homes = Family.objects.exclude(home="").values_list("student_id", flat=True)
    languages = Guardianship.objects.filter(student__in=homes).values_list("student_id", "adult__read_language").distinct()
    assert len(languages) > len(set(homes))  # two homes, two languages
    assert Restriction.objects.filter(bars_contact=True).exists()
    assert Person.objects.filter(kind="adult", is_protected=True).exists()
    assert Person.objects.filter(prefers_call=True).exists()
    assert set(ContactPoint.objects.values_list("state", flat=True)) == {
        "unverified",
        "verified",
        "bouncing",
        "wrong-person",
        "opted-out",
    }
    assert Guardianship.objects.filter(adult__in=SchoolRole.objects.filter(role="teacher").values("person")).exists()
    twins = Enrolment.objects.filter(section__name="4B", person__family_name="Darwish").count()
    assert twins == 2


def test_a_barred_guardian_is_written_to_by_nobody(school: School) -> None:
    for order in Restriction.objects.all():
        assert not Delivery.objects.filter(person=order.adult).exists()
        assert not Touchpoint.objects.filter(adult=order.adult).exists()


def test_no_address_and_no_number_belongs_to_anybody(school: School) -> None:
    emails = ContactPoint.objects.filter(kind="email").values_list("value", flat=True)
    assert {email.rpartition(".")[2] for email in emails if not email.endswith("@example.org")} == {"example"}
    phones = ContactPoint.objects.filter(kind="phone").values_list("value", flat=True)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in phones)
    free = tuple(prefix for prefix, _digits in PHONE_BLOCKS)
    assert all(phone.startswith(free) for phone in phones)


def test_all_four_states_occur_and_dialogue_is_the_most_common(school: School) -> None:
    counts = {
        state: FamilyState.objects.filter(state=state).count()
        for state in ("in-dialogue", "informed", "not-reached", "no-contact")
    }
    assert counts["in-dialogue"] > 400
    assert 90 < counts["informed"] < 200
    assert 30 < counts["not-reached"] < 80
    assert 2 <= counts["no-contact"] < 20


def test_the_states_follow_from_the_ledger(school: School) -> None:
    before = list(FamilyState.objects.order_by("family_id").values_list("family_id", "state", "since"))
    reach.recount()
    assert list(FamilyState.objects.order_by("family_id").values_list("family_id", "state", "since")) == before


def test_every_message_that_left_stands_in_the_ledger_once(school: School) -> None:
    through = Delivery.families.through.objects.filter(delivery__state="sent").exclude(delivery__channel="phone")
    expected = {
        f"channels.delivery:{delivery}:{family}:sent" for delivery, family in through.values_list("delivery_id", "family_id")
    }
    sent = Touchpoint.objects.filter(outcome="sent", source__startswith="channels.")
    assert set(sent.values_list("source", flat=True)) == expected
    assert not Touchpoint.objects.filter(at__gt=clock.now()).exists()


def test_threads_have_answers_and_some_wait_for_their_teacher(school: School) -> None:
    ben = Person.objects.get(given_name="Ben", family_name="Ortiz")
    assert Thread.objects.filter(owner=ben).exclude(unread_since=None).exists()
    assert Message.objects.filter(from_family=True).count() > 500
    assert not Thread.objects.filter(messages=None).exists()


def test_loading_again_changes_nothing(school: School) -> None:
    assert load_demo(tell=quiet) is False
    assert Person.objects.count() == 1_620


def test_everybody_who_is_printed_can_sign_in(school: School) -> None:
    lines = signing_in.lines()
    addresses = [word for line in lines for word in line.split() if word.endswith("@riverside.example")]
    assert [line.partition("(")[2] for line in lines if "code arrives" in line] == [
        "signed in as the principal, in another window)"
    ]
    assert addresses[:2] == ["dov.stern@riverside.example", "ben.ortiz@riverside.example"]
    client = Client()
    for address in addresses:
        answer = client.post("/accounts/login/", {"login": address, "password": PASSWORD})
        assert answer.status_code == 302
        client.logout()
    assert Client().get(lines[-1].partition("/f/")[1] + lines[-1].partition("/f/")[2]).status_code == 200


def test_an_address_of_a_family_opens_no_staff_door(school: School) -> None:
    assert authenticate(None, email="amina.warsame@inbox.example", password=PASSWORD) is None


def test_the_school_reaches_out_and_every_step_stands_in_the_ledger(school: School) -> None:
    cases = Case.objects.filter(school=school)
    assert 5 <= cases.filter(closed_at=None).count() <= OPEN_CASES
    assert set(cases.exclude(closed_at=None).values_list("closing_reason", flat=True)) == {"in-dialogue"}
    taken = Errand.objects.filter(attempt__isnull=False, closed_at__isnull=False)
    assert taken.count() > 20
    sources = {f"errands.errand:{pk}:1" for pk in taken.values_list("pk", flat=True)}
    assert set(Touchpoint.objects.filter(source__in=sources).values_list("source", flat=True)) == sources
    visits = HomeVisit.objects.filter(school=school)
    assert visits.filter(state="done").count() == MADE
    assert not visits.filter(state="done", hours=None).exists()
    weeks = WeekCount.objects.filter(school=school, kind="all")
    assert weeks.count() > 8
    assert {week.families for week in weeks} != {0}
