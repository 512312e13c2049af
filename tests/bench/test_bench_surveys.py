"""The benchmark of surveys measures what it says, on a few answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import connection

from gatepost.bench import reach_district, surveys, surveys_answers
from gatepost.bench.registry import NAMES, bench_named
from gatepost.people.models import Person, PersonKind
from gatepost.surveys.models import Invitation, Response, Survey


@pytest.fixture
def _in_this_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are written by a connection of the benchmark's own; here they must be seen and be gone afterwards."""

    @contextmanager
    def owner() -> Iterator[psycopg.ClientCursor[Any]]:
        connection.ensure_connection()
        yield psycopg.ClientCursor(connection.connection)

    monkeypatch.setattr(reach_district, "_owner", owner)
    monkeypatch.setattr(surveys_answers, "tidy", lambda: None)
    monkeypatch.setattr(surveys, "empty", lambda: None)
    monkeypatch.setattr("gatepost.bench.reach_pages.REQUESTS", 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("_in_this_transaction")
def test_it_tells_every_promised_figure_with_its_limit() -> None:
    told = surveys.run(["--answers", "300"])
    figures = told["figures"]
    survey = Survey.objects.get()
    assert (figures["answers"], figures["items"]) == (300, 60)
    assert Response.objects.filter(survey=survey).count() == 300
    assert Invitation.objects.filter(survey=survey, answered_on__isnull=False).count() == 300
    assert survey.items.exclude(kind="text").count() == 60
    assert figures["limits"] == {"results_page_p95_ms": 500, "export_s": 30, "raking_s": 10}
    assert figures.keys() >= {"tally_s", "results_page_p95_ms", "raking_s", "export_s"}


@pytest.mark.django_db
def test_it_wants_an_empty_database() -> None:
    Person.objects.create(kind=PersonKind.ADULT, given_name="Amina", family_name="Warsame")
    with pytest.raises(CommandError):
        surveys.run([])


def test_it_is_known_by_name() -> None:
    assert bench_named("surveys") is surveys.run
    assert "surveys" in NAMES
