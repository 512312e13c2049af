"""One line of the matrix: an address, how it is asked, and what each principal gets."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.access.principals import ALL, STAFF
from tests.access.world import World

Make = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """`who` gets `status`; `hidden_from` may open such pages, but this one does not exist for them (404); the rest is
    refused (403), and who is not signed in is asked to sign in (302). `shows` may be seen by whoever gets the answer."""

    name: str
    who: frozenset[str]
    hidden_from: frozenset[str] = frozenset()
    args: Make = field(default=lambda world: {})
    body: Make | None = None
    query: str = ""
    status: int = 200
    shows: frozenset[str] = frozenset()
    others: int = 403

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    def url(self, world: World) -> str:
        return reverse(self.name, kwargs=self.args(world)) + self.query

    def verdict(self, principal: str) -> int:
        if principal in self.who:
            return self.status
        if principal == "anonymous":
            return 302
        return 404 if principal in self.hidden_from else self.others

    @property
    def id(self) -> str:
        return f"{self.method} {self.name}{self.query}"


def page(name: str, who: Collection[str], *, query: str = "", status: int = 200, shows: Collection[str] = ()) -> Row:
    """A page without an object: who holds the permission sees it, everybody else is refused."""
    return Row(name, frozenset(who), query=query, status=status, shows=frozenset(shows))


def thing(
    name: str,
    who: Collection[str],
    args: Make,
    *,
    holders: Collection[str] = STAFF,
    status: int = 200,
    query: str = "",
) -> Row:
    """A page about one object: for other holders of the permission it does not exist."""
    return Row(name, frozenset(who), frozenset(holders) - frozenset(who), args, query=query, status=status)


def act(
    name: str,
    who: Collection[str],
    args: Make | None = None,
    body: Make | None = None,
    *,
    holders: Collection[str] = (),
    status: int = 302,
) -> Row:
    """A POST that changes something; it is undone after each test."""
    nothing: Make = lambda world: {}  # noqa: E731
    return Row(name, frozenset(who), frozenset(holders) - frozenset(who), args or nothing, body or nothing, status=status)


def open_page(name: str, args: Make | None = None, *, status: int = 200, shows: Collection[str] = (), query: str = "") -> Row:
    """A page for everyone, whoever looks: what it shows depends on a token or on nothing personal."""
    nothing: Make = lambda world: {}  # noqa: E731
    return Row(name, frozenset(ALL), args=args or nothing, status=status, shows=frozenset(shows), query=query)


def post_only(name: str, args: Make | None = None) -> Row:
    """An address that only takes POST: a GET is refused for everybody alike, before anything is looked up."""
    return open_page(name, args, status=405)
