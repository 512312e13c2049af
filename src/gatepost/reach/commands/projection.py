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
from typing import Any

from django.db import connection

from gatepost.reach.commands.facts import LOOK_BACK, Facts
from gatepost.touchpoints.models import GOT_THROUGH, TRIES, TWO_WAY

_PROJECT = """
WITH family AS MATERIALIZED (
  SELECT * FROM unnest(%(families)s::bigint[], %(family_schools)s::bigint[], %(works)s::bool[], %(broke)s::date[], %(known)s::date[])
    AS f(family_id, school_id, works, broke_on, known_since)
), school AS MATERIALIZED (
  SELECT * FROM unnest(%(schools)s::bigint[], %(zones)s::text[], %(windows)s::int[], %(numbers)s::int[])
    AS s(school_id, zone, span, today)
), calendar AS MATERIALIZED (
  SELECT *, min(day) OVER (PARTITION BY school_id, number) AS opened
  FROM unnest(%(day_schools)s::bigint[], %(days)s::date[], %(day_numbers)s::int[]) AS c(school_id, day, number)
), school_day AS MATERIALIZED (
  SELECT school_id, number, min(day) AS day FROM calendar GROUP BY school_id, number
), event AS MATERIALIZED (
  SELECT t.id, t.family_id, t.at, t.means, t.direction, t.outcome, f.school_id, s.span, c.day, c.number, c.day > c.opened AS after_school
  FROM family f
  JOIN school s USING (school_id)
  JOIN touchpoints_touchpoint t ON t.family_id = f.family_id AND t.at > %(from)s AND t.at <= %(now)s
  JOIN calendar c ON c.school_id = f.school_id AND c.day = (t.at AT TIME ZONE s.zone)::date
  WHERE t.outcome <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM touchpoints_touchpoint later WHERE later.corrects_id = t.id)
), two_way AS (
  SELECT family_id, max(at) AS last_at, max(number) AS number, (array_agg(means ORDER BY at DESC, id DESC))[1] AS means,
    max(day) FILTER (WHERE gap IS NULL OR gap > span OR gap = span AND after_school) AS chain
  FROM (SELECT *, number - lag(number) OVER (PARTITION BY family_id ORDER BY at, id) AS gap
        FROM event WHERE outcome = ANY(%(two_way)s)) AS answered
  GROUP BY family_id
), through AS (
  SELECT family_id, max(number) AS number, max(day) FILTER (WHERE gap IS NULL OR gap > span OR gap = span AND after_school) AS chain,
    max(at) FILTER (WHERE outcome <> ALL(%(only_sent)s)) AS reached_at
  FROM (SELECT *, number - lag(number) OVER (PARTITION BY family_id ORDER BY at, id) AS gap
        FROM event WHERE outcome = ANY(%(got_through)s)) AS passed
  GROUP BY family_id
), tried AS (
  SELECT e.family_id, max(e.at) AS last_at, (array_agg(e.means ORDER BY e.at DESC, e.id DESC))[1] AS means,
    count(DISTINCT (e.day, e.means)) FILTER (WHERE e.direction = 'out' AND (w.last_at IS NULL OR e.at > w.last_at)) AS tries
  FROM event e LEFT JOIN two_way w USING (family_id)
  WHERE e.direction = 'both' OR e.direction = 'out' AND e.outcome = ANY(%(tries)s)
  GROUP BY e.family_id
), strongest AS (
  SELECT DISTINCT ON (family_id) family_id, means FROM event WHERE outcome = ANY(%(two_way)s)
  GROUP BY family_id, means ORDER BY family_id, count(*) DESC, max(at) DESC, means
), counted AS (
  SELECT f.*, w.last_at AS two_way_at, w.means AS two_way_means, w.chain AS two_way_chain, g.chain AS through_chain,
    g.reached_at, r.last_at AS tried_at, r.means AS tried_means, r.tries, b.means AS strongest,
    w_end.day AS dialogue_ended, g_end.day AS through_ended,
    CASE WHEN w.number > s.today - s.span THEN 'in-dialogue' WHEN NOT f.works THEN 'no-contact'
      WHEN g.number > s.today - s.span THEN 'informed' ELSE 'not-reached' END AS state
  FROM family f
  JOIN school s USING (school_id)
  LEFT JOIN two_way w USING (family_id)
  LEFT JOIN through g USING (family_id)
  LEFT JOIN tried r USING (family_id)
  LEFT JOIN strongest b USING (family_id)
  LEFT JOIN school_day w_end ON w_end.school_id = f.school_id AND w_end.number = w.number + s.span
  LEFT JOIN school_day g_end ON g_end.school_id = f.school_id AND g_end.number = g.number + s.span
)
INSERT INTO reach_familystate AS old (family_id, school_id, state, since, last_two_way_at, last_two_way_means, last_reached_at,
  last_tried_at, last_tried_means, tries_since_two_way, strongest_means, counted_at)
SELECT family_id, school_id, state,
  CASE state WHEN 'in-dialogue' THEN two_way_chain
    WHEN 'informed' THEN GREATEST(dialogue_ended, through_chain)
    WHEN 'not-reached' THEN COALESCE(GREATEST(dialogue_ended, through_ended), known_since)
    ELSE GREATEST(COALESCE(dialogue_ended, known_since), broke_on) END,
  two_way_at, COALESCE(two_way_means, ''), reached_at, tried_at, COALESCE(tried_means, ''), COALESCE(tries, 0),
  COALESCE(strongest, ''), %(now)s
FROM counted ORDER BY family_id
ON CONFLICT (family_id) DO UPDATE SET school_id = excluded.school_id, state = excluded.state, since = excluded.since,
  last_two_way_at = excluded.last_two_way_at, last_two_way_means = excluded.last_two_way_means,
  last_reached_at = excluded.last_reached_at, last_tried_at = excluded.last_tried_at,
  last_tried_means = excluded.last_tried_means, tries_since_two_way = excluded.tries_since_two_way,
  strongest_means = excluded.strongest_means, counted_at = excluded.counted_at
"""
_ONLY_SENT = ["sent", "delivered"]


def project(facts: Facts, *, now: dt.datetime) -> None:
    """Write the state of each of these families."""
    if not facts.families:
        return
    with connection.cursor() as cursor:
        cursor.execute(_PROJECT, _words(facts, now))


def _words(facts: Facts, now: dt.datetime) -> dict[str, Any]:
    days = [(school.school_id, day, number) for school in facts.schools for day, number in school.days]
    return {
        "families": [family.family_id for family in facts.families],
        "family_schools": [family.school_id for family in facts.families],
        "works": [family.works for family in facts.families],
        "broke": [family.broke_on for family in facts.families],
        "known": [family.known_since for family in facts.families],
        "schools": [school.school_id for school in facts.schools],
        "zones": [school.zone for school in facts.schools],
        "windows": [school.window for school in facts.schools],
        "numbers": [school.number_today for school in facts.schools],
        "day_schools": [school_id for school_id, _day, _number in days],
        "days": [day for _school_id, day, _number in days],
        "day_numbers": [number for _school_id, _day, number in days],
        "two_way": sorted(TWO_WAY),
        "got_through": sorted(GOT_THROUGH),
        "only_sent": _ONLY_SENT,
        "tries": sorted(TRIES),
        "from": now - LOOK_BACK,
        "now": now,
    }
