"""Import: a district from OneRoster files into an empty database, and again with a few changed; Django's `bulk_create` beside it."""

import resource
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db import connection, models, transaction

from gatepost.bench import measuring
from gatepost.bench.roster_files import District, write_district
from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    RosterRun,
    RosterSource,
    School,
    SchoolRole,
    Section,
)
from gatepost.people.roster import commands

T = TypeVar("T")
CHANGED_SHARE = 0.03
# In this order rows can be made; in the other one they can go.
_MODELS: tuple[Any, ...] = (
    RosterSource, School, Section, Person, SchoolRole, Enrolment, Family, Guardianship, ContactPoint,
)  # fmt: skip
_CHUNK = 2000


def run(words: Sequence[str]) -> dict[str, Any]:
    options = _options(words)
    if Person.objects.exists():
        raise CommandError("This benchmark needs an empty database; ./gatepost bench makes one of its own.")
    district = District(options.persons, options.relations)
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        figures = _ours(district, Path(folder))
    peers = {} if options.alone else {"bulk_create": _bulk_create()}
    ratios = {f"first_s_to_{name}": round(figures["first_s"] / peer["first_s"], 2) for name, peer in peers.items()}
    return measuring.report("import", figures, peers, ratios)


def _options(words: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="bench import")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=200_000)
    parser.add_argument("--alone", action="store_true", help="leave out bulk_create")
    return parser.parse_args(list(words))


def _ours(district: District, folder: Path) -> dict[str, Any]:
    """Read, checked, compared and applied, from the files to the commit."""
    first, second = folder / "first", folder / "second"
    first.mkdir()
    second.mkdir()
    write_district(first, district)
    write_district(second, district, changed_share=CHANGED_SHARE)
    first_seconds, one = _timed(lambda: _import(first))
    second_seconds, two = _timed(lambda: _import(second))
    figures = {
        "first_s": first_seconds,
        "second_s": second_seconds,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "database_peak_mb": measuring.peak_mb(_backend()),
        "persons": Person.objects.count(),
        "relations": Guardianship.objects.count() + Enrolment.objects.count(),
        "contact_points": ContactPoint.objects.filter(ended_at=None).count(),
        "changed_persons": sum(two.counts[kind]["changed"] for kind in ("students", "adults")),
        "changed_contact_points": two.counts["contact_points"]["changed"],
        "problems": one.problem_count + two.problem_count,
    }
    return figures | {"persons_per_s": round(figures["persons"] / first_seconds)}


def _import(folder: Path) -> RosterRun:
    run = commands.stage_path(folder, by=None, options={"country": "ES"})
    return commands.apply_run(run, by=None)


def _bulk_create() -> dict[str, float]:
    """The rows our import has made, written again by `bulk_create` from objects that are ready: no files, no checks."""
    rows = {model: list(model.objects.order_by("pk")) for model in _MODELS}
    with connection.cursor() as cursor:
        for table in ("rosterproblem", "rosterchange", "rosterrun"):
            cursor.execute(f"DELETE FROM people_{table}")  # noqa: S608
        for model in reversed(_MODELS):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608  our own tables
    seconds, _done = _timed(lambda: _write(rows))
    return {"first_s": seconds}


@transaction.atomic
def _write(rows: dict[Any, list[models.Model]]) -> None:
    for model in _MODELS:
        model.objects.bulk_create(rows[model], batch_size=_CHUNK)


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = act()
    return round(time.perf_counter() - started, 2), result


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
