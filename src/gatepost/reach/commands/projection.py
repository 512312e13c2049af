"""Writing the states that were counted."""

import datetime as dt

from django.db import connection

from gatepost.reach.counting.facts import LOOK_BACK, Facts
from gatepost.reach.counting.statement import COUNTED_NOW, words_for

_PROJECT = (
    COUNTED_NOW
    + """
INSERT INTO reach_familystate AS old (family_id, school_id, state, since, last_two_way_at, last_two_way_means, last_reached_at,
  last_tried_at, last_tried_means, tries_since_two_way, strongest_means, counted_at)
SELECT family_id, school_id, state,
  CASE state WHEN 'in-dialogue' THEN two_way_chain
    WHEN 'informed' THEN GREATEST(dialogue_ended, through_chain)
    WHEN 'not-reached' THEN COALESCE(GREATEST(dialogue_ended, through_ended), known_since)
    ELSE GREATEST(COALESCE(dialogue_ended, known_since), broke_on) END,
  two_way_at, COALESCE(two_way_means, ''), reached_at, tried_at, COALESCE(tried_means, ''), COALESCE(tries, 0),
  COALESCE(strongest, ''), %(until)s
FROM counted ORDER BY family_id
ON CONFLICT (family_id) DO UPDATE SET school_id = excluded.school_id, state = excluded.state, since = excluded.since,
  last_two_way_at = excluded.last_two_way_at, last_two_way_means = excluded.last_two_way_means,
  last_reached_at = excluded.last_reached_at, last_tried_at = excluded.last_tried_at,
  last_tried_means = excluded.last_tried_means, tries_since_two_way = excluded.tries_since_two_way,
  strongest_means = excluded.strongest_means, counted_at = excluded.counted_at
"""
)


def project(facts: Facts, *, now: dt.datetime) -> None:
    """Write the state of each of these families."""
    if not facts.families:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_PROJECT, words_for(facts, after=now - LOOK_BACK, until=now))
