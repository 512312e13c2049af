"""The matrix counts only because it catches faults: each one planted here turns verdicts or canaries red."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from gatepost.accounts.middleware import ActorMiddleware
from gatepost.channels.models.inbound import InboundQuerySet
from gatepost.charter.models import DocumentQuerySet
from gatepost.conversations.models import NoteQuerySet, ThreadQuerySet
from gatepost.errands.models import ErrandQuerySet
from gatepost.kernel import access, middleware
from gatepost.people.models import Person
from gatepost.people.models.guardianship import FamilyQuerySet, GuardianshipQuerySet
from gatepost.people.models.persons import PersonQuerySet
from gatepost.people.models.places import SectionQuerySet
from gatepost.plans.models import PlanQuerySet
from gatepost.reach.models import FamilyStateQuerySet
from gatepost.surveys.models import SheetQuerySet, SurveyQuerySet
from gatepost.training.models import SessionQuerySet
from tests.access.asking import ask
from tests.access.canaries import leaks
from tests.access.matrix import MATRIX
from tests.access.principals import ALLOWED
from tests.access.world import World

pytestmark = pytest.mark.django_db


def _everything(self: Any, *args: Any, **kwargs: Any) -> Any:
    return self.all()


def _no_restriction(self: GuardianshipQuerySet, right: str, *, on: Any) -> GuardianshipQuerySet:
    return self.current(on=on).filter(**{f"may_{right}": True})


def _not_current(self: GuardianshipQuerySet, *, on: Any) -> GuardianshipQuerySet:
    return self.all()


def _every_school(self: Person, roles: Any) -> list[int]:
    from gatepost.people.models import School

    return list(School.objects.values_list("pk", flat=True)) if self.is_staff_somewhere else []


def _caught(world: World, principals: tuple[str, ...], *, first: str = "") -> bool:
    """Whether any row as one of these goes wrong: by its status, or by a text that is not theirs.

    `first`: the rooms in which the fault is looked for first, so that it is found sooner; the others follow.
    """
    for row in sorted(MATRIX, key=lambda row: not re.match(first, row.name)):
        for principal in principals:
            try:
                response, _writes = ask(world, row, principal)
            except Exception:
                return True
            if response.status_code != row.verdict(principal) or leaks(response, ALLOWED[principal] | row.shows):
                return True
    return False


# What is broken, in which way, who looks, and in which rooms it shows.
FAULTS: dict[str, tuple[Any, str, Callable[..., Any], tuple[str, ...], str]] = {
    "families without a filter": (FamilyQuerySet, "visible_to", _everything, ("ben", "eve"), "reach"),
    "students without a filter": (PersonQuerySet, "students_visible_to", _everything, ("ben", "eve"), "conversations|people"),
    "sections without a filter": (SectionQuerySet, "visible_to", _everything, ("ben", "eve"), "home|conversations"),
    "threads without a filter": (ThreadQuerySet, "visible_to", _everything, ("nora", "eve"), "conversations"),
    "notes without a filter": (NoteQuerySet, "visible_to", _everything, ("nora", "eve"), "conversations"),
    "errands without a filter": (ErrandQuerySet, "visible_to", _everything, ("nora", "eve"), "errands"),
    "states without a filter": (FamilyStateQuerySet, "visible_to", _everything, ("ben", "eve"), "reach"),
    "mail without a filter": (InboundQuerySet, "visible_to", _everything, ("ofelia", "pia"), "channels"),
    "surveys without a filter": (SurveyQuerySet, "visible_to", _everything, ("pia",), "surveys"),
    "sheets without a filter": (SheetQuerySet, "visible_to", _everything, ("pia",), "surveys"),
    "plans without a filter": (PlanQuerySet, "visible_to", _everything, ("eve",), "plans"),
    "documents without a filter": (DocumentQuerySet, "visible_to", _everything, ("pia",), "charter"),
    "training without a filter": (SessionQuerySet, "visible_to", _everything, ("eve",), "training"),
    "restrictions forgotten": (GuardianshipQuerySet, "with_right", _no_restriction, ("abdi", "sami"), "conversations|accounts"),
    "ended guardianships count": (GuardianshipQuerySet, "current", _not_current, ("exo",), "conversations|accounts"),
    "every school is one's own": (Person, "schools_as", _every_school, ("eve", "pia"), "home|reach"),
    "permissions are not asked": (access, "ensure", lambda *args, **kwargs: None, ("olga", "fred"), "home|reach"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.replace(" ", "-"))
def test_a_planted_fault_is_caught(world: World, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    owner, name, broken, principals, first = FAULTS[fault]
    monkeypatch.setattr(owner, name, broken)
    assert _caught(world, principals, first=first)


def test_without_a_fault_nothing_is_caught(world: World) -> None:
    assert not _caught(world, ("ben", "olga"))


def test_a_write_on_get_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that writes while it reads is refused by the guard, and seen by the recorder where the guard is off."""
    row = next(row for row in MATRIX if row.name == "accounts:roles")
    written = "gatepost.accounts.views.own.roles_in_words"
    monkeypatch.setattr(written, lambda: world["amina"].save() or [])
    with pytest.raises(middleware.WriteOnSafeRequestError):
        ask(world, row, "dov")
    monkeypatch.setattr(middleware, "refuse_writes", lambda execute, *args: execute(*args))
    assert len(ask(world, row, "dov")[1]) == 1


def test_an_actor_left_over_from_another_request_would_be_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a thread-local or a cached view would do it: everybody becomes the one who came first."""
    original = ActorMiddleware.__call__

    def stale(self: ActorMiddleware, request: Any) -> Any:
        request.user = world["user-dov"]
        return original(self, request)

    monkeypatch.setattr(ActorMiddleware, "__call__", stale)
    assert _caught(world, ("olga",))
