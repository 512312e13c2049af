"""The page about one adult: contacts and preferences by the office, restrictions by the principal, nothing by others."""

import datetime as dt

import pytest
from django.test import Client

from gatepost.accounts.models import User
from gatepost.conversations import audience
from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.commands import contacts, rights
from gatepost.people.models import ContactPoint, Person, Restriction
from tests.support.cast import Cast, make_section, make_staff, make_student

ALL = frozenset(rights.RIGHTS)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def bar(**changes: object) -> rights.Bar:
    return rights.Bar(**{"rights": ALL, "begins_on": dt.date(2024, 1, 1), "reason": "Court order 7/24", **changes})  # type: ignore[arg-type]


def test_a_restriction_acts_at_once_and_lifting_it_too(cast: Cast) -> None:
    restriction = rights.restrict(cast.amina, cast.yusuf, bar=bar(), by=cast.dov)
    assert audience.of_section(cast.section).reachable == 0
    rights.lift_restriction(restriction, by=cast.dov)
    assert audience.of_section(cast.section).reachable == 1
    assert list(Event.objects.filter(action__startswith="people.").values_list("action", flat=True)) == [
        "people.restrict",
        "people.lift_restriction",
    ]


@pytest.mark.parametrize("who", ["ben", "carla", "eve", "amina"])
def test_only_the_principal_restricts(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        rights.restrict(cast.amina, cast.yusuf, bar=bar(), by=getattr(cast, who))
    assert Restriction.objects.count() == 0


def test_a_principal_restricts_nobody_of_another_school(cast: Cast) -> None:
    other = make_staff(cast.other_school, "principal")
    with pytest.raises(NotAllowedError, match="not at your school"):
        rights.restrict(cast.amina, cast.yusuf, bar=bar(), by=other)


@pytest.mark.parametrize("wrong", [{"rights": frozenset()}, {"ends_on": dt.date(2023, 1, 1)}])
def test_a_restriction_without_sense_is_refused_with_a_sentence(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        rights.restrict(cast.amina, cast.yusuf, bar=bar(**wrong), by=cast.dov)


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("email", " Amina@Example.ORG ", "Amina@example.org"),
        ("phone", "+34 600 11 12 23", "+34600111223"),
        ("post", "Gate 1", "Gate 1"),
    ],
)
def test_a_contact_is_stored_normalised(cast: Cast, kind: str, raw: str, stored: str) -> None:
    assert contacts.add_contact_point(cast.amina, kind=kind, raw=raw, by=cast.carla).value == stored


@pytest.mark.parametrize(("kind", "raw"), [("email", "amina at home"), ("phone", "12"), ("email", "")])
def test_a_contact_that_cannot_be_used_is_refused(cast: Cast, kind: str, raw: str) -> None:
    with pytest.raises(BadInputError):
        contacts.add_contact_point(cast.amina, kind=kind, raw=raw, by=cast.carla)
    assert ContactPoint.objects.filter(person=cast.amina).count() == 2


def test_an_address_entered_again_is_in_use_again(cast: Cast) -> None:
    ContactPoint.objects.filter(kind="email").update(state="bouncing")
    contacts.add_contact_point(cast.amina, kind="email", raw="amina@example.org", by=cast.carla)
    assert ContactPoint.objects.get(kind="email").state == "unverified"


def test_pages_say_who_may_see_them(cast: Cast) -> None:
    path = f"/people/persons/{cast.amina.pk}/"
    seen = {name: signed_in(getattr(cast, name)).get(path).status_code for name in ("ben", "eve", "amina", "carla", "dov")}
    assert seen == {"ben": 403, "eve": 403, "amina": 403, "carla": 200, "dov": 200}
    other = make_staff(cast.other_school, "office")
    assert signed_in(other).get(path).status_code == 404


def test_a_protected_persons_contacts_are_shown_to_two_roles_only(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(is_protected=True)
    path = f"/people/persons/{cast.amina.pk}/"
    pages = {name: signed_in(getattr(cast, name)).get(path).content.decode() for name in ("carla", "dov")}
    assert {name: "amina@example.org" in page for name, page in pages.items()} == {"carla": False, "dov": True}


def test_the_office_works_through_the_page(cast: Cast) -> None:
    client = signed_in(cast.dov)
    base = f"/people/persons/{cast.amina.pk}/"
    client.post(base + "contacts/add/", {"kind": "email", "raw": "new@example.org"})
    old = ContactPoint.objects.get(value="amina@example.org")
    client.post(f"{base}contacts/{old.pk}/", {"state": "wrong-person"})
    client.post(
        base + "preferences/", {"read_language": "árabe", "spoken": "Somali, ar", "prefers_call": "on", "needs": ["interpreter"]}
    )
    client.post(
        base + "restrict/",
        {"student": cast.yusuf.pk, "rights": ["pick_up"], "begins_on": "2024-01-01", "reason": "Order"},
    )
    cast.amina.refresh_from_db()
    assert sorted(cast.amina.contact_points.filter(kind="email").values_list("value", "state")) == [
        ("amina@example.org", "wrong-person"),
        ("new@example.org", "unverified"),
    ]
    assert (cast.amina.read_language, cast.amina.spoken_languages, cast.amina.prefers_call) == ("ar", ["so", "ar"], True)
    assert list(cast.amina.needs.values_list("kind", flat=True)) == ["interpreter"]
    restriction = Restriction.objects.get()
    assert (restriction.bars_pick_up, restriction.bars_contact) == (True, False)
    assert "no language called" in client.post(base + "preferences/", {"read_language": "klingonish"}).content.decode()


def test_a_restriction_cannot_be_entered_for_a_child_of_others(cast: Cast) -> None:
    stranger = make_student(make_section(cast.school, "1A"), "Other", "Child")
    response = signed_in(cast.dov).post(
        f"/people/persons/{cast.amina.pk}/restrict/",
        {"student": stranger.pk, "rights": ["contact"], "begins_on": "2024-01-01", "reason": "x"},
    )
    assert (response.status_code, Restriction.objects.count()) == (422, 0)


def test_an_unknown_judgement_changes_nothing_and_ending_is_said_in_words(cast: Cast) -> None:
    client = signed_in(cast.dov)
    point = ContactPoint.objects.get(kind="email")
    path = f"/people/persons/{cast.amina.pk}/contacts/{point.pk}/"
    assert client.post(path, {"state": "nonsense"}).status_code == 422
    assert ContactPoint.objects.get(pk=point.pk).ended_at is None
    client.post(path, {"state": "ended"})
    assert ContactPoint.objects.get(pk=point.pk).ended_at is not None
