"""The pages of families: who sees whom, what they say, and that their cost does not grow with the rows."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.accounts.models import User
from gatepost.conversations.commands import talks
from gatepost.conversations.models import Message
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.people.models import ContactPoint, Family, Person
from gatepost.reach import commands, queries
from gatepost.reach.ladder import StepKind
from gatepost.reach.models import FamilyState
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def names_shown(person: Person, **query: str) -> list[str]:
    response = signed_in(person).get(reverse("reach:families"), query)
    assert response.status_code == 200
    return [home.state.family.student.given_name for home in response.context["homes"]]


@pytest.fixture
def neighbours(cast: Cast) -> Cast:
    """Another section of the school and another school, each with a family."""
    make_guardian(make_student(make_section(cast.school, "2A"), "Mihai", "Dumitru"), "Ioana", language="ro", phone="+34600111333")
    make_guardian(make_student(make_section(cast.other_school, "1C"), "Lin", "Qiu"), "Mei", language="zh-Hans")
    commands.recount()
    return cast


def test_a_teacher_sees_her_sections_the_principal_the_school_and_neither_another_school(neighbours: Cast) -> None:
    assert names_shown(neighbours.ben) == ["Yusuf"]
    assert sorted(names_shown(neighbours.dov)) == ["Mihai", "Yusuf"]
    assert names_shown(neighbours.eve) == []


def test_a_guardian_is_refused(neighbours: Cast) -> None:
    client = signed_in(neighbours.amina)
    for name in ("reach:families", "reach:this-week"):
        assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("reach:family", args=[neighbours.family.pk])).status_code == 403


def test_the_page_of_a_family_does_not_exist_for_those_who_do_not_look_after_it(neighbours: Cast) -> None:
    address = reverse("reach:family", args=[Family.objects.get(student__given_name="Mihai").pk])
    assert [signed_in(person).get(address).status_code for person in (neighbours.dov, neighbours.ben, neighbours.eve)] == [
        200,
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"language": "ro"}, ["Mihai"]),
        ({"language": "zh-Hans"}, ["Mihai", "Yusuf"]),  # not offered here: counts as not chosen
        ({"q": "yús"}, ["Yusuf"]),
        ({"state": "in-dialogue"}, ["Yusuf"]),
        ({"state": "not-reached", "q": ""}, ["Mihai"]),
    ],
)
def test_filters_choose_families(neighbours: Cast, query: dict[str, str], expected: list[str]) -> None:
    ledger.log_talk(neighbours.family, by=neighbours.ben, means="gate", source="talk:1")
    commands.refresh()
    assert sorted(names_shown(neighbours.dov, **query)) == expected


def test_the_section_filter_takes_the_bar_along(neighbours: Cast) -> None:
    response = signed_in(neighbours.dov).get(reverse("reach:families"), {"section": neighbours.section.pk})
    assert response.context["summary"].total == 1
    assert [home.state.family for home in response.context["homes"]] == [neighbours.family]


def test_the_page_opens_with_its_sentence_in_words(neighbours: Cast) -> None:
    page = signed_in(neighbours.dov).get(reverse("reach:families")).content.decode()
    assert "<h1>Two families have not heard from us in a way that reached them.</h1>" in page


def test_htmx_gets_the_same_fragment_that_the_page_holds(neighbours: Cast) -> None:
    client = signed_in(neighbours.dov)
    whole = client.get(reverse("reach:families"), {"language": "ro"}).content.decode()
    part = client.get(reverse("reach:families"), {"language": "ro"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in whole
    assert "<html" not in part


def many_families(cast: Cast, number: int) -> None:
    for which in range(number):
        student = make_student(cast.section, f"Child{which}")
        make_guardian(student, email=f"g{which}@example.org", phone=f"+3460011{which:04}")
        family = student.families.get()
        now = clock.now()
        Touchpoint.objects.create(
            at=now - dt.timedelta(days=90), recorded_at=now, school=cast.school, family=family, direction="out", means="email",
            outcome="sent", source=f"test:{family.pk}",
        )  # fmt: skip
    commands.recount()


@pytest.mark.parametrize("name", ["reach:families", "reach:this-week"])
def test_the_number_of_statements_does_not_depend_on_the_number_of_families(cast: Cast, name: str) -> None:
    client = signed_in(cast.dov)
    many_families(cast, 1)
    client.get(reverse(name))  # the languages of a school are kept for a while
    counts = []
    for _more in range(2):
        many_families(cast, 3)
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]
    assert counts[0] <= 26


def test_this_weeks_ten_says_what_was_tried_and_what_was_not(cast: Cast) -> None:
    many_families(cast, 1)
    turns = {turn.home.state.family.student.given_name: turn for turn in queries.this_weeks_ten(cast.dov)}
    assert turns["Child0"].tried.startswith("1 e-mail since ")
    assert turns["Child0"].tried.endswith("has not led to a talk yet.")
    assert turns["Child0"].step.button == "Plan the call in Somali"


def test_a_family_somebody_already_has_something_to_do_about_is_not_among_the_ten(cast: Cast) -> None:
    commands.recount()
    assert [turn.family_id for turn in queries.this_weeks_ten(cast.dov)] == [cast.family.pk]
    client = signed_in(cast.dov)
    answer = client.post(
        reverse("reach:plan", args=[cast.family.pk]),
        {"step": "call", "owner": cast.carla.pk, "due_on": clock.today().isoformat()},
    )
    assert answer.status_code == 302
    errand = Errand.objects.get()
    assert (errand.kind, errand.owner, errand.family) == ("call", cast.carla, cast.family)
    assert queries.this_weeks_ten(cast.dov) == []


def test_a_step_cannot_be_given_to_somebody_who_does_not_look_after_the_family(cast: Cast) -> None:
    commands.recount()
    answer = signed_in(cast.dov).post(
        reverse("reach:plan", args=[cast.family.pk]), {"step": "call", "owner": cast.eve.pk, "due_on": clock.today().isoformat()}
    )
    assert answer.status_code == 422
    assert not Errand.objects.exists()


def test_brothers_and_sisters_are_one_turn(cast: Cast) -> None:
    sister = make_student(cast.section, "Hodan")
    Family.objects.create(student=sister)
    sister.families.get().guardianships.create(adult=cast.amina, student=sister)
    commands.recount()
    assert FamilyState.objects.count() == 2
    assert len(queries.this_weeks_ten(cast.dov)) == 1


def test_a_restricted_adult_is_shown_to_the_school_leadership_only_and_as_such(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Nuur", email="nuur@example.org")
    restrict(father, cast.yusuf)
    commands.recount()
    assert [adult.link.adult for adult in queries.family_page(cast.family, cast.ben, None).adults] == [cast.amina]
    shown = queries.family_page(cast.family, cast.dov, None).adults
    assert [(adult.link.adult, adult.may_be_contacted) for adult in shown] == [(cast.amina, True), (father, False)]


def test_contacts_of_a_protected_person_are_for_principal_and_office(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(is_protected=True)
    office = make_staff(cast.school, "office", "Olga")
    commands.recount()
    seen = {person: b"amina@example.org" in _family_page(person, cast) for person in (cast.dov, office, cast.ben, cast.carla)}
    assert seen == {cast.dov: True, office: True, cast.ben: False, cast.carla: False}


def _family_page(person: Person, cast: Cast) -> bytes:
    response = signed_in(person).get(reverse("reach:family", args=[cast.family.pk]))
    assert response.status_code == 200
    return response.content


def test_a_talk_entered_by_mistake_is_taken_out_and_the_state_follows(cast: Cast) -> None:
    row = ledger.log_talk(cast.family, by=cast.ben, means="gate", source="conversations.talk:1:a")
    commands.refresh()
    assert signed_in(cast.ben).post(reverse("reach:withdraw", args=[cast.family.pk, row.pk])).status_code == 302
    commands.refresh()
    assert FamilyState.objects.get().state == "not-reached"
    assert signed_in(cast.eve).post(reverse("reach:withdraw", args=[cast.family.pk, row.pk])).status_code == 404


def test_an_entry_is_mended_by_a_new_row_and_the_thread_says_the_same(cast: Cast) -> None:
    talks.log_talk(cast.family, talk=talks.Talk("gate", "concern", "behaviour", "Pushed a boy"), once=uuid.uuid4(), by=cast.ben)
    (row,) = Touchpoint.objects.all()
    told = {"means": "gate", "place": "school", "outcome": "answered", "content_kind": "social", "tone": "praise",
            "involvement_type": "communicating", "note": "Helped a boy up"}  # fmt: skip
    address = reverse("reach:mend", args=[cast.family.pk, row.pk])
    assert signed_in(cast.eve).post(address, told).status_code == 404
    client = signed_in(cast.ben)
    assert client.get(address).context["form"].initial["note"] == "Pushed a boy"
    assert client.post(address, told).status_code == 302
    (counts,) = Touchpoint.objects.counting()
    assert (counts.corrects, counts.place, counts.tone, counts.note) == (row, "school", "praise", "Helped a boy up")
    standing = Message.objects.get(withdrawn_at=None)
    assert (standing.body, standing.author) == ("Helped a boy up", cast.ben)
    assert client.post(address, told).status_code == 404
    assert client.post(reverse("reach:withdraw", args=[cast.family.pk, counts.pk])).status_code == 302
    assert not Touchpoint.objects.counting().exists()
    assert not Message.objects.filter(withdrawn_at=None).exists()


def test_nobody_mends_a_colleagues_words_but_those_who_look_after_the_school(cast: Cast) -> None:
    talks.log_talk(cast.family, talk=talks.Talk("gate", "neutral", "social", "Carla's words"), once=uuid.uuid4(), by=cast.carla)
    (row,) = Touchpoint.objects.all()
    told = {"means": "gate", "place": "gate", "outcome": "answered", "content_kind": "social", "tone": "neutral",
            "involvement_type": "communicating", "note": "Other words"}  # fmt: skip
    address = reverse("reach:mend", args=[cast.family.pk, row.pk])
    assert signed_in(cast.ben).post(address, told).status_code == 404
    assert signed_in(cast.dov).post(address, told).status_code == 302
    # Carla's entry is taken out of the thread; what stands there now is in the name of whoever wrote it.
    assert [(one.author, one.body, one.withdrawn_at is None) for one in Message.objects.order_by("pk")] == [
        (cast.carla, "Carla's words", False), (cast.dov, "Other words", True),
    ]  # fmt: skip
    assert Touchpoint.objects.counting().get().mended_by == cast.dov


@pytest.mark.parametrize(
    "source", ["reach.easier:1:2", "reach.visit:3:no", "conversations.reply:4", "channels.delivery:1:1:failed"]
)
def test_what_families_and_channels_told_is_mended_by_nobody(cast: Cast, source: str) -> None:
    row = Touchpoint.objects.create(
        at=clock.now(), recorded_at=clock.now(), school=cast.school, family=cast.family, direction="in", means="link",
        outcome="answered", source=source,
    )  # fmt: skip
    assert signed_in(cast.dov).get(reverse("reach:mend", args=[cast.family.pk, row.pk])).status_code == 404


def test_no_working_contact_is_told_by_what_we_hold(cast: Cast) -> None:
    ContactPoint.objects.filter(person=cast.amina, kind="email").update(state="bouncing", state_at=clock.now())
    ContactPoint.objects.filter(person=cast.amina, kind="phone").update(state="wrong-person", state_at=clock.now())
    commands.recount()
    (turn,) = queries.this_weeks_ten(cast.dov)
    assert turn.tried == "The e-mail address we hold sends our mail back. The phone number we hold belongs to somebody else."
    assert turn.step.button == "Send a letter with a slip"


def test_a_letter_that_was_planned_and_handed_out_stands_in_the_ledger(cast: Cast) -> None:
    commands.recount()
    errand = commands.plan_step(
        cast.family, step=StepKind.LETTER, owner=cast.ben, due_on=clock.today(), reason="Nothing else was left", by=cast.dov
    )
    errands.record_result(errand, result="handed-out", by=cast.ben)
    assert list(Touchpoint.objects.values_list("family", "means", "outcome")) == [(cast.family.pk, "letter", "sent")]
    commands.refresh()
    assert FamilyState.objects.get().state == "informed"
