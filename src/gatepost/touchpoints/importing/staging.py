"""The rows of one sheet, placed and compared, into their table by COPY; and the difference counted."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min
from psycopg.types.json import Jsonb

from gatepost.touchpoints.importing.placing import Placed, Placer, as_row
from gatepost.touchpoints.importing.sheet import Line
from gatepost.touchpoints.importing.standing import Numbered, first_source, settle_sources
from gatepost.touchpoints.models import ImportedRow, LedgerImport, Verdict

COLUMNS = (
    "run_id", "number", "cells", "verdict", "problems", "asks", "candidates", "family_id", "adult_id", "staff_id", "at", "has_time",
    "means", "direction", "place", "outcome", "involvement_type", "content_kind", "tone", "note", "source",
)  # fmt: skip
_PROBLEMS = COLUMNS.index("problems")
_TABLE = ImportedRow._meta.db_table
_COPY = f"COPY {_TABLE} ({', '.join(COLUMNS)}) FROM STDIN"
_SETTLE = f"""
UPDATE {_TABLE} r SET source = s.source, verdict = CASE WHEN s.stands THEN 'known' ELSE 'new' END
FROM unnest(%(ids)s::bigint[], %(sources)s::text[], %(stand)s::boolean[]) AS s(id, source, stands)
WHERE r.id = s.id AND (r.source <> s.source OR r.verdict <> CASE WHEN s.stands THEN 'known' ELSE 'new' END)
"""  # noqa: S608  our own table
_FOUND = f"""
UPDATE {_TABLE} r SET verdict = 'known', problems = '[]', family_id = s.family_id, source = s.source
FROM unnest(%(numbers)s::int[], %(families)s::bigint[], %(sources)s::text[]) AS s(number, family_id, source)
WHERE r.run_id = %(run)s AND r.number = s.number
"""  # noqa: S608  our own table
_BATCH = 5_000


def stage(run: LedgerImport, lines: Iterable[Line], placer: Placer, tell: Callable[[int], None]) -> list[int]:
    """Place every row and keep it. Returns the numbers of the rows that repeat another."""
    numbered = Numbered(run.school_id)
    waiting: list[Placed] = []
    rest = iter(lines)
    done = 0
    while part := [placer.place(line) for line in islice(rest, _BATCH)]:
        _copy(run.pk, part, numbered)
        waiting += [placed for placed in part if placed.lacks_only_the_child and placed.candidates]
        done += len(part)
        tell(done)
    repeats = list(numbered.repeats)
    settle(run)
    _find_again(run, waiting, numbered)
    return repeats


def settle(run: LedgerImport) -> None:
    """Say anew of every placed row whether it stands in the ledger already."""
    rows = list(ImportedRow.objects.filter(run=run, family_id__isnull=False).exclude(source="").values_list("pk", "source"))
    for start in range(0, len(rows), _BATCH):
        part = [(pk, first_source(source)) for pk, source in rows[start : start + _BATCH]]
        settled = settle_sources([source for _pk, source in part])
        values: dict[str, Any] = {
            "ids": [pk for pk, _source in part],
            "sources": [settled[source][0] for _pk, source in part],
            "stand": [settled[source][1] for _pk, source in part],
        }
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE, values)


def count(run: LedgerImport) -> dict[str, Any]:
    """How many rows of each verdict, of how many families, from when to when."""
    rows = ImportedRow.objects.filter(run=run)
    counts: dict[str, Any] = dict.fromkeys(Verdict.values, 0)
    counts |= dict(rows.values_list("verdict").annotate(Count("pk")).order_by())
    new = rows.filter(verdict=Verdict.NEW).aggregate(families=Count("family_id", distinct=True), first=Min("at"), last=Max("at"))
    counts["families"] = new["families"]
    counts["first"], counts["last"] = (moment.isoformat() if moment else "" for moment in (new["first"], new["last"]))
    return counts


def _copy(run_id: int, part: list[Placed], numbered: Numbered) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for placed in part:
            verdict, source = Verdict.PROBLEM, ""
            if not placed.problems and placed.family_id is not None:
                verdict, source = Verdict.NEW, numbered.source_of(placed, placed.family_id)
            row = as_row(run_id, placed, str(verdict), source)
            copy.write_row((*row[:_PROBLEMS], Jsonb(placed.problems), *row[_PROBLEMS + 1 :]))


def _find_again(run: LedgerImport, waiting: list[Placed], numbered: Numbered) -> None:
    """Rows of a child that cannot be told apart, but were brought in before with a child somebody chose: they stand already."""
    asked = [(placed.number, family, numbered.source_of(placed, family)) for placed in waiting for family in placed.candidates]
    settled = settle_sources([source for _number, _family, source in asked])
    standing: dict[int, list[tuple[int, str]]] = {}
    for number, family, source in asked:
        if settled[source][1]:
            standing.setdefault(number, []).append((family, settled[source][0]))
    # Where entries of two children stand, the row may be of either, and stays a question.
    told = [(number, *found[0]) for number, found in standing.items() if len(found) == 1]
    if told:
        numbers, families, sources = (list(column) for column in zip(*told, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_FOUND, {"run": run.pk, "numbers": numbers, "families": families, "sources": sources})
