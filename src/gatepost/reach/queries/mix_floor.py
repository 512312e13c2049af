"""On whose contacts a total of the mix rests: on those of three people at least, also when one total is taken from another."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

from django.db import connection

from gatepost.people.models import School
from gatepost.reach.queries.mix import CONTACTS, asked_of
from gatepost.reach.queries.periods import Period

FEWEST_WRITERS = 3
# Who wrote to or talked with each family, and of what it is known what it was about.
_BY_FAMILY = f"WITH {CONTACTS} SELECT DISTINCT family_id, CASE WHEN kind <> '' THEN staff_id END FROM contact"  # noqa: S608
_BY_STRETCH = f"""
WITH {CONTACTS} SELECT DISTINCT width_bucket(at, %(bounds)s::timestamptz[]), CASE WHEN kind <> '' THEN staff_id END FROM contact
"""  # noqa: S608
# Family → who wrote to it; families to which nobody turned are missing.
Writers = Mapping[int, Set[int]]


def are_enough(writers: Collection[int]) -> bool:
    return len(writers) >= FEWEST_WRITERS


def writers_by_family(school: School, period: Period) -> dict[int, set[int]]:
    return _told(_BY_FAMILY, asked_of(school, period.began_at, period.ended_at))


def shown_periods(school: School, periods: Sequence[Period]) -> list[Period]:
    """Those whose totals may stand beside each other; a period that tells too much beside those before it is left out."""
    timeline = _Timeline.of(school, periods)
    shown: list[Period] = []
    for period in periods:
        if timeline.tells_enough([*shown, period]):
            shown.append(period)
    return shown


def may_stand_beside(one: Mapping[int, str], other: Mapping[int, str], writers: Writers) -> bool:
    """Whether two ways to divide the same families (family → label) leave nobody alone when one is taken from the other."""
    return _leaves_enough(one, other, writers) and _leaves_enough(other, one, writers)


def _leaves_enough(wide: Mapping[int, str], narrow: Mapping[int, str], writers: Writers) -> bool:
    """Of every union of wide groups is taken what of the narrow ones lies wholly within it; what is left must be enough."""
    cells: dict[tuple[str, str], set[int]] = defaultdict(set)
    spans: dict[str, set[str]] = defaultdict(set)
    for family, who in writers.items():
        cells[wide[family], narrow[family]] |= who
        spans[narrow[family]].add(wide[family])
    unions = {frozenset[str]()}
    for span in spans.values():
        unions |= {union | span for union in unions}
    for union in unions:
        left = [who for (group, part), who in cells.items() if group in union and not spans[part] <= union]
        if left and not are_enough(set().union(*left)):
            return False
    return True


@dataclass(frozen=True)
class _Timeline:
    """Time cut at every begin and end of the periods, with who wrote in each piece; pieces without contacts are missing."""

    pieces: dict[Period, list[int]]
    writers: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, school: School, periods: Sequence[Period]) -> "_Timeline":
        bounds = sorted({moment for period in periods for moment in (period.began_at, period.ended_at)})
        spans = list(enumerate(pairwise(bounds), start=1))
        pieces = {
            period: [piece for piece, (begin, end) in spans if period.began_at <= begin and end <= period.ended_at]
            for period in periods
        }
        return cls(pieces, _told(_BY_STRETCH, asked_of(school, bounds[0], bounds[-1]) | {"bounds": bounds}))

    def tells_enough(self, periods: Sequence[Period]) -> bool:
        """Whichever totals are added up or taken away, what comes out is of enough people, or nothing."""
        return all(self._is_enough(periods, signs) for signs in product((-1, 0, 1), repeat=len(periods)))

    def _is_enough(self, periods: Sequence[Period], signs: Sequence[int]) -> bool:
        weights: Counter[int] = Counter()
        for period, sign in zip(periods, signs, strict=True):
            for piece in self.pieces[period]:
                weights[piece] += sign
        left = {piece: weight for piece, weight in weights.items() if weight and piece in self.writers}
        # Pieces that weigh differently do not add up to the total of any time.
        if len(set(left.values())) != 1:
            return True
        return are_enough(set().union(*(self.writers[piece] for piece in left)))


def _told(statement: str, asked: dict[str, Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        for key, writer in cursor.fetchall():
            found[key] |= {writer} - {None}
    return dict(found)
