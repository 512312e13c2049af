"""The school calendar: entered and removed by the office, refused with a sentence where dates cannot be, heard by the rooms above."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gatepost.accounts.models import User
from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.calendar_overview import overview_of
from gatepost.people.commands import calendar
from gatepost.people.models import ClosedDay, Person, School, Term
from gatepost.people.signals import calendar_changed
from tests.support.cast import Cast, make_staff

pytestmark = pytest.mark.django_db
DAY = dt.date
AUTUMN = {"name": "Autumn", "begins_on": DAY(2026, 8, 24), "ends_on": DAY(2026, 12, 18)}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def heard() -> "list[int]":
    schools: list[int] = []

    def hear(sender: object, school_id: int, **_more: object) -> None:
        schools.append(school_id)

    calendar_changed.connect(hear, weak=False)
    yield schools
    calendar_changed.disconnect(hear)


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def test_a_holiday_is_entered_without_its_weekends_and_shown_as_one(cast: Cast, heard: list[int]) -> None:
    calendar.add_term(cast.school, **AUTUMN, by=cast.dov)
    rows = calendar.close_days(cast.school, first=DAY(2026, 10, 9), last=DAY(2026, 10, 19), name=" Autumn  break ", by=cast.dov)
    assert [row.day.day for row in rows] == [9, 12, 13, 14, 15, 16, 19]
    shown = overview_of(cast.school, today=DAY(2026, 11, 20))
    (term,) = shown.terms
    assert [(one.name, one.first, one.last, one.days) for one in term.closed] == [
        ("Autumn break", DAY(2026, 10, 9), DAY(2026, 10, 19), 7)
    ]
    assert term.school_days == 85 - 7
    assert shown.sentence == "This school year has 78 days with lessons; 58 so far."
    assert heard == [cast.school.pk] * 2
    assert list(Event.objects.filter(action__startswith="people.").values_list("action", "by_person_id").order_by("pk")) == [
        ("people.add_term", cast.dov.pk),
        ("people.close_days", cast.dov.pk),
    ]


def test_days_that_follow_each_other_under_other_names_stay_apart(cast: Cast) -> None:
    calendar.close_days(cast.school, first=DAY(2026, 12, 21), last=DAY(2026, 12, 22), name="Repairs", by=cast.dov)
    calendar.close_days(cast.school, first=DAY(2026, 12, 23), last=DAY(2026, 12, 23), name="Holiday", by=cast.dov)
    (month,) = overview_of(cast.school, today=DAY(2026, 11, 20)).months
    assert [(one.name, one.is_one_day) for one in month.closed] == [("Repairs", False), ("Holiday", True)]


def test_what_cannot_be_is_refused_with_a_sentence(cast: Cast, heard: list[int]) -> None:
    calendar.add_term(cast.school, **AUTUMN, by=cast.dov)
    calendar.close_days(cast.school, first=DAY(2026, 11, 11), last=DAY(2026, 11, 12), name="Fair", by=cast.dov)
    before = len(heard)
    with pytest.raises(ConflictError, match="overlap with “Autumn”"):
        calendar.add_term(cast.school, name="Next", begins_on=DAY(2026, 12, 18), ends_on=DAY(2027, 3, 1), by=cast.dov)
    with pytest.raises(BadInputError, match="before the first one"):
        calendar.add_term(cast.school, name="Next", begins_on=DAY(2027, 3, 1), ends_on=DAY(2027, 1, 1), by=cast.dov)
    with pytest.raises(BadInputError, match="longer than a year"):
        calendar.add_term(cast.school, name="Next", begins_on=DAY(2027, 1, 1), ends_on=DAY(2029, 1, 1), by=cast.dov)
    with pytest.raises(ConflictError, match="and 1 more day of these are entered as closed already"):
        calendar.close_days(cast.school, first=DAY(2026, 11, 10), last=DAY(2026, 11, 13), name="Week", by=cast.dov)
    with pytest.raises(BadInputError, match="weekend"):
        calendar.close_days(cast.school, first=DAY(2026, 11, 14), last=DAY(2026, 11, 15), name="Week", by=cast.dov)
    with pytest.raises(BadInputError, match="before the first one"):
        calendar.close_days(cast.school, first=DAY(2026, 11, 20), last=DAY(2026, 11, 18), name="Week", by=cast.dov)
    with pytest.raises(BadInputError, match="five months"):
        calendar.close_days(cast.school, first=DAY(2027, 1, 1), last=DAY(2027, 12, 1), name="Long", by=cast.dov)
    assert (Term.objects.count(), ClosedDay.objects.count(), len(heard)) == (1, 2, before)


def test_only_the_own_school_and_only_principal_and_office(cast: Cast) -> None:
    office, other = make_staff(cast.school, "office"), make_staff(cast.other_school, "principal")
    calendar.close_days(cast.school, first=DAY(2026, 11, 11), last=DAY(2026, 11, 11), name="Fair", by=office)
    for person in (cast.ben, cast.carla, cast.amina, other):
        with pytest.raises(NotAllowedError):
            calendar.open_days(cast.school, first=DAY(2026, 11, 1), last=DAY(2026, 11, 30), by=person)
    for person in (office, cast.carla, other):
        with pytest.raises(NotAllowedError):
            calendar.set_window(cast.school, days=20, by=person)
    assert ClosedDay.objects.count() == 1


def test_the_window_is_set_by_the_principal_and_remembered(cast: Cast, heard: list[int]) -> None:
    calendar.set_window(cast.school, days=20, by=cast.dov)
    calendar.set_window(cast.school, days=20, by=cast.dov)
    for days in (4, 121):
        with pytest.raises(BadInputError, match="between 5 and 120"):
            calendar.set_window(cast.school, days=days, by=cast.dov)
    assert School.objects.get(pk=cast.school.pk).window_school_days == 20
    assert heard == [cast.school.pk]
    assert Event.objects.get(action="people.set_window").details == {"before": 30, "days": 20}


@time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False)
def test_the_page_takes_terms_and_days_and_keeps_what_was_typed_when_it_cannot(cast: Cast) -> None:
    client = signed_in(cast.dov)
    term = {"term-name": "Autumn", "term-begins_on": "2026-08-24", "term-ends_on": "2026-12-18"}
    assert client.post(reverse("people:add-term"), term).status_code == 302
    assert client.post(reverse("people:close-days"), {"closed-name": "Fair", "closed-first": "2026-11-11"}).status_code == 302
    again = client.post(reverse("people:close-days"), {"closed-name": "Fair again", "closed-first": "2026-11-11"})
    assert again.status_code == 422
    page = again.content.decode()
    assert "is entered as closed already" in page
    assert "Fair again" in page
    stretch = {"first": "2026-11-11", "last": "2026-11-11"}
    assert client.post(reverse("people:open-days"), stretch).status_code == 302
    assert client.post(reverse("people:open-days"), {"first": "x"}).status_code == 422
    assert client.post(reverse("people:remove-term", args=[Term.objects.get().pk])).status_code == 302
    assert (Term.objects.count(), ClosedDay.objects.count()) == (0, 0)
    assert "Every weekday counts as a school day" in client.get(reverse("people:calendar")).content.decode()


def test_a_term_of_another_school_does_not_exist(cast: Cast) -> None:
    other = Term.objects.create(school=cast.other_school, **AUTUMN)
    assert signed_in(cast.dov).post(reverse("people:remove-term", args=[other.pk])).status_code == 404
    assert Term.objects.count() == 1
