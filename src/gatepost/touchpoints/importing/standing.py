"""Whether an entry stands in the ledger already: by what it says, so that no sheet counts twice however often it comes."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection

from gatepost.touchpoints.importing.placing import Placed

PREFIX = "touchpoints.import:"
UNDONE = "touchpoints.import-undone:"
_BATCH = 10_000
# An entry whose import was undone does not stand: it may be brought in again.
_STANDING = """
SELECT t.source, EXISTS (SELECT 1 FROM touchpoints_touchpoint u WHERE u.source = %(undone)s || t.id)
FROM touchpoints_touchpoint t WHERE t.source = ANY(%(sources)s)
"""


class Numbered:
    """Gives every row its source; rows that say the same are numbered, so that two tries of one day stay two."""

    def __init__(self, school_id: int) -> None:
        self._school_id = school_id
        self._seen: Counter[bytes] = Counter()
        self.repeats: list[int] = []

    def source_of(self, placed: Placed, family_id: int) -> str:
        parts = (self._school_id, family_id, placed.moment, placed.means, placed.outcome, placed.own_note)
        digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:20]
        self._seen[digest] += 1
        if self._seen[digest] > 1:
            self.repeats.append(placed.number)
        return f"{PREFIX}{digest.hex()}:{self._seen[digest]}"


def settle_sources(sources: Sequence[str]) -> dict[str, tuple[str, bool]]:
    """Each source → the one under which it is written, and whether it stands already."""
    settled: dict[str, tuple[str, bool]] = {}
    asked = {source: source for source in sources}
    round_number = 0
    while asked:
        round_number += 1
        found = _look_up(asked.values())
        again: dict[str, str] = {}
        for source, name in asked.items():
            if found.get(name):
                again[source] = f"{source}:{round_number}"
            else:
                settled[source] = (name, name in found)
        asked = again
    return settled


def first_source(source: str) -> str:
    """Before it was undone and brought again."""
    return ":".join(source.split(":")[:3])


def _look_up(sources: Iterable[str]) -> dict[str, bool]:
    """Sources that are in the ledger → whether their import was undone."""
    every = list(sources)
    found: dict[str, bool] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(every), _BATCH):
            cursor.execute(_STANDING, {"undone": UNDONE, "sources": every[start : start + _BATCH]})
            found |= dict(cursor.fetchall())
    return found
