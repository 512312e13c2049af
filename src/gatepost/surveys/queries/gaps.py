"""The same practice as each side tells it, set beside what the ledger holds: largest clear gaps first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils import translation

from gatepost.framework.types import InvolvementType, Sector
from gatepost.kernel.shares import Share, Side, side_of
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import AVERAGED, Counting, Item, Survey
from gatepost.surveys.queries.cells import Cells, cells_of
from gatepost.surveys.statistics import Moments, difference_of_means
from gatepost.surveys.wording import wording_of


@dataclass(frozen=True)
class Told:
    """What one side says of one practice: the share that says it happens."""

    sector: str
    share: Share

    @property
    def name(self) -> str:
        return words.sector_name(self.sector)

    @property
    def value(self) -> str:
        return words.percent(self.share.value)

    @property
    def interval(self) -> str:
        """Not of the leadership: these few are all there are."""
        return "" if self.sector == Sector.DIRECTORS else words.between(self.share.interval())

    @property
    def width(self) -> float:
        return 100 * self.share.value


@dataclass(frozen=True)
class Gap:
    """Two sides of one practice: the one that reports it more, the one that reports it less."""

    more: Told
    less: Told
    is_clear: bool

    @property
    def size(self) -> float:
        return self.more.share.value - self.less.share.value


@dataclass(frozen=True)
class Practice:
    wording: str
    involvement_type: str
    told: Sequence[Told]
    gap: Gap
    ledger: Share | None

    @property
    def type_name(self) -> str:
        return str(InvolvementType(self.involvement_type).label) if self.involvement_type else ""

    @property
    def in_words(self) -> str:
        return words.gap_in_words(self.gap.more, self.gap.less, is_clear=self.gap.is_clear)

    @property
    def recorded(self) -> str:
        return words.percent(self.ledger.value) if self.ledger else ""

    @property
    def recorded_width(self) -> float:
        return 100 * self.ledger.value if self.ledger else 0.0


@dataclass(frozen=True)
class TypeGap:
    """One type: each side's mean share of its practices. `more`, `less`: the two sides that differ most clearly, where any do."""

    slug: str
    name: str
    marks: Mapping[str, Moments]
    more: str = ""
    less: str = ""

    @property
    def size(self) -> float:
        return self.marks[self.more].mean - self.marks[self.less].mean if self.more else 0.0

    def bounds(self, sector: str) -> tuple[float, float] | None:
        """Of the leadership none: these few are all there are."""
        if sector == Sector.DIRECTORS:
            return None
        found = self.marks[sector].interval()
        return (max(0.0, found[0]), min(1.0, found[1])) if found else (0.0, 1.0)


@dataclass(frozen=True)
class Gaps:
    sectors: Sequence[str]
    types: Sequence[TypeGap]
    practices: Sequence[Practice]
    looks: int

    @property
    def widest_type(self) -> TypeGap | None:
        return max((row for row in self.types if row.more), key=lambda row: row.size, default=None)


def gaps_of(survey: Survey, *, reads_all: bool = False) -> Gaps:
    """Unweighted: each share is that of those who answered, since two sides are compared."""
    cells = cells_of(survey, reads_all=reads_all)
    ledger = Counting.objects.filter(survey=survey).values_list("ledger", flat=True).first() or {}
    told = _told(survey, cells)
    looks = sum(len(_pairs([one.sector for one in sides])) for _item, sides in told.values())
    practices = [_practice(survey, item, sides, ledger, looks) for item, sides in told.values()]
    ordered = sorted(practices, key=lambda one: (not one.gap.is_clear, -one.gap.size))
    return Gaps(list(cells.people), _types(cells), ordered, looks)


def _told(survey: Survey, cells: Cells) -> dict[str, tuple[Item, list[Told]]]:
    """Practice → the item and its sides, where there are two at least. Sides may be asked by items of their own."""
    found: dict[str, tuple[Item, dict[str, Told]]] = {}
    for item in survey.items.exclude(practice="").filter(kind__in=AVERAGED).order_by("number"):
        _first, sides = found.setdefault(item.practice, (item, {}))
        for sector in cells.people:
            said = cells.of(item, sector) if sector in item.sectors else None
            if said is not None and said.favourable(item).total:
                sides.setdefault(sector, Told(sector, said.favourable(item)))
    order = list(Sector.values)
    return {
        practice: (item, sorted(sides.values(), key=lambda one: order.index(one.sector)))
        for practice, (item, sides) in found.items()
        if len(sides) > 1
    }


def _pairs(sectors: Sequence[str]) -> list[tuple[str, str]]:
    """Families beside each other side; without them, every two."""
    pairs = list(combinations(sectors, 2))
    with_families = [pair for pair in pairs if Sector.FAMILIES in pair]
    return with_families or pairs


def _practice(survey: Survey, item: Item, sides: Sequence[Told], ledger: Mapping[str, Sequence[int]], looks: int) -> Practice:
    by_sector = {one.sector: one for one in sides}
    gaps = [_gap(by_sector[one], by_sector[other], looks) for one, other in _pairs(list(by_sector))]
    few = {Sector.DIRECTORS}
    # Two of the leadership always differ widely from others; what is clear, and what many say, comes first.
    gap = max(gaps, key=lambda one: (one.is_clear, not {one.more.sector, one.less.sector} & few, one.size))
    counted = ledger.get(item.practice)
    language, original = translation.get_language() or "en", survey.languages[0] if survey.languages else ""
    return Practice(
        wording_of(item, sides[0].sector, language, original=original),
        item.involvement_type,
        sides,
        gap,
        Share(counted[0], counted[1]) if counted else None,
    )


def _gap(one: Told, other: Told, looks: int) -> Gap:
    more, less = (one, other) if one.share.value >= other.share.value else (other, one)
    return Gap(more, less, side_of(more.share, less.share, looks=looks) == Side.MORE)


def _types(cells: Cells) -> list[TypeGap]:
    kinds = [kind for kind in InvolvementType if any(scale == f"type:{kind}" for scale, _sector in cells.scaled)]
    found = []
    for kind in kinds:
        marks = {sector: one.plain for sector in cells.people if (one := cells.scaled.get((f"type:{kind}", sector)))}
        clear = [_apart(marks, pair, looks=len(kinds) * max(1, len(marks) - 1)) for pair in _pairs(list(marks))]
        more, less, _size = max((one for one in clear if one), key=lambda one: one[2], default=("", "", 0.0))
        found.append(TypeGap(str(kind), str(kind.label), marks, more, less))
    return found


def _apart(marks: Mapping[str, Moments], pair: tuple[str, str], *, looks: int) -> tuple[str, str, float] | None:
    """Which of the two is more, and by how much, where that is beyond chance."""
    found = difference_of_means(marks[pair[0]], marks[pair[1]], looks)
    if found is None or found[1] <= 0 <= found[2]:
        return None
    return (*pair, found[0]) if found[0] > 0 else (pair[1], pair[0], -found[0])
