"""What somebody types or pastes into a search or an address never breaks a page."""

import pytest
from django.test import Client

from gatepost.accounts.models import User
from tests.support.cast import Cast

ODD = ["%00", "a%00b", "%ED%A0%80", "%E2%80%AE", "%25%5C_", "x" * 3000]
HUGE = "9" * 40
PLACES = ["/threads/?q=", "/talks/new/?q=", "/channels/mailroom/?q=", "/families/?q="]
NUMBERS = [
    "/talks/new/?section=",
    "/talks/new/?family=",
    "/families/?section=",
    "/families/?language=",
    "/families/?state=",
    "/threads/?page=",
]


@pytest.fixture
def principal(cast: Cast, settings: pytest.FixtureRequest) -> Client:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    client = Client()
    user = User.objects.create_user(person=cast.dov, email="dov@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


@pytest.mark.parametrize("words", ODD)
def test_odd_words_find_nothing_and_break_nothing(principal: Client, words: str) -> None:
    assert {place: principal.get(f"{place}{words}").status_code for place in PLACES} == dict.fromkeys(PLACES, 200)


@pytest.mark.parametrize("words", ["%00", HUGE, "-1", "%C2%B2", "x%00"])
def test_odd_choices_break_nothing(principal: Client, words: str) -> None:
    statuses = {place: principal.get(f"{place}{words}").status_code for place in NUMBERS}
    assert {place: status for place, status in statuses.items() if status >= 500} == {}
