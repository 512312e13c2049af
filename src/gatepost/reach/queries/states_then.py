"""In which state each family of a school was at an earlier moment, or would be if the window were another."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from gatepost.people.calendar import ONE_DAY
from gatepost.people.models import School
from gatepost.reach.counting.facts import Facts, SchoolFacts
from gatepost.reach.counting.facts_then import facts_then
from gatepost.reach.counting.statement import COUNTED_THEN, words_for

_STATES = COUNTED_THEN + "SELECT family_id, state FROM counted"  # noqa: S608 -- our own words


def states_then(school: School, *, at: dt.datetime, window: int | None = None) -> dict[int, str]:
    """Family id → state, for all families of the school at once, as we know it today. Writes nothing.

    `at`: usually the end of a day in the school's zone. `window`: instead of the school's own, in school days.
    Entries made or mended later about a day before `at` count; who was there and which contacts worked: `facts_then`.
    The school's calendar counts as it is entered now.
    """
    (states,) = states_with_windows(school, at=at, windows=[window or school.window_school_days])
    return states


@transaction.atomic
def states_with_windows(school: School, *, at: dt.datetime, windows: Sequence[int]) -> list[dict[int, str]]:
    """The same once for each of these windows; nothing else differs between them."""
    facts = facts_then(school, at=at)
    return [_states(replace(facts, schools=[replace(facts.schools[0], window=window)]), at) for window in windows]


def _states(facts: Facts, at: dt.datetime) -> dict[int, str]:
    if not facts.families:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_STATES, words_for(facts, after=_window_begins(facts.schools[0]), until=at))
        return dict(cursor.fetchall())


def _window_begins(school: SchoolFacts) -> dt.datetime:
    """Nothing earlier makes a difference to the state (though it does to since when)."""
    return dt.datetime.combine(school.window_begins_on - ONE_DAY, dt.time(), tzinfo=ZoneInfo(school.zone))
