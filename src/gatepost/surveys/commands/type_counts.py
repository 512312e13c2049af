"""Counts, person by person, who reports each type of involvement: one look at the answers, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction
from psycopg import sql

from gatepost.surveys.models import Item, Stratum, TypeCount

# Of a practice asked in five steps; an answer that is no step ("I do not know") is none.
_STEPS = range(1, 6)
_KINDS = ("scale", "frequency")
# The first half of the lock under which types are counted.
_COUNTING = 7_405
# What reads every mark makes a table of its own: only such a statement runs on several processors. Marks are looked up by
# key, one column for each type: faster by far than taking every answer apart into rows.
_COUNT = sql.SQL("""
CREATE TEMP TABLE surveys_typed ON COMMIT DROP AS SELECT stratum_id, {sums} FROM (
  SELECT stratum_id, {columns} FROM surveys_response WHERE survey_id = {survey} AND stratum_id = ANY({strata})
) person GROUP BY stratum_id
""")
_KEEP = sql.SQL("""
INSERT INTO surveys_typecount (survey_id, stratum_id, involvement_type, reports, asked)
SELECT {survey}, stratum_id, {kind}, {reports}, {asked} FROM surveys_typed WHERE {asked} > 0
""")
_ANSWERED = sql.SQL("(CASE WHEN marks ->> {key} = ANY({steps}) THEN 1 ELSE 0 END)")
_REPORTS = sql.SQL("count(*) FILTER (WHERE {answered} > 0 AND 2 * {yes} >= {answered}) AS {reports}")
_ASKED = sql.SQL("count(*) FILTER (WHERE {answered} > 0) AS {asked}")


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
        practices = _practices(survey_id)
        if not practices:
            return 0
        cursor.execute("DROP TABLE IF EXISTS surveys_typed")
        cursor.execute(_counting(survey_id, strata, list(practices.values())))
        written = 0
        for place, kind in enumerate(practices):
            names = {name: sql.Identifier(f"{name}_{place}") for name in ("reports", "asked")}
            cursor.execute(_KEEP.format(survey=survey_id, kind=sql.Literal(kind), **names))
            written += cursor.rowcount
        return written


# A practice: its key, and the steps that say that it happens.
_Practice = tuple[str, list[str]]


def _practices(survey_id: int) -> dict[str, list[_Practice]]:
    """Of each type."""
    found: dict[str, list[_Practice]] = defaultdict(list)
    for item in Item.objects.filter(survey=survey_id, kind__in=_KINDS).exclude(practice="").exclude(involvement_type=""):
        least, most = _STEPS[0], _STEPS[-1]
        yes = [step for step in _STEPS if (least + most - step if item.is_reversed else step) >= item.favourable_from]
        found[item.involvement_type].append((item.key, [str(step) for step in yes]))
    return dict(found)


def _counting(survey_id: int, strata: Sequence[int], types: list[list[_Practice]]) -> sql.Composed:
    columns, sums = [], []
    steps = sql.Literal([str(step) for step in _STEPS])
    for place, practices in enumerate(types):
        names = {name: sql.Identifier(f"{name}_{place}") for name in ("answered", "yes", "reports", "asked")}
        answered = sql.SQL(" + ").join(_ANSWERED.format(key=sql.Literal(key), steps=steps) for key, _yes in practices)
        said = sql.SQL(" + ").join(_ANSWERED.format(key=sql.Literal(key), steps=sql.Literal(yes)) for key, yes in practices)
        columns += [sql.SQL("{} AS {}").format(answered, names["answered"]), sql.SQL("{} AS {}").format(said, names["yes"])]
        sums += [_REPORTS.format(**names), _ASKED.format(**names)]
    join = sql.SQL(", ").join
    return _COUNT.format(sums=join(sums), columns=join(columns), survey=survey_id, strata=sql.Literal(list(strata)))
