"""Answering in a real browser: without script from beginning to end, within everybody's reach, forgotten by the kiosk."""

import pytest
from playwright.sync_api import Page, expect

from gatepost.surveys.kiosk import kiosk_token
from gatepost.surveys.models import Response, Sealed
from tests.e2e.conftest import Door, assert_accessible
from tests.support.cast import make_cast
from tests.surveys.sitting_down import invite, open_survey, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_family_answers_without_script_and_with_the_back_button(open_page: Door) -> None:
    cast = make_cast()
    row = invite(open_survey(cast.school, cast.dov, privacy="named"), cast.amina)
    page = open_page(None, page_of(row) + "?lang=en", java_script_enabled=False)
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Step 2").first.check()
    _go_on(page)
    page.get_by_label("Question talk-why?").fill("Too fast for us")
    _go_on(page)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Question talk-why?")).to_have_value("Too fast for us")
    _go_on(page)
    page.get_by_label("Step 1").check()
    _go_on(page)
    expect(page.get_by_text("You have answered 3 of 5 questions.")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you. Your answers have arrived.")).to_be_visible()
    page.reload()
    assert [response.marks for response in Response.objects.all()] == [{"talk": 2, "home": 1}]


def test_enter_goes_on_and_changes_no_language(open_page: Door) -> None:
    cast = make_cast()
    row = invite(open_survey(cast.school, cast.dov), cast.amina)
    page = open_page(None, page_of(row) + "?lang=ar")
    page.locator("button.main").click()
    page.get_by_label("خطوة 4").first.press("Space")
    page.get_by_label("خطوة 4").first.press("Enter")
    expect(page.locator("[name=q-home]").first).to_be_attached()
    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_attached()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_step_is_within_everybodys_reach(open_page: Door, language: str) -> None:
    cast = make_cast()
    row = invite(open_survey(cast.school, cast.dov), cast.amina)
    page = open_page(None, f"{page_of(row)}?lang={language}")
    for _step in range(6):
        assert_accessible(page)
        if page.locator("button.main").count():
            if page.locator("input[type=radio]").count():
                page.locator("input[type=radio]").first.check()
            page.locator("button.main").click()
    assert Sealed.objects.count() == 1


def test_a_kiosk_forgets_who_walked_away(open_page: Door) -> None:
    cast = make_cast()
    path = f"/k/{kiosk_token(open_survey(cast.school, cast.dov).pk, 'families')}/"
    page = open_page(None, path)
    page.clock.install()
    page.goto(path)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Step 2").first.check()
    page.clock.fast_forward(40_000)
    page.get_by_label("Step 3").first.check()
    page.clock.fast_forward(45_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.get_by_label("Step 2").first.check()
    expect(page.get_by_text("Are you still there?")).to_have_count(0)
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("Please choose your language.")).to_be_visible()
    assert_accessible(page)
    assert Sealed.objects.count() == 0


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on", exact=True).click()
