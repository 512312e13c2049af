"""Role × address: the status is the written one, nobody sees a text that is not theirs, and looking changes nothing."""

import itertools

import pytest

from tests.access.asking import ask, inline_faults
from tests.access.canaries import leaks, scopes_in, texts_of
from tests.access.matrix import MATRIX
from tests.access.principals import ALL, ALLOWED, STAFF, WORDS
from tests.access.rows import Row
from tests.access.urls import all_addresses
from tests.access.world import World

pytestmark = pytest.mark.django_db  # each test rolls back to the world as it was built
CASES = [pytest.param(row, principal, id=f"{row.id} as {principal}") for row, principal in itertools.product(MATRIX, sorted(ALL))]
REFUSALS = {302, 403, 404, 405}


def test_every_address_stands_in_the_matrix() -> None:
    missing = {address.name for address in all_addresses()} - {row.name for row in MATRIX}
    assert missing == set(), "add a row to tests/access/matrix_*.py"


def test_the_matrix_speaks_of_no_address_that_is_gone() -> None:
    assert {row.name for row in MATRIX} - {address.name for address in all_addresses()} == set()


def test_everybody_has_words_and_a_list_of_what_may_be_seen() -> None:
    assert set(WORDS) == set(ALL) == set(ALLOWED)


@pytest.mark.parametrize(("row", "principal"), CASES)
def test_the_answer_is_the_written_one_and_leaks_nothing(world: World, row: Row, principal: str) -> None:
    response, writes = ask(world, row, principal)
    assert response.status_code == row.verdict(principal), WORDS[principal]
    assert leaks(response, ALLOWED[principal] | row.shows) == set()
    if row.method == "GET":
        assert writes == []
    _has_its_headers(response)


# One of each kind is enough where only the method differs: the guard in front of a view does not know it.
KINDS = {"anonymous", "olga", "abdi", "fred", "nora", "eve"}
REFUSED = [
    case
    for case in CASES
    if case.values[0].method == "GET" and case.values[1] in KINDS and case.values[1] not in case.values[0].who
]


@pytest.mark.parametrize(("row", "principal"), REFUSED)
def test_who_is_refused_a_page_is_refused_its_post_too(world: World, row: Row, principal: str) -> None:
    response, writes = ask(world, row, principal, method="POST")
    assert response.status_code in REFUSALS
    assert writes == []
    assert leaks(response, ALLOWED[principal] | row.shows) == set()


def _has_its_headers(response: object) -> None:
    headers = response.headers  # type: ignore[attr-defined]
    kept = headers.get("Cache-Control", "")
    assert "no-store" in kept and "private" in kept, kept  # noqa: PT018
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy or policy == "default-src 'none'; sandbox"  # the latter: a raw message, never shown
    assert "unsafe" not in policy
    if headers.get("Content-Type", "").startswith("text/html"):
        assert inline_faults(response.content.decode()) == []  # type: ignore[attr-defined]


# Texts that no page of today shows to anybody; each with its reason. Whoever builds such a page moves the text out of here.
SHOWN_NOWHERE: dict[str, str] = {
    **{f"{name}contact": "a colleague's own address: shown nowhere once she has an account" for name in sorted(STAFF | {"fred"})},
    **{f"letters{section}": "the page of letters is not there yet" for section in ("fourb", "fivea", "sixc")},
    "systemmail": "the mailroom is not there yet",
}


def test_every_text_is_shown_to_somebody(world: World) -> None:
    """A canary nobody ever sees proves nothing: the texts that must not leak do stand on pages of those who may see them."""
    seen: set[str] = set()
    for row in MATRIX:
        if row.method == "GET":
            for principal in sorted(row.who & {"dov", "pia", "ben", "nora", "eve", "amina", "olga", "sami", "tomas", "akua"}):
                response, _writes = ask(world, row, principal)
                seen |= set().union(*(scopes_in(text) for text in texts_of(response)))
    assert sorted(set().union(*ALLOWED.values()) - seen) == sorted(SHOWN_NOWHERE)
