"""Counts, person by person, who reports each type of involvement: one look at the answers, whatever their number."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from gatepost.surveys.models import Item, Stratum, TypeCount

# Of a practice asked in five steps; an answer that is no step ("I do not know") is none.
_STEPS = range(1, 6)
_KINDS = ("scale", "frequency")
# The first half of the lock under which types are counted.
_COUNTING = 7_405
# What reads every mark makes a table of its own: only such a statement runs on several processors.
_COUNT = """
CREATE TEMP TABLE surveys_typed ON COMMIT DROP AS
SELECT r.stratum_id, person.kind, count(*) FILTER (WHERE 2 * person.yes >= person.answered) AS reports, count(*) AS asked
FROM surveys_response r CROSS JOIN LATERAL (
  SELECT p.kind, count(*) AS answered, sum(p.yes) AS yes FROM jsonb_each_text(r.marks) m
    JOIN unnest(%(keys)s::text[], %(marks)s::text[], %(kinds)s::text[], %(yes)s::int[]) AS p(key, mark, kind, yes)
      ON p.key = m.key AND p.mark = m.value
  GROUP BY p.kind
) person
WHERE r.survey_id = %(survey)s AND r.stratum_id = ANY(%(strata)s) GROUP BY 1, 2
"""
_KEEP = """
INSERT INTO surveys_typecount (survey_id, stratum_id, involvement_type, reports, asked)
SELECT %(survey)s, stratum_id, kind, reports, asked FROM surveys_typed
"""


@transaction.atomic
def count_types(survey_id: int, strata: Sequence[int] | None = None) -> int:
    """The counts of one survey, or of these groups of it, made anew; how many rows they are.

    A second run side by side waits for the first; answers go on coming in meanwhile.
    """
    if strata is None:
        strata = list(Stratum.objects.filter(survey=survey_id).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_COUNTING, survey_id])
        TypeCount.objects.filter(survey=survey_id, stratum__in=strata).delete()
        cursor.execute("DROP TABLE IF EXISTS surveys_typed")
        cursor.execute(_COUNT, {"survey": survey_id, "strata": list(strata), **_steps(survey_id)})
        cursor.execute(_KEEP, {"survey": survey_id})
        return int(cursor.rowcount)


def _steps(survey_id: int) -> dict[str, list[Any]]:
    """Each step of each practice: its type, and whether it says that the practice happens."""
    rows: list[tuple[str, str, str, int]] = []
    for item in Item.objects.filter(survey=survey_id, kind__in=_KINDS).exclude(practice="").exclude(involvement_type=""):
        for step in _STEPS:
            turned = _STEPS[0] + _STEPS[-1] - step if item.is_reversed else step
            rows.append((item.key, str(step), item.involvement_type, int(turned >= item.favourable_from)))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    return dict(zip(("keys", "marks", "kinds", "yes"), columns, strict=True))
