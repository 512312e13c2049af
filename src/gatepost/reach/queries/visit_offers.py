"""Whether a home may be offered a visit: a "no" is respected for the school year, and nobody is asked twice."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Q

from gatepost.kernel import clock
from gatepost.people.calendar import calendars_of
from gatepost.people.models import Family, Guardianship, School
from gatepost.reach.models import UNDER_WAY, HomeVisit, VisitState

# A home that was visited is not offered the next visit before.
UNTIL_NEXT = dt.timedelta(days=365)
# No school year is longer.
LONGEST_YEAR = dt.timedelta(days=400)
# Where a school has not entered its terms, its year begins on this day.
USUAL_BEGINNING = (8, 1)


def may_offer(family: Family) -> bool:
    """Not after a "no" this school year, nor while a visit is under way or within a year of the last; and only where somebody
    may be contacted about the child."""
    return family.pk not in not_to_be_offered([family.pk])


def not_to_be_offered(family_ids: Iterable[int]) -> set[int]:
    """Those of these families whom nobody should offer a visit now; in a fixed number of statements.

    What one home said for one child holds for its other children: the same adults were asked.
    """
    asked = set(family_ids)
    if not asked:
        return set()
    adults = _contactable_adults(asked)
    homes = _families_of({adult for of_family in adults.values() for adult in of_family})
    closed = _families_with_an_answer({family for families in homes.values() for family in families} | asked)
    return {
        family
        for family in asked
        if not adults[family] or family in closed or any(homes[adult] & closed for adult in adults[family])
    }


def may_be_visited(family: Family) -> bool:
    """Whether some adult of the home may be contacted about the child at this moment."""
    return Guardianship.objects.with_right("contact", on=clock.today()).filter(family=family, family__ended_at=None).exists()


def year_began_at(schools: Iterable[School]) -> dict[int, dt.datetime]:
    """When the school year of each school began."""
    found = {}
    calendars = calendars_of(school.pk for school in schools)
    for school in schools:
        today = clock.today(school.timezone)
        first = calendars[school.pk].year_begins_on(today) or _usual_beginning(today)
        found[school.pk] = dt.datetime.combine(first, dt.time.min, tzinfo=ZoneInfo(school.timezone))
    return found


def _usual_beginning(today: dt.date) -> dt.date:
    this_year = dt.date(today.year, *USUAL_BEGINNING)
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def _contactable_adults(family_ids: set[int]) -> dict[int, set[int]]:
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=family_ids, family__ended_at=None)
    found: dict[int, set[int]] = defaultdict(set)
    for family, adult in links.values_list("family_id", "adult_id"):
        found[family].add(adult)
    return found


def _families_of(adult_ids: set[int]) -> dict[int, set[int]]:
    links = Guardianship.objects.current(on=clock.today()).filter(adult__in=adult_ids)
    found: dict[int, set[int]] = defaultdict(set)
    for adult, family in links.values_list("adult_id", "family_id"):
        found[adult].add(family)
    return found


def _families_with_an_answer(family_ids: set[int]) -> set[int]:
    """Families that said no this school year, were visited within a year, or with whom a visit is under way."""
    now = clock.now()
    visits = HomeVisit.objects.filter(
        Q(state__in=UNDER_WAY)
        | Q(state=VisitState.DONE, begins_at__gt=now - UNTIL_NEXT)
        | Q(state=VisitState.DECLINED, answered_at__gt=now - LONGEST_YEAR),
        family__in=family_ids,
    ).select_related("school")
    visits_found = list(visits)
    began = year_began_at({visit.school for visit in visits_found if visit.state == VisitState.DECLINED})
    return {
        visit.family_id
        for visit in visits_found
        if visit.state != VisitState.DECLINED or (visit.answered_at and visit.answered_at >= began[visit.school_id])
    }
