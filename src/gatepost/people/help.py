"""What makes it easier for families: read by every room that plans something with them, or chooses the next step.

`at` is the school that reads: of another school's rows it gets the kinds that every school should respect, never more.
Only of adults who hold the contact right today: what is known of somebody who was barred is nobody's guide any more.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from gatepost.kernel import clock
from gatepost.people.barriers import BARRIERS, Accommodation
from gatepost.people.models import Family, Guardianship, Need, NeedKind, NotedBarrier

NEEDS: dict[str, Accommodation] = {
    NeedKind.INTERPRETER: Accommodation.INTERPRETER,
    NeedKind.CHILDCARE: Accommodation.CHILDCARE,
    NeedKind.TRANSPORT: Accommodation.TRANSPORT,
    NeedKind.ACCESS: Accommodation.ACCESSIBLE,
    NeedKind.LARGE_PRINT: Accommodation.ACCESSIBLE,
    NeedKind.NO_INTERNET: Accommodation.OTHER_CHANNEL,
}
_PLACES = {kind: place for place, kind in enumerate(BARRIERS)}


def accommodations_of(families: Iterable[Family], *, at: int | None) -> dict[int, list[Accommodation]]:
    """Family id → what the school does for it, in a fixed order, each once; three statements whatever the number."""
    homes = _adults(families)
    wanted: dict[int, set[Accommodation]] = defaultdict(set)
    for row in _standing(homes, at):
        wanted[row.person_id].add(row.about.accommodation)
    for person_id, kind in Need.objects.filter(person__in=_everyone(homes)).values_list("person_id", "kind"):
        wanted[person_id].add(NEEDS[kind])
    for person_id in {adult for adults in homes.values() for adult, prefers_call in adults.items() if prefers_call}:
        wanted[person_id].add(Accommodation.OTHER_CHANNEL)
    return {
        family_id: [one for one in Accommodation if any(one in wanted[adult] for adult in adults)]
        for family_id, adults in homes.items()
    }


def barriers_of(families: Iterable[Family], *, at: int | None) -> dict[int, list[NotedBarrier]]:
    """Family id → what stands between its adults and the school, in the order of the list; two statements.

    One kind of one adult is listed once for all other schools together, and not where the own school has it too.
    """
    homes = _adults(families)
    rows: dict[int, list[NotedBarrier]] = defaultdict(list)
    for person_id, found in groupby(_standing(homes, at), key=lambda row: row.person_id):
        rows[person_id] = _each_once(list(found), at)
    return {
        family_id: sorted((row for adult in adults for row in rows[adult]), key=lambda row: (_PLACES[row.kind], row.pk))
        for family_id, adults in homes.items()
    }


def _adults(families: Iterable[Family]) -> dict[int, dict[int, bool]]:
    """Family id → its adults who may be contacted today, and whether each prefers a call."""
    homes: dict[int, dict[int, bool]] = {family.pk: {} for family in families}
    links = Guardianship.objects.with_right("contact", on=clock.today()).filter(family__in=list(homes))
    for family_id, adult_id, prefers_call in links.order_by("priority", "pk").values_list(
        "family_id", "adult_id", "adult__prefers_call"
    ):
        homes[family_id][adult_id] = prefers_call
    return homes


def _standing(homes: dict[int, dict[int, bool]], at: int | None) -> Iterable[NotedBarrier]:
    rows = NotedBarrier.objects.seen_at(at).filter(person__in=_everyone(homes), ended_at=None)
    return rows.select_related("person", "noted_by").order_by("person", "pk")


def _each_once(rows: list[NotedBarrier], at: int | None) -> list[NotedBarrier]:
    """All that is the school's own; of another's, the family's own word before what staff there wrote."""
    shown = [row for row in rows if row.school_id == at]
    known = {row.kind for row in shown}
    for row in sorted((row for row in rows if row.school_id != at), key=lambda row: (not row.is_own_word, row.said_by, row.pk)):
        if row.kind not in known:
            known.add(row.kind)
            shown.append(row)
    return shown


def _everyone(homes: dict[int, dict[int, bool]]) -> set[int]:
    return {adult for adults in homes.values() for adult in adults}
