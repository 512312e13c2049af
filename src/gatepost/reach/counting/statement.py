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

# Ends in `counted`, one row for each family; what is done with it follows. `{overtaken}`: which rows no longer count.
_COUNTED = """
WITH family AS MATERIALIZED (
  SELECT * FROM unnest(%(families)s::bigint[], %(family_schools)s::bigint[], %(works)s::bool[], %(broke)s::date[], %(known)s::date[])
    AS f(family_id, school_id, works, broke_on, known_since)
), school AS MATERIALIZED (
  SELECT school_id, zone, span, today, first_day, numbers::int[] AS numbers, school_days::date[] AS school_days
  FROM unnest(%(schools)s::bigint[], %(zones)s::text[], %(windows)s::int[], %(todays)s::int[], %(first_days)s::date[],
    %(numbers)s::text[], %(school_days)s::text[]) AS s(school_id, zone, span, today, first_day, numbers, school_days)
), event AS MATERIALIZED (  -- so that what is sorted is narrow: the numbers are looked up before
  SELECT t.id, t.family_id, t.at, t.means, t.direction, t.outcome, s.span, d.day, s.numbers[d.place] AS number,
    s.numbers[d.place] = s.numbers[d.place - 1] AS after_school,
    t.outcome = ANY(%(two_way)s) AS is_two_way, t.outcome = ANY(%(got_through)s) AS got_through,
    t.direction = 'out' AND t.outcome = ANY(%(tries)s) AS is_try
  FROM family f
  JOIN school s USING (school_id)
  JOIN touchpoints_touchpoint t ON t.family_id = f.family_id AND t.at > %(from)s AND t.at <= %(until)s
  CROSS JOIN LATERAL (SELECT (t.at AT TIME ZONE s.zone)::date AS day, (t.at AT TIME ZONE s.zone)::date - s.first_day + 1 AS place) d
  WHERE t.outcome <> 'withdrawn' AND NOT EXISTS ({overtaken})
), placed AS (
  SELECT *, number - max(number) FILTER (WHERE is_two_way) OVER before AS talk_gap,
    number - max(number) FILTER (WHERE got_through) OVER before AS gap,
    max(at) FILTER (WHERE is_two_way) OVER (PARTITION BY family_id) AS last_talk
  FROM event
  WINDOW before AS (PARTITION BY family_id ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), told AS (
  SELECT family_id, max(last_talk) AS two_way_at, max(number) FILTER (WHERE is_two_way) AS two_way, max(number) FILTER (WHERE got_through) AS through,
    max(day) FILTER (WHERE is_two_way AND (talk_gap IS NULL OR talk_gap > span OR talk_gap = span AND after_school)) AS two_way_chain,
    max(day) FILTER (WHERE got_through AND (gap IS NULL OR gap > span OR gap = span AND after_school)) AS through_chain,
    max(at) FILTER (WHERE got_through AND outcome <> ALL(%(only_sent)s)) AS reached_at,
    max(at) FILTER (WHERE is_try OR direction = 'both') AS tried_at,
    (array_agg(means ORDER BY at DESC, id DESC) FILTER (WHERE is_two_way))[1] AS two_way_means,
    (array_agg(means ORDER BY at DESC, id DESC) FILTER (WHERE is_try OR direction = 'both'))[1] AS tried_means,
    count(DISTINCT (day - DATE '2000-01-01') * 16 + array_position(%(means)s::text[], means::text))
      FILTER (WHERE is_try AND (last_talk IS NULL OR at > last_talk)) AS tries,
    mode() WITHIN GROUP (ORDER BY means) FILTER (WHERE is_two_way) AS strongest
  FROM placed GROUP BY family_id
), counted AS (
  SELECT f.family_id AS family_key, f.school_id, f.works, f.broke_on, f.known_since, t.*, s.school_days[t.two_way + s.span] AS dialogue_ended, s.school_days[t.through + s.span] AS through_ended,
    CASE WHEN t.two_way > s.today - s.span THEN 'in-dialogue' WHEN NOT f.works THEN 'no-contact'
      WHEN t.through > s.today - s.span THEN 'informed' ELSE 'not-reached' END AS state
  FROM family f JOIN school s USING (school_id) LEFT JOIN told t ON t.family_id = f.family_id
)
"""
COUNTED_NOW = _COUNTED.format(overtaken="SELECT 1 FROM touchpoints_touchpoint later WHERE later.corrects_id = t.id")
# Seen from an earlier moment: what was mended since is mended, but a later word about a try ("came back") had not come yet.
COUNTED_THEN = _COUNTED.format(
    overtaken="""SELECT 1 FROM touchpoints_touchpoint later WHERE later.corrects_id = t.id
    AND (later.at <= %(until)s OR later.source LIKE 'touchpoints.correction:%%')"""
)
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
