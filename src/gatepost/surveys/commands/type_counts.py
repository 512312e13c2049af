"""Counts, person by person, who reports each type of involvement: one statement, whatever the number of answers."""

from django.db import connection, transaction

from gatepost.surveys.models import Survey, TypeCount

# Of a practice asked in five steps; an answer that is no step ("I do not know") is none.
_STEPS = (1, 5)
_COUNT = """
INSERT INTO surveys_typecount (survey_id, stratum_id, involvement_type, reports, asked)
SELECT %(survey)s, stratum_id, involvement_type, count(*) FILTER (WHERE 2 * favourable >= answered), count(*)
FROM (
  SELECT r.id, r.stratum_id, p.involvement_type, count(*) AS answered, count(*) FILTER (
      WHERE CASE WHEN p.is_reversed THEN %(least)s + %(most)s - step ELSE step END >= p.favourable_from) AS favourable
  FROM surveys_response r
    CROSS JOIN LATERAL jsonb_each_text(r.marks) m
    CROSS JOIN LATERAL (SELECT CASE WHEN m.value ~ '^[0-9]{1,3}$' THEN m.value::int END AS step) s
    JOIN surveys_item p ON p.survey_id = r.survey_id AND p.key = m.key
  WHERE r.survey_id = %(survey)s AND p.practice <> '' AND p.involvement_type <> '' AND p.kind IN ('scale', 'frequency')
    AND step BETWEEN %(least)s AND %(most)s
  GROUP BY r.id, r.stratum_id, p.involvement_type
) person
GROUP BY stratum_id, involvement_type
"""


@transaction.atomic
def count_types(survey_id: int) -> int:
    """The counts of one survey made anew; how many rows there are. A second run side by side waits for the first."""
    Survey.objects.select_for_update(no_key=True).filter(pk=survey_id).first()
    TypeCount.objects.filter(survey_id=survey_id).delete()
    least, most = _STEPS
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"survey": survey_id, "least": least, "most": most})
        return int(cursor.rowcount)
