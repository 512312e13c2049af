"""Limits hold when many ask at the same moment, in real transactions; and a school behind one address is served."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from gatepost.accounts import commands
from gatepost.accounts.commands import codes, links
from gatepost.accounts.models import SignInCode
from gatepost.kernel.errors import TooManyTriesError
from gatepost.kernel.models import Counter
from tests.support.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(act: Callable[[int], object], times: int) -> list[object]:
    """Run `act(0..times-1)` in several threads with connections of their own; a refusal counts as False."""

    def one(number: int) -> object:
        try:
            return act(number)
        except TooManyTriesError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture(autouse=True)
def no_counters_left() -> Iterator[None]:
    Counter.objects.all().delete()
    yield
    connections.close_all()


def ask(number: int, *, address: str = "amina@example.org", ip: str = "10.0.0.1") -> object:
    return commands.request_code(address, language="en", browser=f"browser-{number}", ip=ip)


def test_one_address_gets_five_codes_an_hour_however_many_ask_at_once() -> None:
    answers = at_once(lambda number: ask(number, ip=f"10.0.0.{number}"), 40)
    assert sum(answer is not False for answer in answers) == codes.CODES_PER_ADDRESS
    assert SignInCode.objects.count() == codes.CODES_PER_ADDRESS


def test_an_unknown_address_is_limited_alike() -> None:
    answers = at_once(lambda number: ask(number, address="nobody@example.org"), 20)
    assert sum(answer is not False for answer in answers) == codes.CODES_PER_ADDRESS


def test_three_hundred_families_behind_one_school_address_are_all_served() -> None:
    answers = at_once(lambda number: ask(number, address=f"family{number}@example.org"), 300)
    assert sum(answer is not False for answer in answers) == 300


def test_a_code_has_five_tries_even_when_all_are_made_at_once() -> None:
    make_cast()
    code = ask(0)
    assert isinstance(code, SignInCode)
    before = Counter.objects.count()
    at_once(lambda number: commands.use_code("BBBBBBBB", browser="browser-0", ip=f"10.1.0.{number}"), 40)
    code.refresh_from_db()
    assert (code.tries_left, Counter.objects.filter(key="accounts.wrong_codes").exists()) == (0, True)
    assert Counter.objects.count() > before
    assert commands.use_code(code.code, browser="browser-0", ip="10.1.1.1") is None


def test_the_right_code_typed_many_times_at_once_opens_once() -> None:
    make_cast()
    code = ask(0)
    assert isinstance(code, SignInCode)
    answers = at_once(lambda number: commands.use_code(code.code, browser="browser-0", ip="10.1.0.1"), 5)
    assert sorted(str(answer) for answer in answers) == ["None"] * 4 + ["amina@example.org"]


def test_wrong_codes_from_one_address_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "WRONG_PER_IP", 12)
    for number in range(10):
        ask(number, address=f"family{number}@example.org")
    answers = at_once(lambda number: commands.use_code("BBBBBBBB", browser=f"browser-{number % 10}", ip="10.1.0.1"), 40)
    assert sum(answer is None for answer in answers) == 12


def test_wrong_codes_from_everywhere_together_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "WRONG_EVERYWHERE", 12)
    for number in range(10):
        ask(number, address=f"family{number}@example.org")
    act = lambda number: commands.use_code("BBBBBBBB", browser=f"browser-{number % 10}", ip=f"10.1.0.{number}")  # noqa: E731
    assert sum(answer is None for answer in at_once(act, 40)) == 12


def test_right_codes_are_not_counted_as_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    make_cast()
    monkeypatch.setattr(codes, "WRONG_PER_IP", 2)
    for number in range(5):
        code = ask(number)
        assert isinstance(code, SignInCode)
        assert commands.use_code(code.code, browser=f"browser-{number}", ip="10.1.0.1") == "amina@example.org"


def test_guessing_without_a_code_asked_for_costs_families_nothing() -> None:
    at_once(lambda number: commands.use_code("BBBBBBBB", browser="nobody", ip="10.1.0.1"), 20)
    assert Counter.objects.count() == 0


def test_letter_codes_are_guessed_forty_times_in_ten_minutes_from_one_address() -> None:
    answers = at_once(lambda number: commands.try_typed_code(f"BBBBBB{number:02}", ip="10.2.0.1"), 100)
    assert sum(answer is None for answer in answers) == links.WRONG_PER_IP


def test_the_page_says_kindly_that_it_was_too_often() -> None:
    make_cast()
    answers = [Client().post("/family/", {"email": "amina@example.org", "lang": "en"}) for _number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "wait an hour, or call the school" in answers[-1].content.decode()
