"""Two schools at once (R14): many threads, real commits, errors in between; nobody ever gets a page of somebody else."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from tests.access.canaries import leaks
from tests.access.principals import ALLOWED
from tests.access.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, ROUNDS = 8, 25
# Pages that show much, a page that is refused, one that does not exist, and one that fails on the way.
PATHS = {
    "dov": ["/families/", "/threads/", "/notes/", "/accounts/staff/", "/nowhere/"],
    "pia": ["/families/", "/threads/", "/notes/", "/accounts/staff/", "/notes/999999/"],
    "ben": ["/families/", "/threads/", "/errands/", "/people/roster/"],
    "eve": ["/families/", "/threads/", "/errands/", "/people/roster/"],
    "amina": ["/my/", "/families/"],
    "akua": ["/my/", "/families/"],
}


@pytest.fixture
def world() -> Iterator[World]:
    yield build_world()
    connections.close_all()


def test_no_answer_ever_carries_texts_of_somebody_else(world: World) -> None:
    errands = list(
        itertools.islice(itertools.cycle((who, path) for who, paths in PATHS.items() for path in paths), THREADS * ROUNDS)
    )

    def visit(errand: tuple[str, str]) -> set[str]:
        who, path = errand
        client = Client(raise_request_exception=False)
        client.cookies = world.clients[who].cookies
        try:
            return {f"{who} {path}: {scope}" for scope in leaks(client.get(path), ALLOWED[who])}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set().union(*pool.map(visit, errands)) == set()
