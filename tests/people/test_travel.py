"""The ways to school of a class: entered on one page, only for one's own school, only what was chosen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gatepost.accounts.models import User
from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.commands.travel import set_travel_bands
from gatepost.people.models import Family, Person, Section
from gatepost.people.travel import KnownWays, known_ways
from tests.support.cast import Cast, make_guardian, make_student, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def bands() -> dict[str, str]:
    return {family.student.given_name: family.travel_band for family in Family.objects.select_related("student")}


@pytest.fixture
def neighbour(cast: Cast) -> Family:
    """Another family of the class."""
    student = make_student(cast.section, "Lena", "Adler")
    make_guardian(student, "Olga", language="de")
    return student.families.get()


def test_a_class_is_entered_with_one_button_and_what_is_not_named_stays(cast: Cast, neighbour: Family) -> None:
    set_travel_bands(cast.section, {neighbour.pk: "15-30"}, by=cast.carla)
    client, address = signed_in(cast.carla), reverse("people:travel", args=[cast.section.pk])
    answer = client.post(address, {f"way-{cast.family.pk}": "over-60", "way-x": "under-15", "way-²": "under-15"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert bands() == {"Yusuf": "over-60", "Lena": "15-30"}
    page = client.get(address).content.decode()
    assert '<option value="over-60" selected>' in page
    assert "known for 2 of 2 families" in page


def test_a_way_is_taken_back(cast: Cast) -> None:
    set_travel_bands(cast.section, {cast.family.pk: "over-60"}, by=cast.dov)
    assert set_travel_bands(cast.section, {cast.family.pk: ""}, by=cast.dov) == 1
    assert bands() == {"Yusuf": ""}


def test_a_family_of_another_class_is_left_alone(cast: Cast) -> None:
    elsewhere = make_student(Section.objects.get(school=cast.other_school), "Kofi")
    make_guardian(elsewhere, "Akua")
    changed = set_travel_bands(cast.section, {elsewhere.families.get().pk: "over-60"}, by=cast.dov)
    assert changed == 0
    assert bands() == {"Yusuf": "", "Kofi": ""}
    assert not Event.objects.filter(action="people.set_travel_bands").exists()


def test_neither_a_teacher_nor_another_school_enters_ways(cast: Cast) -> None:
    for person, section in ((cast.ben, cast.section), (cast.dov, Section.objects.get(school=cast.other_school))):
        with pytest.raises(NotAllowedError):
            set_travel_bands(section, {cast.family.pk: "over-60"}, by=person)
    assert bands() == {"Yusuf": ""}


def test_a_length_that_is_not_offered_changes_nothing(cast: Cast, neighbour: Family) -> None:
    with pytest.raises(BadInputError):
        set_travel_bands(cast.section, {cast.family.pk: "over-60", neighbour.pk: "12 km"}, by=cast.dov)
    assert bands() == {"Yusuf": "", "Lena": ""}


def test_a_restricted_adult_is_not_named(cast: Cast) -> None:
    other = make_guardian(cast.yusuf, "Abdi")
    restrict(other, cast.yusuf)
    page = signed_in(cast.dov).get(reverse("people:travel", args=[cast.section.pk])).content.decode()
    assert "Amina Warsame" in page
    assert "Abdi" not in page


def test_what_is_known_is_counted_by_families_and_the_cost_does_not_grow(cast: Cast, neighbour: Family) -> None:
    make_guardian(cast.yusuf, "Sami", home="father")
    set_travel_bands(cast.section, {neighbour.pk: "15-30"}, by=cast.dov)
    assert known_ways(cast.dov) == [KnownWays(cast.section, known=1, families=3)]
    client, address = signed_in(cast.dov), reverse("people:travel", args=[cast.section.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(12):
        make_guardian(make_student(cast.section, f"Child{number}"), f"Adult{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
