"""Good news first: who has had none this month, counted by hand, and one press from the list to the note."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels.models import Mailing
from gatepost.errands.models import Errand
from gatepost.people.models import Family, Person
from gatepost.reach import commands
from gatepost.reach.queries.good_news import count_good_news
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Outcome, Touchpoint

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 10, 14, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.filter(person=person).first() or User.objects.create_user(
        person=person, email=f"p{person.pk}@example.org"
    )
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def told(family: Family, day: dt.date, **words: object) -> Touchpoint:
    """A row of the ledger as the channels write it: good news by e-mail, unless said otherwise."""
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    row = {"direction": "out", "means": "email", "outcome": "sent", "tone": "praise", "source": f"test:{uuid.uuid4()}"} | words
    school = family.student.school_roles.get().school
    return Touchpoint.objects.create(family=family, school=school, at=at, recorded_at=at, **row)


def family_of(section: object, given: str, *, language: str = "so") -> Family:
    student = make_student(section, given)
    make_guardian(student, f"Parent of {given}", language=language, email=f"{given.lower()}@example.org")
    return student.families.get()


def names_shown(person: Person, **query: object) -> list[str]:
    response = signed_in(person).get(reverse("reach:good-news"), query)
    assert response.status_code == 200
    return [line.home.state.family.student.given_name for line in response.context["lines"]]


@time_machine.travel(NOW, tick=False)
def test_only_good_news_of_this_month_that_went_through_takes_a_family_off_the_list(cast: Cast) -> None:
    """Yusuf's family has had nothing; each other family shows one thing that does or does not count."""
    on = dt.date(2026, 10, 5)
    told(family_of(cast.section, "Note"), on)
    told(family_of(cast.section, "Talk"), on, direction="both", outcome="answered", means="gate")
    told(family_of(cast.section, "Failed"), on, outcome="failed")
    told(family_of(cast.section, "Nobody"), on, outcome="no-answer", means="phone")
    told(family_of(cast.section, "Neutral"), on, tone="neutral")
    told(family_of(cast.section, "Theirs"), on, direction="in", outcome="answered")
    told(family_of(cast.section, "Before"), dt.date(2026, 9, 30))
    came_back = family_of(cast.section, "Back")
    told(came_back, on, outcome="failed", corrects=told(came_back, on))
    mistaken = told(
        family_of(cast.section, "Mistaken"),
        on,
        direction="both",
        outcome="answered",
        source="conversations.talk:x",
        staff=cast.ben,
    )
    ledger.correct(mistaken, by=cast.ben, outcome=Outcome.WITHDRAWN)
    late = family_of(cast.section, "Late")  # sent last month, read this month
    told(late, dt.date(2026, 9, 29), source="channels.delivery:1:1:sent")
    told(late, on, outcome="read", means="link", source="channels.delivery:1:1:read")
    commands.recount()
    assert sorted(names_shown(cast.ben)) == [
        "Back", "Before", "Failed", "Late", "Mistaken", "Neutral", "Nobody", "Theirs", "Yusuf",
    ]  # fmt: skip
    assert count_good_news(cast.ben).sentence == "Nine of your eleven families have had no good news this month."


@time_machine.travel(NOW, tick=False)
def test_those_who_never_had_any_come_first_then_the_longest_without(cast: Cast) -> None:
    told(family_of(cast.section, "Spring"), dt.date(2026, 4, 2))
    told(family_of(cast.section, "Summer"), dt.date(2026, 6, 2))
    told(family_of(cast.section, "Winter"), dt.date(2026, 1, 2))
    commands.recount()
    assert names_shown(cast.ben) == ["Yusuf", "Winter", "Spring", "Summer"]
    page = signed_in(cast.ben).get(reverse("reach:good-news")).content.decode()
    assert page.count("The first good news is still to come") == 1
    assert "Last good news: 2 January 2026" in page


def test_the_month_begins_where_the_school_is(cast: Cast) -> None:
    """Nine in the evening of the 30th in UTC is the first of October in Auckland."""
    cast.school.timezone = "Pacific/Auckland"
    cast.school.save()
    at = dt.datetime(2026, 9, 30, 21, tzinfo=dt.UTC)
    Touchpoint.objects.create(
        family=cast.family, school=cast.school, at=at, recorded_at=at, direction="out", means="email", outcome="sent",
        tone="praise", source="test:1",
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        commands.recount()
        assert names_shown(cast.ben) == []
        cast.school.timezone = "Europe/Madrid"
        cast.school.save()
        assert names_shown(cast.ben) == ["Yusuf"]


def test_a_teacher_sees_her_families_the_principal_all_and_a_section_can_be_chosen(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora", "Quist")
    other = make_section(cast.school, "2A", nora)
    family_of(other, "Mihai")
    commands.recount()
    assert names_shown(cast.ben) == ["Yusuf"]
    assert names_shown(nora) == ["Mihai"]
    assert sorted(names_shown(cast.dov)) == ["Mihai", "Yusuf"]
    assert names_shown(cast.dov, section=other.pk) == ["Mihai"]
    assert names_shown(cast.ben, section=other.pk) == ["Yusuf"]  # not offered to her: counts as not chosen
    assert names_shown(cast.eve) == []
    sentence = signed_in(cast.dov).get(reverse("reach:good-news"), {"section": other.pk}).context["news"].sentence
    assert sentence == "The one family here has had no good news this month."


def test_a_home_in_which_nobody_may_be_contacted_is_not_waiting(cast: Cast) -> None:
    """Yusuf's father has a home of his own and is barred; Amina's stays on the list, and his name is nowhere."""
    father = make_guardian(cast.yusuf, "Zzabdi", email="abdi@example.org", home="Harbour street")
    commands.recount()
    assert names_shown(cast.ben) == ["Yusuf", "Yusuf"]
    restrict(father, cast.yusuf)
    commands.recount()
    assert names_shown(cast.ben) == ["Yusuf"]
    page = signed_in(cast.ben).get(reverse("reach:good-news")).content.decode()
    assert ("Zzabdi" in page, "Harbour" in page) == (False, False)


@time_machine.travel(NOW, tick=False)
def test_the_button_leads_to_a_note_to_this_family_alone_which_takes_it_off_the_list(cast: Cast) -> None:
    family_of(cast.section, "Lena")
    commands.recount()
    client = signed_in(cast.ben)
    address = reverse("conversations:write-to-family", args=[cast.family.pk]) + "?tone=praise"
    assert address in client.get(reverse("reach:good-news")).content.decode()
    page = client.get(address)
    assert page.context["form"]["tone"].value() == "praise"
    once = str(uuid.uuid4())
    words = {"body": "Yusuf waited for a friend. Does he at home?", "tone": "praise", "content_kind": "social", "once": once}
    for _twice in range(2):
        assert client.post(address, words).status_code == 302
    mailing = Mailing.objects.get()
    assert (mailing.tone, mailing.content_kind, mailing.section) == ("praise", "social", None)
    deliveries = list(mailing.deliveries.all())
    assert [(one.person, list(one.families.all())) for one in deliveries] == [(cast.amina, [cast.family])]
    ledger.record_deliveries([one.pk for one in deliveries], outcome=Outcome.SENT)
    assert names_shown(cast.ben) == ["Lena"]


@time_machine.travel(NOW, tick=False)
def test_good_news_that_is_read_out_on_the_phone_counts_once_somebody_answered(cast: Cast) -> None:
    """Amina prefers a call: the note becomes an errand, and what comes of the call is good news like the note."""
    Person.objects.filter(pk=cast.amina.pk).update(prefers_call=True)
    commands.recount()
    words = {"body": "Yusuf waited for a friend.", "tone": "praise", "content_kind": "learning", "once": str(uuid.uuid4())}
    signed_in(cast.ben).post(reverse("conversations:write-to-family", args=[cast.family.pk]), words)
    delivery = Mailing.objects.get().deliveries.get()
    assert delivery.channel == "phone"
    errand = Errand.objects.create(
        school=cast.school, kind="call", owner=cast.ben, family=cast.family, source=f"channels.delivery:{delivery.pk}", title="Call",
        due_on=NOW.date(), created_at=NOW,
    )  # fmt: skip
    assert [row.tone for row in ledger.record_call(errand, result="no-answer", by=cast.ben)] == ["praise"]
    assert names_shown(cast.ben) == ["Yusuf"]
    errand.tries = 1
    assert [row.content_kind for row in ledger.record_call(errand, result="reached", by=cast.ben)] == ["learning"]
    assert names_shown(cast.ben) == []


def test_the_short_address_of_a_new_note_leads_to_the_same_page(cast: Cast) -> None:
    answer = signed_in(cast.ben).get(reverse("conversations:new-note"), {"family": cast.family.pk, "tone": "praise"})
    assert answer.headers["Location"] == reverse("conversations:write-to-family", args=[cast.family.pk]) + "?tone=praise"


def test_nobody_writes_to_a_family_of_others_nor_to_a_barred_adult(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora", "Quist")
    make_section(cast.school, "2A", nora)
    address = reverse("conversations:write-to-family", args=[cast.family.pk])
    words = {"body": "Hello", "tone": "praise", "content_kind": "social", "once": str(uuid.uuid4())}
    assert [signed_in(person).post(address, words).status_code for person in (nora, cast.eve, cast.amina)] == [404, 404, 403]
    restrict(cast.amina, cast.yusuf)
    answer = signed_in(cast.ben).post(address, words)
    assert answer.status_code == 409
    assert Mailing.objects.count() == 0


def test_the_number_of_statements_does_not_depend_on_the_number_of_families(cast: Cast) -> None:
    client, counts = signed_in(cast.dov), []
    for which in range(2):
        for number in range(3):
            told(family_of(cast.section, f"Child{which}{number}"), dt.date(2026, 1, 2))
        commands.recount()
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("reach:good-news")).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]
    assert counts[0] <= 24
