"""Ids of others smuggled into forms and addresses: pages one may open, with objects one may not touch."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from gatepost.channels import tokens
from gatepost.conversations.models import Draft, Message
from gatepost.errands.models import Errand
from gatepost.people.models import ContactPoint, Restriction
from gatepost.touchpoints.models import Touchpoint
from tests.access.canaries import leaks
from tests.access.principals import ALLOWED
from tests.access.world import World

pytestmark = pytest.mark.django_db
Fields = Callable[[World], dict[str, Any]]
ONCE = "11111111-2222-3333-4444-555555555555"


def _rows_of() -> tuple[Any, ...]:
    """What a smuggled id would change: words, errands, the ledger, contact points, orders, drafts."""
    return (
        Message.objects.count(),
        list(Errand.objects.order_by("pk").values_list("closed_at", "result", "tries")),
        Touchpoint.objects.count(),
        list(ContactPoint.objects.order_by("pk").values_list("state", "ended_at")),
        list(Restriction.objects.order_by("pk").values_list("lifted_at", flat=True)),
        Draft.objects.count(),
    )


def _talk(child: str) -> Fields:
    return lambda world: {"family": world[f"family-{child}"].pk, "once": ONCE, "kind": "good-news", "means": "gate", "note": "Hm"}


def _note_to(section: str) -> Fields:
    return lambda world: {
        "to": world[section].pk,
        "body": "Hello",
        "content_kind": "learning",
        "tone": "neutral",
        "involvement_type": "communicating",
    }


def _slip(child: str, adult: str) -> Fields:
    return lambda world: {"code": tokens.short_code(world[f"delivery-{child}-{adult}"]), "text": "Yes"}


def _at(path: str, *names: str) -> Callable[[World], str]:
    return lambda world: path.format(*(world[name].pk for name in names))


def _point_of(world: World, name: str) -> int:
    return int(world[name].contact_points.first().pk)


CASES: dict[str, tuple[str, Callable[[World], str], Fields]] = {
    "a talk about a child of another section": ("ben", _at("/talks/new/"), _talk("hodan")),
    "a talk about a child of another school": ("dov", _at("/talks/new/"), _talk("kofi")),
    "a note to another section": ("ben", _at("/notes/new/"), _note_to("fivea")),
    "a note to a section of another school": ("dov", _at("/notes/new/"), _note_to("sixc")),
    "a note to the whole school by a teacher": (
        "ben",
        _at("/notes/new/"),
        lambda world: _note_to("fourb")(world) | {"to": "school"},
    ),
    "a slip of another school": ("eve", _at("/slips/"), _slip("yusuf", "amina")),
    "a slip of a barred guardian": ("ben", _at("/slips/"), _slip("yusuf", "abdi")),
    "somebody else's draft sent": ("nora", _at("/notes/drafts/{}/send/", "draft-ben"), lambda world: {"families": "2"}),
    "another school's errand closed": ("pia", _at("/errands/{}/", "errand-yusuf"), lambda world: {"result": "reached"}),
    "an address of another person judged": (
        "dov",
        lambda world: f"/people/persons/{world['amina'].pk}/contacts/{_point_of(world, 'akua')}/",
        lambda world: {"state": "wrong-person"},
    ),
    "an order about another person lifted": (
        "dov",
        lambda world: f"/people/persons/{world['amina'].pk}/restrictions/{world['restriction-abdi'].pk}/lift/",
        lambda world: {},
    ),
    "a child that is not hers restricted": (
        "dov",
        _at("/people/persons/{}/restrict/", "amina"),
        lambda world: {"student": world["kofi"].pk, "rights": ["contact"], "begins_on": "2026-01-01", "reason": "x"},
    ),
    "a family step owned by a stranger": (
        "ben",
        _at("/families/{}/plan/", "family-yusuf"),
        lambda world: {"step": "call", "owner": world["eve"].pk, "due_on": "2030-01-01"},
    ),
    "a ledger entry of another family": (
        "ben",
        lambda world: (
            f"/families/{world['family-yusuf'].pk}/entries/{Touchpoint.objects.get(source='tests.talk:hodan').pk}/withdraw/"
        ),
        lambda world: {},
    ),
    "mail put into another school's family": (
        "dov",
        _at("/channels/inbound/{}/place/", "post-riverside"),
        lambda world: {"family": world["family-kofi"].pk, "text": "x"},
    ),
    "an answer to another guardian's message": (
        "olga",
        _at("/my/{}/", "delivery-yusuf-amina"),
        lambda world: {"press": "answer", "text": "x"},
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_a_smuggled_id_changes_and_shows_nothing(world: World, case: str) -> None:
    principal, path, fields = CASES[case]
    before = _rows_of()
    with transaction.atomic():
        response = world.clients[principal].post(path(world), fields(world))
        after = _rows_of()
        transaction.set_rollback(True)
    assert response.resolver_match is not None, "the address is wrong, so this proves nothing"
    assert after == before
    assert response.status_code in {200, 403, 404, 409, 422}
    assert leaks(response, ALLOWED[principal]) == set()


@pytest.mark.parametrize(
    ("principal", "path"),
    [
        ("ben", "/talks/new/?family={family-hodan}"),
        ("ben", "/talks/new/?section={fivea}"),
        ("ben", "/notes/new/?section={fivea}"),
        ("ben", "/families/?section={fivea}"),
        ("eve", "/families/?section={fourb}"),
        ("eve", "/threads/?q=zqzqyusuf"),
        ("olga", "/my/{delivery-yusuf-amina}/"),
        ("sami", "/my/{delivery-hodan-amina}/"),
    ],
)
def test_a_smuggled_id_in_an_address_shows_nothing(world: World, principal: str, path: str) -> None:
    import re

    real = re.sub(r"\{([^}]+)\}", lambda match: str(world[match[1]].pk), path)
    response = world.clients[principal].get(real)
    assert leaks(response, ALLOWED[principal]) == set()
