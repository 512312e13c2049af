"""What can be said of a group's share and what may be chance: intervals after Wilson, one look counted for each group."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from statistics import NormalDist

# How often a whole in which all groups are alike may be told that one differs.
MISTAKE = 0.05


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else 0.0

    def without(self, part: "Share") -> "Share":
        return Share(self.hits - part.hits, self.total - part.total)

    def interval(self, looks: int = 1) -> tuple[float, float]:
        """Wilson's interval, 95 % for one look; wider where several groups are looked at, so that all hold together."""
        if not self.total:
            return 0.0, 1.0
        z = NormalDist().inv_cdf(1 - MISTAKE / (2 * max(looks, 1)))
        middle = (self.hits + z * z / 2) / (self.total + z * z)
        spread = z / (self.total + z * z) * math.sqrt(self.hits * (self.total - self.hits) / self.total + z * z / 4)
        return max(0.0, middle - spread), min(1.0, middle + spread)


class Side(IntEnum):
    """On which side of the others a group clearly lies."""

    LESS = -1
    NEITHER = 0
    MORE = 1


def side_of(group: Share, others: Share, *, looks: int) -> Side:
    """Clear only where the difference is larger than chance explains on both sides, widened for the number of looks.

    Newcombe's interval of the difference, put together from Wilson's two: what is clear by it lies outside the group's own
    interval, and few others prove little.
    """
    if not group.total or not others.total:
        return Side.NEITHER
    difference = others.value - group.value
    low, high = group.interval(looks)
    others_low, others_high = others.interval(looks)
    if difference > math.hypot(high - group.value, others.value - others_low):
        return Side.LESS
    return Side.MORE if -difference > math.hypot(group.value - low, others_high - others.value) else Side.NEITHER


def sides(groups: Sequence[Share], whole: Share, *, looks: int | None = None) -> list[Side]:
    """Each group against all that are not in it."""
    return [side_of(group, whole.without(group), looks=looks or len(groups)) for group in groups]
