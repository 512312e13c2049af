"""Who may: permissions declared once by their room, asked by views, commands and templates.

Every view carries `@requires(Perm.X)` or `@open_to_all`; a test walks the URL configuration and fails on one that
declares nothing. Roles hold permissions through `declare`, which a room calls in its `rules.py`.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import rules
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from gatepost.kernel import family_texts
from gatepost.kernel.errors import NotAllowedError

P = ParamSpec("P")
# A view may ask for a request that knows the person; the decorator below makes sure that it does.
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]


class Actor(Protocol):
    """Whoever asks: a person that knows the roles held at this moment."""

    @property
    def role_slugs(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Grant:
    """One permission, who holds it and, in words, what it is for."""

    perm: StrEnum
    roles: frozenset[str]
    description: str | Promise


GRANTS: dict[str, Grant] = {}


def declare(
    perm: StrEnum, *, roles: Iterable[str], description: str | Promise, test: Callable[[Any, Any], bool] | None = None
) -> None:
    """Give `perm` to `roles`; `test(person, obj)` narrows it to some objects."""
    held_by = frozenset(roles)
    GRANTS[perm.value] = Grant(perm, held_by, description)

    @rules.predicate(name=f"holds:{perm.value}")
    def holds(actor: Actor | None) -> bool:
        return actor is not None and bool(actor.role_slugs & held_by)

    if test is None:
        rules.add_perm(perm.value, holds)
        return

    @rules.predicate(name=f"test:{perm.value}")
    def narrowed(actor: Actor, obj: Any = None) -> bool:
        return obj is None or test(actor, obj)

    rules.add_perm(perm.value, holds & narrowed)


def may(actor: Actor | None, perm: StrEnum, obj: Any = None) -> bool:
    """Whether the actor holds the permission, for this object where one is given."""
    return actor is not None and bool(rules.has_perm(perm.value, actor, obj))


def ensure(actor: Actor | None, perm: StrEnum, obj: Any = None) -> None:
    """Refuse unless allowed. `actor=None` is the system itself, which acts on what people have decided before."""
    if actor is not None and not may(actor, perm, obj):
        raise NotAllowedError(str(family_texts.NOT_ALLOWED))


def requires(perm: StrEnum) -> Callable[[View[R, P]], View[R, P]]:
    """The view is for people who hold `perm`; others are asked to sign in or refused."""

    def decorate(view: View[R, P]) -> View[R, P]:
        @functools.wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = getattr(request, "person", None)
            if person is None:
                return redirect_to_login(request.get_full_path())
            ensure(person, perm)
            return view(request, *args, **kwargs)

        guarded.access = perm  # type: ignore[attr-defined]
        guarded.login_required = False  # type: ignore[attr-defined]  # this decorator is the login check
        return guarded

    return decorate


def open_to_all(view: View[R, P]) -> View[R, P]:
    """The view is for everyone, signed in or not; what it shows must depend on a token or on nothing personal."""

    @functools.wraps(view)
    def opened(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.access = "open"  # type: ignore[attr-defined]
    opened.login_required = False  # type: ignore[attr-defined]
    return opened
