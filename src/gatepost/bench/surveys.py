"""Surveys: a hundred thousand answers to sixty questions counted, weighed, shown and taken out."""

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db.models import Count
from django.test.utils import override_settings
from django.urls import reverse

from gatepost.bench import measuring
from gatepost.bench.reach_district import empty
from gatepost.bench.reach_pages import PLAIN, p95_of, principal_client
from gatepost.bench.surveys_answers import ITEMS, make_answered
from gatepost.framework.types import Sector
from gatepost.people.models import Person
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.commands.type_counts import count_types
from gatepost.surveys.models import Stratum, Survey
from gatepost.surveys.weights import Group, Margins, rake

T = TypeVar("T")
SMALL, LARGE = 10_000, 100_000
PAGES = ("results", "gaps", "voices", "table")
# What the product promises; told beside the figures.
LIMITS = {"results_page_p95_ms": 500, "export_s": 30, "raking_s": 10}


def run(words: Sequence[str]) -> dict[str, Any]:
    options = _options(words)
    if options.again:
        return measuring.report("surveys", _measure(Survey.objects.latest("pk")), {}, {})
    if Person.objects.exists():
        raise CommandError("This benchmark needs an empty database; ./gatepost bench makes one of its own.")
    measured = []
    for answers in [options.answers] if options.answers else [SMALL, LARGE]:
        empty()
        _seconds, survey = _timed(f"{answers} answers", lambda answers=answers: make_answered(answers))  # type: ignore[misc]
        measured.append(_measure(survey))
    figures = measured[-1] | ({"smaller": measured[0]} if len(measured) > 1 else {})
    return measuring.report("surveys", figures | {"limits": LIMITS}, {}, _ratios(measured))


def _options(words: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="bench surveys")
    parser.add_argument("--answers", type=int, help="one size only; without it 10,000 and 100,000 answers are measured")
    parser.add_argument("--again", action="store_true", help="measure in the database as an earlier run has left it")
    return parser.parse_args(list(words))


def _measure(survey: Survey) -> dict[str, Any]:
    tally_s, counted = _timed("counting", lambda: tally(survey.pk))
    types_s, _types = _timed("counting types alone", lambda: count_types(survey.pk))
    groups, margins = _to_weigh(survey)
    raking_s, weighing = _timed("raking", lambda: rake(groups, margins))
    one_by_one = [Group(group.places, 1) for group in groups for _one in range(group.number)]
    expanded_s, _same = _timed("raking one by one", lambda: rake(one_by_one, margins))
    with override_settings(**PLAIN):
        client = principal_client()
        pages = {name: p95_of(client, reverse(f"surveys:{name}", args=[survey.pk])) for name in PAGES}
        export_s, size = _timed("export", lambda: sum(map(len, _taken(client, survey))))
    return {
        "answers": counted,
        "items": ITEMS,
        "tally_s": tally_s,
        "of_it_types_s": types_s,
        "results_page_p95_ms": pages["results"],
        "pages_p95_ms": pages,
        "raking_s": raking_s,
        "raking_rounds": weighing.rounds,
        "raking_groups": len(groups),
        "raking_one_by_one_s": expanded_s,
        "export_s": export_s,
        "export_mb": round(size / 1e6, 1),
    }


def _taken(client: Any, survey: Survey) -> Any:
    response = client.get(reverse("surveys:export-file", args=[survey.pk]))
    if response.status_code != 200:
        raise RuntimeError(f"The export answered {response.status_code}.")
    return response.streaming_content


def _to_weigh(survey: Survey) -> tuple[list[Group], Margins]:
    """Families who answered, and all who were asked, by language and grade."""
    strata = Stratum.objects.filter(survey=survey, sector=Sector.FAMILIES).annotate(number=Count("responses"))
    groups = [Group({"language": each.language, "grade": each.grade}, each.number) for each in strata]
    asked = survey.invitations.filter(sector=Sector.FAMILIES).values_list("language", "grade")
    languages: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    for language, grade in asked.iterator():
        languages[language] += 1
        grades[grade] += 1
    return groups, {"language": languages, "grade": grades}


def _ratios(measured: list[dict[str, Any]]) -> dict[str, float]:
    """How the cost grows with ten times as many answers."""
    if len(measured) == 1:
        return {}
    small, large = measured
    keys = ("tally_s", "results_page_p95_ms", "raking_s", "export_s")
    return {f"{key}_to_smaller": round(large[key] / small[key], 2) for key in keys if small[key]}


def _timed(words: str, act: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = act()
    seconds = round(time.perf_counter() - started, 3)
    print(f"{words}: {seconds} s", file=sys.stderr, flush=True)
    return seconds, result
