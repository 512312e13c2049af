"""The state of families, counted from the ledger in one statement for any number of them.

in dialogue   something went both ways within the window (answered, took part)
no contact    otherwise, when no e-mail address and no phone number of an adult who may be contacted works
informed      otherwise, when something went through to the family within the window
not reached   otherwise

`since` is the first day of the unbroken stretch of days on which the state was this one. An event on school day n holds
its state for the window's number of school days, n included; `chain` finds where such stretches of events began. (A weekend
has the number of its Friday but comes after it: what was held until Thursday is over by then.)
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from gatepost.reach.counting.facts import Facts
from gatepost.touchpoints.models import GOT_THROUGH, TRIES, TWO_WAY, Means

# Ends in `counted`, one row for each family; what is done with it follows. Family by family, so that each is read by the
# index and sorted in memory, whatever the planner thinks of their number: first the few rows that went both ways, then what
# came since the last of them; what lies before it makes no difference any more. `{unless}`: which later rows overtake a row.
_COUNTED = """
WITH family AS MATERIALIZED (
  SELECT * FROM unnest(%(families)s::bigint[], %(family_schools)s::bigint[], %(works)s::bool[], %(broke)s::date[], %(known)s::date[])
    AS f(family_id, school_id, works, broke_on, known_since)
), school AS MATERIALIZED (
  SELECT school_id, zone, span, today, first_day, numbers::int[] AS numbers, school_days::date[] AS school_days
  FROM unnest(%(schools)s::bigint[], %(zones)s::text[], %(windows)s::int[], %(todays)s::int[], %(first_days)s::date[],
    %(numbers)s::text[], %(school_days)s::text[]) AS s(school_id, zone, span, today, first_day, numbers, school_days)
), counted AS (
  SELECT f.*, talk.*, since_talk.reached_at, since_talk.through_chain, since_talk.tries,
    COALESCE(since_talk.tried_at, before_talk.at) AS tried_at, COALESCE(since_talk.tried_means, before_talk.means) AS tried_means,
    s.school_days[talk.two_way + s.span] AS dialogue_ended, s.school_days[since_talk.through + s.span] AS through_ended,
    CASE WHEN talk.two_way > s.today - s.span THEN 'in-dialogue' WHEN NOT f.works THEN 'no-contact'
      WHEN since_talk.through > s.today - s.span THEN 'informed' ELSE 'not-reached' END AS state
  FROM family f JOIN school s USING (school_id)
  CROSS JOIN LATERAL (
    SELECT COALESCE(array_agg(later.corrects_id), '{{}}') AS ids FROM touchpoints_touchpoint later
    WHERE later.family_id = f.family_id AND later.corrects_id IS NOT NULL {unless}
  ) overtaken
  CROSS JOIN LATERAL (
    SELECT max(at) AS two_way_at, max(number) AS two_way, (array_agg(means ORDER BY at DESC, id DESC))[1] AS two_way_means,
      s.first_day - 1 + max(place) FILTER (WHERE gap IS NULL OR gap > s.span OR gap = s.span AND after_school) AS two_way_chain,
      mode() WITHIN GROUP (ORDER BY means) AS strongest
    FROM (
      SELECT *, number - lag(number) OVER (ORDER BY at, id) AS gap
      FROM (
        SELECT *, s.numbers[place] AS number, s.numbers[place] = s.numbers[place - 1] AS after_school
        FROM (
          SELECT t.id, t.at, t.means, (t.at AT TIME ZONE s.zone)::date - s.first_day + 1 AS place FROM touchpoints_touchpoint t
          WHERE t.family_id = f.family_id AND t.at > %(from)s AND t.at <= %(until)s AND t.outcome = ANY(%(two_way)s)
            AND t.id <> ALL(overtaken.ids) OFFSET 0
        ) t
      ) numbered
    ) placed
  ) talk
  CROSS JOIN LATERAL (
    SELECT max(number) FILTER (WHERE got_through) AS through,
      s.first_day - 1 + max(place) FILTER (WHERE got_through AND (gap IS NULL OR gap > s.span OR gap = s.span AND after_school)) AS through_chain,
      max(at) FILTER (WHERE got_through AND outcome <> ALL(%(only_sent)s)) AS reached_at,
      max(at) FILTER (WHERE is_try OR direction = 'both') AS tried_at,
      (array_agg(means ORDER BY at DESC, id DESC) FILTER (WHERE is_try OR direction = 'both'))[1] AS tried_means,
      count(DISTINCT place * 16 + array_position(%(means)s::text[], means::text))
        FILTER (WHERE is_try AND (talk.two_way_at IS NULL OR at > talk.two_way_at)) AS tries
    FROM (
      SELECT *, number - max(number) FILTER (WHERE got_through) OVER (ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap
      FROM (
        SELECT *, s.numbers[place] AS number, s.numbers[place] = s.numbers[place - 1] AS after_school,
          outcome = ANY(%(got_through)s) AS got_through, direction = 'out' AND outcome = ANY(%(tries)s) AS is_try
        FROM (
          SELECT t.id, t.at, t.means, t.direction, t.outcome, (t.at AT TIME ZONE s.zone)::date - s.first_day + 1 AS place
          FROM touchpoints_touchpoint t
          WHERE t.family_id = f.family_id AND t.at > %(from)s AND t.at >= COALESCE(talk.two_way_at, %(from)s) AND t.at <= %(until)s
            AND t.outcome <> 'withdrawn' AND t.id <> ALL(overtaken.ids) OFFSET 0
        ) t
      ) numbered
    ) placed
  ) since_talk
  LEFT JOIN LATERAL (
    SELECT t.at, t.means FROM touchpoints_touchpoint t
    WHERE since_talk.tried_at IS NULL
      AND t.family_id = f.family_id AND t.at > %(from)s AND t.at < talk.two_way_at AND t.id <> ALL(overtaken.ids)
      AND (t.direction = 'both' AND t.outcome <> 'withdrawn' OR t.direction = 'out' AND t.outcome = ANY(%(tries)s))
    ORDER BY t.at DESC, t.id DESC LIMIT 1
  ) before_talk ON true
)
"""
COUNTED_NOW = _COUNTED.format(unless="")
# Seen from an earlier moment: what was mended since is mended, but a later word about a try ("came back") had not come yet.
COUNTED_THEN = _COUNTED.format(unless="AND (later.at <= %(until)s OR later.source LIKE 'touchpoints.correction:%%')")
_ONLY_SENT = ["sent", "delivered"]


def words_for(facts: Facts, *, after: dt.datetime, until: dt.datetime) -> dict[str, Any]:
    """What the statement needs to know; it reads the ledger between these two moments."""
    return {
        "families": [family.family_id for family in facts.families],
        "family_schools": [family.school_id for family in facts.families],
        "works": [family.works for family in facts.families],
        "broke": [family.broke_on for family in facts.families],
        "known": [family.known_since for family in facts.families],
        "schools": [school.school_id for school in facts.schools],
        "zones": [school.zone for school in facts.schools],
        "windows": [school.window for school in facts.schools],
        "todays": [school.number_today for school in facts.schools],
        "first_days": [school.first_day for school in facts.schools],
        "numbers": [_array(school.numbers) for school in facts.schools],
        "school_days": [_array(school.school_days) for school in facts.schools],
        "two_way": sorted(TWO_WAY),
        "got_through": sorted(GOT_THROUGH),
        "only_sent": _ONLY_SENT,
        "tries": sorted(TRIES),
        "means": Means.values,
        "from": after,
        "until": until,
    }


def _array(values: Iterable[object]) -> str:
    """One school's list as PostgreSQL writes arrays: lists of unlike length cannot be sent as one."""
    return "{" + ",".join(str(value) for value in values) + "}"
