"""What the newcomer's page shows of the school's own records: names of who is there for families, places of contact, languages.

Everything here is public, so it names staff only by their task for families and counts families only in tens.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import translation

from gatepost.charter import family_texts as say
from gatepost.kernel import clock
from gatepost.languages.tags import language_name
from gatepost.people.models import Family, Guardianship, School, SchoolRole
from gatepost.people.roles import Role
from gatepost.reach.board.family_texts import PLACES
from gatepost.reach.queries.groups import FEWEST_FAMILIES
from gatepost.touchpoints.models import TWO_WAY, Touchpoint

_ORDER = (Role.PRINCIPAL, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE)
_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Somebody:
    name: str
    task: str


def who_is_who(school: School) -> list[Somebody]:
    """Those who are there for every family, by their task."""
    today = clock.today(school.timezone)
    roles = SchoolRole.objects.filter(
        Q(begins_on=None) | Q(begins_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        school=school,
        role__in=_ORDER,
        ended_at=None,
        person__ended_at=None,
        person__is_protected=False,
    ).select_related("person")
    ordered = sorted(roles, key=lambda held: (_ORDER.index(Role(held.role)), held.person.family_name, held.person_id))
    return [Somebody(held.person.full_name, str(say.ROLES[held.role])) for held in ordered]


def where_we_meet(school: School) -> list[tuple[int, str]]:
    """Of a hundred two-way contacts of the last year, how many were where; only places behind which ten families stand."""
    rows = (
        Touchpoint.objects.counting()
        .filter(school=school, at__gte=clock.now() - _YEAR, outcome__in=TWO_WAY)
        .order_by()
        .values("place")
        .annotate(number=Count("pk"), families=Count("family", distinct=True))
    )
    shown = sorted((row for row in rows if row["families"] >= FEWEST_FAMILIES), key=lambda row: (-row["number"], row["place"]))
    parts = _of_a_hundred([int(row["number"]) for row in shown])
    return [(part, str(PLACES[row["place"]])) for row, part in zip(shown, parts, strict=True) if part]


def _of_a_hundred(numbers: list[int]) -> list[int]:
    """Whole numbers that add up to a hundred: the largest remainders are rounded up."""
    exact = [100 * number / sum(numbers) for number in numbers]
    whole = [int(value) for value in exact]
    missing = 100 - sum(whole) if numbers else 0
    for place in sorted(range(len(numbers)), key=lambda place: whole[place] - exact[place])[:missing]:
        whole[place] += 1
    return whole


def languages_here(school: School) -> str:
    """The languages that adults of at least ten families read, most first; "" where there is none."""
    families = Family.objects.current().of_school(school.pk)
    rows = (
        Guardianship.objects.with_right("contact", on=clock.today(school.timezone))
        .filter(family__in=families.values("pk"))
        .exclude(adult__read_language="")
        .values_list("adult__read_language", "family_id")
        .distinct()
    )
    counted = Counter(tag for tag, _family in rows)
    page = translation.get_language() or "en"
    names = [language_name(tag, page) for tag, number in counted.most_common() if number >= FEWEST_FAMILIES]
    return str(say.FAMILIES_READ) % {"languages": ", ".join(names)} if names else ""
