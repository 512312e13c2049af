"""Counting a survey: answers become sums by group, in sets, so that no page ever reads answers."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from gatepost.kernel import clock
from gatepost.surveys.commands.calling import settle_calls
from gatepost.surveys.commands.settling import settle
from gatepost.surveys.commands.type_counts import count_types
from gatepost.surveys.models import (
    Counting,
    ScaleTally,
    Stratum,
    StratumTally,
    Survey,
    Tally,
    TypeCount,
)
from gatepost.surveys.queries.evidence import ledger_of
from gatepost.surveys.queries.voices import by_value, rows_of
from gatepost.surveys.queries.waiting import waits
from gatepost.surveys.weights import Group, rake

# Kinds whose answers are steps from 1 to 5; an answer beyond ("I do not know") is none of them.
_STEPS = ["scale", "frequency"]
# By which the answers of a sector are given their true sizes.
WEIGHED_BY = ("language", "grade")
# The first half of the lock under which a survey is counted.
_COUNTING = 7_404

# The two statements that read every mark make tables of their own: only such ones run on several processors.
_SAID = """
CREATE TEMP TABLE surveys_said ON COMMIT DROP AS
SELECT r.stratum_id, m.key, m.value AS mark, count(*) AS number
FROM surveys_response r CROSS JOIN LATERAL jsonb_each_text(r.marks) m
WHERE r.survey_id = %(survey)s AND r.stratum_id = ANY(%(strata)s) GROUP BY 1, 2, 3
"""
_MARKS = """
INSERT INTO surveys_tally (survey_id, stratum_id, item_id, value, number)
SELECT %(survey)s, said.stratum_id, i.id, one.value::int, sum(said.number)
FROM surveys_said said
JOIN surveys_item i ON i.survey_id = %(survey)s AND i.key = said.key AND i.kind <> 'text'
CROSS JOIN LATERAL (
  SELECT DISTINCT e.value FROM regexp_split_to_table(btrim(said.mark, '[]'), '[, ]+') e(value) WHERE e.value ~ '^[0-9]{1,4}$'
) one
GROUP BY 2, 3, 4
"""
# Who could see an item: everybody of its sectors, or whoever gave the answer on which it hangs. Less who answered it.
_EMPTY = """
INSERT INTO surveys_tally (survey_id, stratum_id, item_id, value, number)
SELECT %(survey)s, seen.stratum_id, seen.item_id, -1, seen.number - coalesce(given.number, 0) FROM (
  SELECT t.stratum_id, i.id AS item_id, t.number FROM surveys_stratumtally t
    JOIN surveys_stratum s ON s.id = t.stratum_id
    JOIN surveys_item i ON i.survey_id = t.survey_id AND s.sector = ANY(i.sectors)
  WHERE t.survey_id = %(survey)s AND t.stratum_id = ANY(%(strata)s) AND i.kind <> 'text' AND i.shown_if = '{}'
  UNION ALL
  SELECT r.stratum_id, i.id, count(*) FROM surveys_response r
    JOIN surveys_stratum s ON s.id = r.stratum_id
    JOIN surveys_item i ON i.survey_id = r.survey_id AND s.sector = ANY(i.sectors) AND i.kind <> 'text' AND i.shown_if <> '{}'
  WHERE r.survey_id = %(survey)s AND r.stratum_id = ANY(%(strata)s) AND EXISTS (
    SELECT FROM jsonb_array_elements(i.shown_if -> 'values') v WHERE r.marks -> (i.shown_if ->> 'item') @> v.value)
  GROUP BY 1, 2
) seen LEFT JOIN (
  SELECT t.stratum_id, t.item_id, sum(t.number) AS number FROM surveys_tally t JOIN surveys_item i ON i.id = t.item_id
  WHERE t.survey_id = %(survey)s AND i.kind <> 'checklist' GROUP BY 1, 2
  UNION ALL
  SELECT stratum_id, substr(scale, 8)::bigint, number FROM surveys_scaletally
  WHERE survey_id = %(survey)s AND scale LIKE 'ticked:%%'
) given ON given.stratum_id = seen.stratum_id AND given.item_id = seen.item_id
WHERE seen.number > coalesce(given.number, 0)
"""
_TICKED = """
INSERT INTO surveys_scaletally (survey_id, stratum_id, scale, number, total, squares)
SELECT %(survey)s, r.stratum_id, 'ticked:' || i.id, count(*), count(*), count(*)
FROM surveys_response r JOIN surveys_item i ON i.survey_id = r.survey_id AND i.kind = 'checklist'
WHERE r.survey_id = %(survey)s AND r.stratum_id = ANY(%(strata)s) AND jsonb_array_length(
  CASE jsonb_typeof(r.marks -> i.key) WHEN 'array' THEN r.marks -> i.key ELSE '[]' END) > 0
GROUP BY 2, 3
"""
# `parts`: item key → the scale it belongs to, and what each of its steps counts for there.
_SCALES = """
CREATE TEMP TABLE surveys_scaled ON COMMIT DROP AS
SELECT r.stratum_id, person.scale, count(*) AS number, sum(person.mean) AS total, sum(person.mean * person.mean) AS squares
FROM surveys_response r CROSS JOIN LATERAL (
  SELECT p.scale, avg(p.points) AS mean FROM jsonb_each_text(r.marks) m
    JOIN unnest(%(keys)s::text[], %(marks)s::text[], %(scales)s::text[], %(points)s::float8[]) AS p(key, mark, scale, points)
      ON p.key = m.key AND p.mark = m.value
  GROUP BY p.scale
) person
WHERE r.survey_id = %(survey)s AND r.stratum_id = ANY(%(strata)s) GROUP BY 1, 2
"""
_KEEP_SCALES = """
INSERT INTO surveys_scaletally (survey_id, stratum_id, scale, number, total, squares)
SELECT %(survey)s, stratum_id, scale, number, total, squares FROM surveys_scaled
"""


@transaction.atomic
def tally(survey_id: int) -> int:
    """Count all answers of one survey anew; returns how many. A second run side by side waits for the first.

    A confidential survey is counted once it is closed and not before: two looks at what it comes to would tell what the one
    said who answered in between.
    """
    survey = Survey.objects.select_related("school").filter(pk=survey_id).first()
    if survey is None:
        return 0
    with connection.cursor() as cursor:  # not the survey's row: answers go on coming in meanwhile
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_COUNTING, survey_id])
    survey.refresh_from_db(fields=["state", "settled_at"])  # as it is now that the lock is ours
    settle(survey)
    _forget(survey)
    strata = [] if waits(survey) else list(Stratum.objects.filter(survey=survey).values_list("pk", flat=True))
    _count(survey, strata)
    count_types(survey.pk, strata)
    Counting.objects.update_or_create(
        survey=survey, defaults={"counted_at": clock.now(), "weighing": _weigh(survey), "ledger": ledger_of(survey)}
    )
    settle_calls(survey.pk)
    return StratumTally.objects.filter(survey=survey).aggregate(all=Sum("number"))["all"] or 0


def _forget(survey: Survey) -> None:
    Tally.objects.filter(survey=survey).delete()
    ScaleTally.objects.filter(survey=survey).delete()
    StratumTally.objects.filter(survey=survey).delete()
    TypeCount.objects.filter(survey=survey).delete()


def _count(survey: Survey, strata: list[int]) -> None:
    wanted: dict[str, Any] = {"survey": survey.pk, "strata": strata} | _parts_of_scales(survey)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_stratumtally (stratum_id, survey_id, number, weight) SELECT stratum_id, survey_id, count(*), 1"
            " FROM surveys_response WHERE survey_id = %(survey)s AND stratum_id = ANY(%(strata)s) GROUP BY 1, 2",
            wanted,
        )
        cursor.execute("DROP TABLE IF EXISTS surveys_said, surveys_scaled")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for statement in (_SAID, _MARKS, _TICKED, _EMPTY, _SCALES, _KEEP_SCALES):
            cursor.execute(statement, wanted)


def _parts_of_scales(survey: Survey) -> dict[str, list[Any]]:
    """What each step of each item adds to its scale, and whether it says that a practice of its type happens."""
    rows: list[tuple[str, str, str, float]] = []
    items = list(survey.items.filter(kind__in=_STEPS))
    has_practices = any(item.practice for item in items)
    for item in items:
        for step in range(1, 6):
            turned = 6 - step if item.is_reversed else step
            if item.scale:
                rows.append((item.key, str(step), item.scale, float(turned)))
            if item.involvement_type and (item.practice or not has_practices):
                rows.append((item.key, str(step), f"type:{item.involvement_type}", float(turned >= item.favourable_from)))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    return dict(zip(("keys", "marks", "scales", "points"), columns, strict=True))


def _weigh(survey: Survey) -> dict[str, dict[str, Any]]:
    """Weights of each sector's groups, so that its languages and grades count as many as were asked."""
    told = {}
    asked = rows_of(survey)
    for sector in survey.sectors:
        rows = list(StratumTally.objects.filter(survey=survey, stratum__sector=sector).select_related("stratum"))
        groups = [Group({name: getattr(row.stratum, name) for name in WEIGHED_BY}, row.number) for row in rows]
        margins = {name: {one.value: float(one.asked) for one in by_value(asked, sector, name)} for name in WEIGHED_BY}
        weighing = rake(groups, margins)
        for row, weight in zip(rows, weighing.weights, strict=True):
            row.weight = weight
        StratumTally.objects.bulk_update(rows, ["weight"], batch_size=1000)
        told[sector] = {
            "is_even": weighing.is_even,
            "is_met": weighing.is_met,
            "off": weighing.off,
            "rounds": weighing.rounds,
            "bounded": weighing.bounded,
            "missed": [list(one) for one in weighing.missed],
        }
    return told
