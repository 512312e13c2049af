"""Role × address: the status is the written one, nobody sees a text that is not theirs, and looking changes nothing."""

import pytest
from django.http import HttpResponse

from tests.access.asking import ask, forms_without_token, inline_faults
from tests.access.canaries import leaks, scopes_in, texts_of
from tests.access.matrix import MATRIX
from tests.access.principals import ALL, ALLOWED, STAFF, WORDS
from tests.access.rows import Row
from tests.access.urls import all_addresses
from tests.access.world import World

pytestmark = pytest.mark.django_db  # each test rolls back to the world as it was built
ROWS = [pytest.param(row, id=f"{row.id} {number}") for number, row in enumerate(MATRIX)]
REFUSALS = {302, 403, 404, 405}
# One of each kind is enough where only the method differs: the guard in front of a view does not know it.
KINDS = ("anonymous", "olga", "abdi", "fred", "nora", "eve")
# Texts that no page of today shows to anybody; each with its reason. Whoever builds such a page moves the text out of here.
SHOWN_NOWHERE: dict[str, str] = {
    f"{name}contact": "a colleague's own address: shown nowhere once she has an account" for name in sorted(STAFF | {"fred"})
}


def test_every_address_stands_in_the_matrix() -> None:
    missing = {address.name for address in all_addresses()} - {row.name for row in MATRIX}
    assert missing == set(), "add a row to tests/access/matrix_*.py"


def test_the_matrix_speaks_of_no_address_that_is_gone() -> None:
    assert {row.name for row in MATRIX} - {address.name for address in all_addresses()} == set()


def test_everybody_has_words_and_a_list_of_what_may_be_seen() -> None:
    assert set(WORDS) == set(ALL) == set(ALLOWED)


@pytest.mark.parametrize("row", ROWS)
def test_everybody_gets_the_written_answer_and_nobody_elses_texts(world: World, row: Row) -> None:
    wrong = {}
    for principal in sorted(ALL):
        response, writes = ask(world, row, principal)
        faults = faults_of(response, leaked=leaks(response, ALLOWED[principal] | row.shows))
        if response.status_code != row.verdict(principal):
            faults.append(f"answered {response.status_code} instead of {row.verdict(principal)}")
        if row.method == "GET" and writes:
            faults.append(f"wrote {writes}")
        if faults:
            wrong[f"{principal}, {WORDS[principal]}"] = faults
    assert wrong == {}


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].method == "GET"])
def test_who_is_refused_a_page_is_refused_its_post_too(world: World, row: Row) -> None:
    wrong = {}
    for principal in sorted(set(KINDS) - row.who):
        response, writes = ask(world, row, principal, method="POST")
        leaked = leaks(response, ALLOWED[principal] | row.shows)
        if response.status_code not in REFUSALS or writes or leaked:
            wrong[principal] = (response.status_code, writes, leaked)
    assert wrong == {}


def faults_of(response: HttpResponse, *, leaked: set[str]) -> list[str]:
    """What must hold for every answer, whoever gets it."""
    faults = [f"shows texts of {scope}" for scope in sorted(leaked)]
    kept, policy = response.headers.get("Cache-Control", ""), response.headers["Content-Security-Policy"]
    if not ("no-store" in kept and "private" in kept):
        faults.append(f"may be kept by caches: {kept}")
    # The latter: a raw message, which no browser shows.
    if not ("script-src 'self'" in policy or policy == "default-src 'none'; sandbox") or "unsafe" in policy:
        faults.append(f"weak policy: {policy}")
    if response.headers.get("Content-Type", "").startswith("text/html"):
        html = response.content.decode()
        faults += inline_faults(html)
        if not response.wsgi_request.path.startswith(("/f/", "/s/", "/k/")):
            faults += [f"a form without its token: {action}" for action in forms_without_token(html)]
    return faults


def is_paper(row: Row) -> bool:
    return any(word in row.name for word in ("pdf", "paper", "sheet", "report", "export", "xlsx", "pictures"))


def test_every_text_is_shown_to_somebody(world: World) -> None:
    """A canary nobody ever sees proves nothing: the texts that must not leak do stand on pages of those who may see them."""
    unseen = set().union(*ALLOWED.values())
    for row in sorted(MATRIX, key=is_paper):  # pages first: most of it stands there, and paper takes long to read
        for principal in ("dov", "pia", "ben", "nora", "eve", "amina", "olga", "sami", "tomas", "akua", "ofelia"):
            if row.method == "GET" and principal in row.who and unseen & ALLOWED[principal] - set(SHOWN_NOWHERE):
                response, _writes = ask(world, row, principal)
                unseen -= set().union(*(scopes_in(text) for text in texts_of(response)))
    assert sorted(unseen) == sorted(SHOWN_NOWHERE)
