"""Where and by what two-way contact comes about, and what followed when the school tried."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from gatepost.kernel.shares import Share
from gatepost.people.models import Person
from gatepost.people.roles import WHOLE_SCHOOL_ROLES
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.reach.queries.periods import Period
from gatepost.touchpoints.models import TRIES, TWO_WAY, Means, Touchpoint

# What goes both ways within so many days of a try is counted as having followed it.
DAYS_AFTER_A_TRY = 14
# What is tried without being two-way contact itself: a talk, a meeting and a visit would only prove themselves.
TRIED_BY = (Means.EMAIL, Means.SMS, Means.LINK, Means.LETTER, Means.PHONE)


@dataclass(frozen=True)
class ContactMix:
    """Everything that went both ways, by channel and by place: most first."""

    total: int
    by_means: tuple[tuple[str, int], ...]
    by_place: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Tried:
    """With how many families a channel was tried in vain so far, and with how many of them something later went both ways."""

    means: str
    worked: Share


def contact_mix(person: Person, period: Period) -> ContactMix:
    rows = (
        Touchpoint.objects.visible_to(person)
        .counting()
        .filter(at__gte=period.began_at, at__lt=period.ended_at, outcome__in=TWO_WAY)
        .order_by()
        .values_list("means", "place")
        .annotate(number=Count("pk"))
    )
    means: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for way, place, number in rows:
        means[way] += number
        places[place] += number
    return ContactMix(means.total(), tuple(means.most_common()), tuple(places.most_common()))


# The next time something went both ways after each try, by whatever means and whoever began it.
_TRIED = """
WITH event AS (
  SELECT t.family_id, t.means, t.at,
    t.direction = 'out' AND t.outcome = ANY(%(tries)s) AND t.means = ANY(%(tried_by)s) AS is_try,
    min(t.at) FILTER (WHERE t.outcome = ANY(%(two_way)s)) OVER (
      PARTITION BY t.family_id ORDER BY t.at, t.id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_talk
  FROM touchpoints_touchpoint t
  WHERE t.school_id = ANY(%(schools)s) AND t.at >= %(after)s AND t.at < %(until)s AND t.outcome <> 'withdrawn'
    AND NOT EXISTS (SELECT 1 FROM touchpoints_touchpoint later WHERE later.corrects_id = t.id)
)
SELECT means, count(DISTINCT family_id), count(DISTINCT family_id) FILTER (WHERE next_talk <= at + make_interval(days => %(days)s))
FROM event WHERE is_try GROUP BY means ORDER BY 2 DESC, 1
"""


def tried(person: Person, period: Period) -> list[Tried]:
    """What was tried with ten families or more, by channel, and with how many of them a talk or an answer followed."""
    words: dict[str, Any] = {
        "schools": person.schools_as(WHOLE_SCHOOL_ROLES),
        "after": period.began_at,
        "until": period.ended_at,
        "tries": sorted(TRIES),
        "tried_by": [means.value for means in TRIED_BY],
        "two_way": sorted(TWO_WAY),
        "days": DAYS_AFTER_A_TRY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRIED, words)
        rows = cursor.fetchall()
    return [Tried(means, Share(worked, families)) for means, families, worked in rows if families >= FEWEST_FAMILIES]
