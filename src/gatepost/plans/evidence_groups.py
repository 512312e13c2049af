"""Groups of families large enough to be shown: what is too small is put together until nothing small can be reckoned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatepost.kernel.shares import Share, Side, side_of
from gatepost.reach.queries.groups import FEWEST_FAMILIES, NOT_KNOWN, OTHERS


@dataclass(frozen=True)
class GroupLine:
    """Families alike in one thing, of those an action was meant for: how many it reached, how many took part."""

    key: str
    reached: Share
    took_part: Share
    side: Side = Side.NEITHER

    @property
    def is_less(self) -> bool:
        """Clearly less than the others, more than chance explains."""
        return self.side == Side.LESS


def lines_of(labels: Mapping[int, str], reached: set[int], took_part: set[int], *, looks: int) -> list[GroupLine]:
    """One line for each group, the largest first, what was put together last; `looks`: how many groups the page shows."""
    sizes = Counter(labels.values())
    hits = Counter(labels[family] for family in reached & labels.keys())
    there = Counter(labels[family] for family in took_part & labels.keys())
    whole = Share(sum(hits.values()), sum(sizes.values()))
    lines = [
        GroupLine(key, share, Share(there[key], size), side_of(share, whole.without(share), looks=looks))
        for key, size in sizes.items()
        for share in [Share(hits[key], size)]
    ]
    return sorted(lines, key=lambda line: (line.key in {OTHERS, NOT_KNOWN}, -line.reached.total, line.key))


def put_together(known: Mapping[int, str], *, fewest: int = FEWEST_FAMILIES) -> dict[int, str]:
    """Family → group. Small groups become one; where that is small too it takes in the next larger, so that no difference
    between the whole and what is shown tells it. Empty where there is nothing to set apart."""
    sizes = Counter(known.values())
    large = sorted((key for key, size in sizes.items() if size >= fewest), key=lambda key: (sizes[key], key))
    small = [key for key in sizes if sizes[key] < fewest]
    while small and _total(sizes, small) < fewest and large:
        small.append(large.pop(0))
    if len(large) + bool(small) < 2:
        return {}
    return {family: OTHERS if key in small else key for family, key in known.items()}


def _total(sizes: Mapping[str, int], keys: Sequence[str]) -> int:
    return sum(sizes[key] for key in keys)
