"""Reach: states of a district's families kept up to date, counted anew, and shown, over a ledger of millions of rows."""

import datetime as dt
import random
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.core.management.base import CommandError

from gatepost.bench import measuring, reach_pages
from gatepost.bench.reach_district import Size, add_year, empty, make_people
from gatepost.kernel import clock
from gatepost.people.models import Family, Guardianship, Person, School
from gatepost.reach import commands
from gatepost.reach.models import MarkedFamily
from gatepost.touchpoints.commands import Entry, record_touchpoints
from gatepost.touchpoints.models import Touchpoint

T = TypeVar("T")
SMALL, LARGE = (10_000, 1_000_000), (100_000, 10_000_000)
YEARS = 2
# A day brings one row for every hundred that stand there: 100,000 for ten million.
DAYS_SHARE = 100
BATCH = 5_000
_OUTCOMES = [*["sent"] * 70, *["delivered"] * 12, *["read"] * 8, *["answered"] * 5, *["no-answer"] * 3, *["failed"] * 2]


def run(words: Sequence[str]) -> dict[str, Any]:
    options = _options(words)
    if options.again:
        found = Size(Family.objects.count(), Touchpoint.objects.count(), School.objects.count(), YEARS)
        return measuring.report("reach", _measure(found), {}, {})
    if Person.objects.exists():
        raise CommandError("This benchmark needs an empty database; ./gatepost bench makes one of its own.")
    sizes = [(options.families, options.touchpoints)] if options.families else [SMALL, LARGE]
    measured = []
    for families, touchpoints in sizes:
        empty()
        measured.append(_fill_and_measure(Size(families, touchpoints, options.schools, YEARS)))
    figures = measured[-1] | ({"smaller": measured[0]} if len(measured) > 1 else {})
    return measuring.report("reach", figures, {}, _ratios(measured))


def _options(words: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="bench reach")
    parser.add_argument("--families", type=int, help="one size only; without it 10,000 and 100,000 families are measured")
    parser.add_argument("--touchpoints", type=int, default=LARGE[1])
    parser.add_argument(
        "--schools", type=int, default=1, help="one school with all the families is the hardest case for its pages"
    )
    parser.add_argument("--again", action="store_true", help="measure in the database as an earlier run has left it")
    return parser.parse_args(list(words))


def _fill_and_measure(size: Size) -> dict[str, Any]:
    """The younger year first, so that the same pages are seen with half of the ledger's age."""
    now = clock.now()
    _timed("people", lambda: make_people(size))
    _timed("the last year", lambda: add_year(size, years_ago=0, until=now))
    _timed("first count", commands.recount)
    young = reach_pages.measure()
    for years_ago in range(1, size.years):
        add_older = lambda years_ago=years_ago: add_year(size, years_ago=years_ago, until=now)  # noqa: E731
        _timed("an earlier year", add_older)
    figures = _measure(size)
    return figures | {"page_p95_ms_at_half_the_age": young["page_p95_ms"], "pages_at_half_the_age": young["pages"]}


def _measure(size: Size) -> dict[str, Any]:
    full_s, _counted = _timed("full recount", commands.recount)
    pages = reach_pages.measure()
    day = size.touchpoints // DAYS_SHARE
    batches = list(_batches(day))
    written_s, written = _timed("the day's rows", lambda: sum(record_touchpoints(batch, by=None) for batch in batches))
    marked = MarkedFamily.objects.values("family_id").distinct().count()
    day_update_s, _rest = _timed("the day's update", _refresh)
    return {
        "families": size.families,
        "touchpoints": size.touchpoints,
        "schools": size.schools,
        "years": size.years,
        "full_s": full_s,
        "day_touchpoints": written,
        "day_families": marked,
        "day_write_s": written_s,
        "writes_per_s": round(written / written_s),
        "day_update_s": day_update_s,
        **pages,
    }


def _refresh() -> None:
    while MarkedFamily.objects.exists():
        commands.refresh()


def _batches(rows: int) -> Iterator[list[Entry]]:
    """A day like many: most rows are mail that went out; any family may be among them, some more than once."""
    chosen = random.Random(7)
    links = list(Guardianship.objects.order_by("pk").values_list("family_id", "adult_id", "student__school_roles__school"))
    now = clock.now()
    template = Entry(family_id=0, school_id=0, at=now, means="email", direction="out", outcome="sent", source="")
    made = []
    for number in range(rows):
        family, adult, school = chosen.choice(links)
        outcome = chosen.choice(_OUTCOMES)
        made.append(
            replace(
                template,
                family_id=family,
                adult_id=adult,
                school_id=school,
                at=now - dt.timedelta(seconds=chosen.randrange(36_000)),
                outcome=outcome,
                direction="both" if outcome == "answered" else "out",
                source=f"bench.day:{now.timestamp()}:{number}",
            )
        )
    for start in range(0, rows, BATCH):
        yield made[start : start + BATCH]


def _ratios(measured: list[dict[str, Any]]) -> dict[str, float]:
    """How the cost grows with the number of families and with the age of the ledger."""
    large = measured[-1]
    found = {"page_p95_ms_to_half_the_age": round(large["page_p95_ms"] / large["page_p95_ms_at_half_the_age"], 2)}
    if len(measured) > 1:
        found |= {
            f"{key}_to_smaller": round(large[key] / measured[0][key], 2) for key in ("day_update_s", "full_s", "page_p95_ms")
        }
    return found


def _timed(words: str, act: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = act()
    seconds = round(time.perf_counter() - started, 2)
    print(f"{words}: {seconds} s", file=sys.stderr, flush=True)
    return seconds, result
