"""How long the principal waits for the pages of reach: the whole request in this process, warm, without the network."""

import math
import time
from typing import Any

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from gatepost.accounts.models import User
from gatepost.people.models import Person, PersonKind, Role, School, SchoolRole

PAGES = ("home:front", "reach:families", "reach:this-week")
REQUESTS, WARM_UP = 100, 5
PLAIN = {"STAFF_SECOND_FACTOR_REQUIRED": False, "ALLOWED_HOSTS": ["testserver"], "SECURE_SSL_REDIRECT": False}


def measure() -> dict[str, Any]:
    """p95 of each page, in milliseconds, and the worst of them."""
    with override_settings(**PLAIN):
        client = principal_client()
        pages = {name: p95_of(client, reverse(name)) for name in PAGES}
    return {"page_p95_ms": max(pages.values()), "pages": pages}


def p95_of(client: Client, address: str) -> float:
    taken = []
    for number in range(REQUESTS + WARM_UP):
        began = time.perf_counter()
        response = client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")
        if number < WARM_UP:
            taken.pop()
    return round(sorted(taken)[math.ceil(0.95 * len(taken)) - 1], 1)


def principal_client() -> Client:
    """Of the first school: with one school, of all families."""
    school = School.objects.order_by("pk")[0]
    person = Person.objects.filter(school_roles__school=school, school_roles__role=Role.PRINCIPAL).first()
    if person is None:
        person = Person.objects.create(kind=PersonKind.ADULT, given_name="Dov", family_name="Stern")
        SchoolRole.objects.create(person=person, school=school, role=Role.PRINCIPAL)
        User.objects.create_user(person=person, email=f"principal{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(User.objects.get(person=person), backend="gatepost.accounts.backends.StaffBackend")
    return client
