"""The mix of conversations: what a school's or one person's contacts with families are about, and how they sound.

Counted are occasions: a note to a whole section is one, like a talk with one family; beside each stands how many families
it reached. One's own are for oneself; the school's are totals, in which no person and no section can be told apart.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from gatepost.framework.types import ContentKind, Tone
from gatepost.people.models import Person, School
from gatepost.people.roles import STAFF_ROLES, Role
from gatepost.reach.queries.contacts import FROM_SCHOOL
from gatepost.reach.queries.periods import Period
from gatepost.touchpoints.models import GOT_THROUGH, Place

# An answer in a thread and a call on somebody's list go through without anybody saying what they were about.
NOT_SAID = ""
WAYS = ("talk", "answered", "one-way")
_ASPECTS: dict[str, tuple[str, ...]] = {
    "kind": (*ContentKind.values, NOT_SAID),
    "tone": (Tone.PRAISE, Tone.NEUTRAL, Tone.CONCERN, NOT_SAID),
    "way": WAYS,
    "place": (Place.GATE, Place.SCHOOL, Place.HOME, Place.ELSEWHERE, Place.AFAR),
}

# A call on somebody's list as it is noted by itself, and "Good news" pressed after a talk: its tone is said, not its matter.
_SAYS_NOTHING = """m.kind = 'reply'
    OR (t.source LIKE 'errands.errand:%%' AND (t.content_kind, t.tone) = ('logistics', 'neutral'))"""
_SAYS_NO_MATTER = f"""{_SAYS_NOTHING}
    OR (t.source LIKE 'conversations.talk:%%' AND (t.content_kind, t.tone) = ('social', 'praise'))"""
# One row per contact, with the occasion it belongs to.
CONTACTS = f"""contact AS (
  SELECT t.family_id, t.staff_id, t.at, t.direction, t.place, COALESCE(d.mailing_id, -t.id) AS occasion, d.answered_at,
    CASE WHEN {_SAYS_NO_MATTER} THEN '' ELSE t.content_kind END AS kind,
    CASE WHEN {_SAYS_NOTHING} THEN '' ELSE t.tone END AS tone
  FROM touchpoints_touchpoint t
  LEFT JOIN channels_delivery d
    ON d.id = CASE WHEN t.source LIKE 'channels.delivery:%%' THEN split_part(t.source, ':', 2)::bigint END
  LEFT JOIN channels_mailing m ON m.id = d.mailing_id
  WHERE t.school_id = %(school)s AND t.at >= %(began_at)s AND t.at < %(ended_at)s
    AND (%(staff)s::bigint IS NULL OR t.staff_id = %(staff)s)
    AND t.direction = ANY(%(from_school)s) AND t.outcome = ANY(%(got_through)s)
    AND NOT (t.source LIKE 'channels.delivery:%%' AND t.outcome = 'read')
    AND NOT EXISTS (SELECT 1 FROM touchpoints_touchpoint c WHERE c.corrects_id = t.id)
)"""  # noqa: S608
# Each aspect counted, of all contacts and of each group.
_COUNT = f"""
WITH {CONTACTS}, told AS (
  SELECT contact.*, COALESCE(g.label, '') AS label,
    CASE WHEN direction = 'both' THEN 'talk'
      WHEN bool_or(answered_at IS NOT NULL) OVER (PARTITION BY occasion, family_id) THEN 'answered' ELSE 'one-way' END AS way
  FROM contact LEFT JOIN unnest(%(families)s::bigint[], %(labels)s::text[]) AS g(family_id, label) USING (family_id)
)
SELECT label, CASE WHEN GROUPING(kind) = 0 THEN 'kind' WHEN GROUPING(tone) = 0 THEN 'tone'
    WHEN GROUPING(way) = 0 THEN 'way' WHEN GROUPING(place) = 0 THEN 'place' ELSE '' END AS aspect,
  COALESCE(kind, tone, way, place, ''), count(DISTINCT occasion), count(DISTINCT (occasion, family_id))
FROM told
GROUP BY GROUPING SETS ((label, kind), (label, tone), (label, way), (label, place), (label), (kind), (tone), (way), (place), ())
"""  # noqa: S608


@dataclass(frozen=True)
class Count:
    """On how many occasions, and how many families they reached (a family counts once for each occasion)."""

    occasions: int = 0
    families: int = 0


@dataclass
class Mix:
    """The counts of one period by aspect and value; `total` is of all occasions."""

    total: Count = Count()
    counts: dict[tuple[str, str], Count] = field(default_factory=dict)

    def of(self, aspect: str, value: str) -> Count:
        return self.counts.get((aspect, value), Count())

    def number(self, aspect: str, value: str) -> int:
        """Occasions; but whether it went both ways is asked of each family, since one answer does not speak for a section."""
        count = self.of(aspect, value)
        return count.families if aspect == "way" else count.occasions

    def told(self, aspect: str) -> int:
        """Of how many this aspect is known."""
        return sum(self.number(aspect, value) for value in _ASPECTS[aspect] if value != NOT_SAID)

    def values(self, aspect: str) -> list[tuple[str, Count]]:
        """Every value in its order; what nobody said only where there is some."""
        found = [(value, self.of(aspect, value)) for value in _ASPECTS[aspect]]
        return [(value, count) for value, count in found if value != NOT_SAID or count.occasions]


def own_mix(person: Person, school: School, period: Period) -> Mix:
    """The person's own notes, calls and talks at the school where she or he acts."""
    if school.pk not in person.schools_as(STAFF_ROLES):
        return Mix()
    return _counted(school, period, staff=person.pk).get(None, Mix())


def school_mix(principal: Person, school: School, period: Period) -> Mix:
    """Of everybody at the school together: for the principal."""
    if school.pk not in principal.schools_as({Role.PRINCIPAL}):
        return Mix()
    return _counted(school, period).get(None, Mix())


def mixes_by_group(principal: Person, school: School, period: Period, groups: Mapping[int, str]) -> dict[str, Mix]:
    """Of each group of families (family → label); the groups must be large enough to be shown (`reach.queries.groups`)."""
    if school.pk not in principal.schools_as({Role.PRINCIPAL}):
        return {}
    labels = set(groups.values())
    return {label: mix for label, mix in _counted(school, period, groups=groups).items() if label in labels and label}


def asked_of(school: School, began_at: dt.datetime, ended_at: dt.datetime, *, staff: int | None = None) -> dict[str, Any]:
    """What the statements here ask with: the contacts of a school, or of one of its staff, in that time."""
    return {
        "school": school.pk,
        "began_at": began_at,
        "ended_at": ended_at,
        "staff": staff,
        "from_school": list(FROM_SCHOOL),
        "got_through": list(GOT_THROUGH),
    }


def _counted(
    school: School, period: Period, *, staff: int | None = None, groups: Mapping[int, str] | None = None
) -> "dict[str | None, Mix]":
    """The mix of all under None, and of each group under its label."""
    asked = asked_of(school, period.began_at, period.ended_at, staff=staff)
    asked |= {"families": list(groups or {}), "labels": list((groups or {}).values())}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        return _sorted_out(cursor.fetchall())


def _sorted_out(rows: Iterable[tuple[str | None, str, str, int, int]]) -> "dict[str | None, Mix]":
    mixes: dict[str | None, Mix] = {}
    for label, aspect, value, occasions, families in rows:
        mix = mixes.setdefault(label, Mix())
        if aspect:
            mix.counts[aspect, value] = Count(occasions, families)
        else:
            mix.total = Count(occasions, families)
    return mixes
