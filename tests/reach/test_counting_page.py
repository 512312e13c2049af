"""Another window: what it would change is shown first, and changes nothing; then the principal may use it."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.reach.test_states import NOW, WINDOW, make_families, make_holiday_school, write
from tests.support.cast import make_staff

from gatepost.accounts.models import User
from gatepost.people.commands import calendar
from gatepost.people.models import Family, Person, School
from gatepost.reach import commands
from gatepost.reach.models import FamilyState, MarkedFamily

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def families() -> "list[Family]":
    """Three families: an answer two school days ago, one eight school days ago, none; the window is six."""
    with time_machine.travel(NOW, tick=False):
        found = make_families(make_holiday_school(with_terms=False), [True, True, False])
        for family, days_ago in zip(found, (2, 12), strict=False):
            write(family, NOW - dt.timedelta(days=days_ago), "answered")
        commands.recount()
        yield found


def signed_in(role: str) -> Client:
    person = make_staff(School.objects.get(name="Holiday School"), role)
    return _client(person)


def _client(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def states() -> "list[str]":
    return list(FamilyState.objects.order_by("family_id").values_list("state", flat=True))


def test_the_preview_says_what_would_change_and_for_whom_and_changes_nothing(families: list[Family]) -> None:
    assert states() == ["in-dialogue", "not-reached", "no-contact"]
    answer = signed_in("principal").get(reverse("reach:counting"), {"days": "12"})
    preview = answer.context["preview"]
    assert preview.sentence == f"With 12 school days instead of {WINDOW}, 1 of 3 families would be in another state."
    assert [(line.state.value, line.now, line.then, line.difference) for line in preview.lines] == [
        ("in-dialogue", 1, 2, "+1"),
        ("informed", 0, 0, "0"),
        ("not-reached", 1, 0, "−1"),
        ("no-contact", 1, 1, "0"),
    ]
    assert [(moved.family, moved.now.value, moved.then.value) for moved in preview.moved] == [
        (families[1], "not-reached", "in-dialogue")
    ]
    assert School.objects.get(name="Holiday School").window_school_days == WINDOW
    assert states() == ["in-dialogue", "not-reached", "no-contact"]


def test_what_would_change_nothing_is_said_so(families: list[Family]) -> None:
    answer = signed_in("principal").get(reverse("reach:counting"), {"days": str(WINDOW)})
    assert answer.context["preview"].sentence == f"With {WINDOW} school days, every family would be in the same state as now."


def test_the_principal_uses_another_window_and_the_families_are_counted_anew(families: list[Family]) -> None:
    answer = signed_in("principal").post(reverse("reach:use-window"), {"days": "12"})
    assert answer.status_code == 302
    assert School.objects.get(name="Holiday School").window_school_days == 12
    assert set(MarkedFamily.objects.values_list("family_id", flat=True)) == {family.pk for family in families}
    commands.refresh()
    assert states() == ["in-dialogue", "in-dialogue", "no-contact"]


@pytest.mark.parametrize("days", ["4", "121", "", "six"])
def test_a_window_out_of_bounds_is_refused_where_it_was_typed(families: list[Family], days: str) -> None:
    client = signed_in("principal")
    looked = client.get(reverse("reach:counting"), {"days": days})
    used = client.post(reverse("reach:use-window"), {"days": days})
    assert (looked.status_code, used.status_code) == (422, 422)
    assert "Please enter a number of school days, from 5 to 120." in looked.content.decode()
    assert School.objects.get(name="Holiday School").window_school_days == WINDOW


def test_the_whole_school_may_look_and_only_the_principal_may_set(families: list[Family]) -> None:
    verdicts = {}
    for role in ("principal", "office", "liaison", "counsellor", "teacher"):
        client = signed_in(role)
        looked = client.get(reverse("reach:counting"), {"days": "12"})
        used = client.post(reverse("reach:use-window"), {"days": "30"})
        verdicts[role] = (looked.status_code, used.status_code, b"Use this window" in looked.content)
    assert verdicts == {
        "principal": (200, 302, True),
        "office": (200, 403, False),
        "liaison": (200, 403, False),
        "counsellor": (200, 403, False),
        "teacher": (403, 403, False),
    }


def test_a_holiday_entered_later_changes_the_states(families: list[Family]) -> None:
    principal = make_staff(School.objects.get(name="Holiday School"), "principal")
    calendar.close_days(
        School.objects.get(name="Holiday School"),
        first=dt.date(2026, 11, 16),
        last=dt.date(2026, 11, 18),
        name="Flood",
        by=principal,
    )
    commands.refresh()
    assert states() == ["in-dialogue", "in-dialogue", "no-contact"]


def test_htmx_gets_the_effect_only(families: list[Family]) -> None:
    client = signed_in("principal")
    part = client.get(reverse("reach:counting"), {"days": "12"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="effect"')
    assert "Use this window: 12 school days" in part
