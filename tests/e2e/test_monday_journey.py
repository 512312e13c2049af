"""Monday: the principal gives out the ten, the liaison finds her step with the reason, and a talk ends the case by itself."""

import datetime as dt
import re

import pytest

from gatepost.people.models import ContactPoint
from gatepost.reach import commands
from gatepost.reach.commands import weeks
from gatepost.reach.models import Case, FamilyState
from tests.e2e.conftest import Door, assert_accessible, follow
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def monday(cast: Cast) -> Cast:
    make_guardian(make_student(cast.section, "Nour", "Haddad"), "Rima", language="ar", phone="+34600111555")
    make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei", language="zh-Hans")
    # Amina's e-mail comes back: what is left is a call in Somali.
    ContactPoint.objects.filter(person=cast.amina, kind="email").update(state="bouncing", state_at=dt.datetime.now(dt.UTC))
    commands.recount()
    return cast


def test_the_ten_are_given_out_taken_and_ended_by_a_talk(monday: Cast, open_page: Door) -> None:
    page = open_page(monday.dov, "/families/this-week/")
    assert_accessible(page)
    line = page.get_by_role("listitem").filter(has_text="Yusuf Warsame")
    assert "A call in Somali has not been tried." in line.inner_text()
    page.get_by_label("Who takes the family of Lin Qiu").select_option(label="Ben Ortiz")
    page.get_by_role("button", name="Give out the ticked ones").click()
    page.get_by_text("3 families are looked after from now on.").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Three families are looked after."
    assert_accessible(page)
    page.goto("/families/workload/")
    assert_accessible(page)

    liaison = open_page(monday.carla, "/errands/")
    follow(liaison, liaison.get_by_role("link", name=re.compile("Open.*Yusuf")))
    assert "A call in Somali has not been tried." in liaison.locator("main").inner_text()
    liaison.get_by_role("button", name="We talked").click()
    liaison.get_by_text("Noted, thank you.").wait_for()
    commands.refresh()
    commands.close_settled()
    assert FamilyState.objects.get(family=monday.family).state == "in-dialogue"
    assert Case.objects.get(family=monday.family).closing_reason == "in-dialogue"
    page.goto(f"/families/{monday.family.pk}/")
    page.get_by_text("Looked after by Carla Rossi").wait_for()
    assert_accessible(page)


def test_a_case_is_handed_over_and_a_barrier_noted_and_taken_back(monday: Cast, open_page: Door) -> None:
    page = open_page(monday.carla, f"/families/{monday.family.pk}/")
    page.get_by_role("button", name="Plan this step").click()
    page.get_by_text("Planned:").wait_for()
    page.get_by_text("Hand over, name what stands in the way, or close").click()
    page.get_by_label("Who goes on").select_option(label="Ben Ortiz")
    page.get_by_role("button", name="Hand over").click()
    page.get_by_text("Ben Ortiz goes on with this family.").wait_for()
    page.get_by_text("Note something yourself").click()
    page.get_by_label("What makes it hard").select_option(label="Our hours do not fit theirs")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_text("Offer an hour that fits theirs").first.wait_for()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("That is not so")).click()
    page.get_by_role("button", name=re.compile("Put it back")).wait_for()
    assert_accessible(page)


def test_every_page_of_reaching_out_is_accessible(monday: Cast, open_page: Door) -> None:
    weeks.count_missing_weeks(monday.school)
    page = open_page(monday.dov, "/families/worklist/")
    paths = ["good-news", "mix", "barriers", "counting", "visits", "visits/mirror", "visits/hours", "pictures", "monday-letter"]
    for path in [*(f"/families/{path}/" for path in paths), "/people/school/calendar/", "/ledger/imports/"]:
        page.goto(path)
        assert page.get_by_role("heading", level=1).count() == 1, path
        assert_accessible(page)
