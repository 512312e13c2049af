"""The rows of a page of results: questions, sides, options, averages, each saying itself in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gatepost.framework.types import InvolvementType, Sector
from gatepost.kernel.shares import Side
from gatepost.surveys import result_wording as words
from gatepost.surveys.models import Counting, Item
from gatepost.surveys.statistics import Moments


@dataclass(frozen=True)
class Segment:
    """One step in a bar, from `start` on and `width` wide, in hundredths."""

    step: int
    start: float
    width: float
    words: str
    share: float

    @property
    def value(self) -> str:
        return words.percent(self.share)


@dataclass(frozen=True)
class Change:
    """Against the round before: in percentage points, and whether it is more than chance explains."""

    points: str
    side: Side


@dataclass(frozen=True)
class Line:
    """How one sector answered one question in steps. `plain`: the share without weights, where these change anything."""

    sector: str
    answered: int
    empty: int
    share: float
    bounds: tuple[float, float]
    plain: float | None
    segments: Sequence[Segment]
    change: Change | None = None

    @property
    def name(self) -> str:
        return words.sector_name(self.sector)

    @property
    def value(self) -> str:
        return words.percent(self.share)

    @property
    def interval(self) -> str:
        """Not of the leadership: these few are all there are."""
        return "" if self.sector == Sector.DIRECTORS else words.between(self.bounds)

    @property
    def unweighted(self) -> str:
        return "" if self.plain is None else words.percent(self.plain)

    @property
    def in_words(self) -> str:
        return words.steps_in_words([(one.words, one.share) for one in self.segments])


@dataclass(frozen=True)
class Chosen:
    """How many of one sector chose one option."""

    sector: str
    share: float
    answered: int

    @property
    def name(self) -> str:
        return words.sector_name(self.sector)

    @property
    def value(self) -> str:
        return words.percent(self.share)

    @property
    def width(self) -> float:
        return 100 * self.share


@dataclass(frozen=True)
class Option:
    """One option, and how many of each sector chose it."""

    words: str
    chosen: Sequence[Chosen]


@dataclass(frozen=True)
class ItemResult:
    """One question. `lines` where it has steps, `options` where it has not; `hidden`: sectors of whom too few answered it."""

    item: Item
    wording: str
    lines: Sequence[Line] = ()
    options: Sequence[Option] = ()
    hidden: Sequence[str] = ()

    @property
    def type_name(self) -> str:
        kind = self.item.involvement_type
        return str(InvolvementType(kind).label) if kind else ""

    @property
    def too_few(self) -> str:
        """Whose answers are not shown."""
        return words.listed([words.sector_name(sector) for sector in self.hidden])


@dataclass(frozen=True)
class Average:
    """A mean of one sector with its interval; for types a share. `plain` is the one without weights."""

    sector: str
    number: int
    mean: float
    bounds: tuple[float, float] | None
    sd: float
    plain: Moments | None

    @property
    def name(self) -> str:
        return words.sector_name(self.sector)

    @property
    def width(self) -> float:
        return 100 * self.mean

    @property
    def _interval(self) -> tuple[float, float] | None:
        return None if self.sector == Sector.DIRECTORS else self.bounds

    @property
    def as_share(self) -> tuple[str, str, str]:
        """The share, its interval, and the share without weights."""
        low_high = self._interval and (max(0.0, self._interval[0]), min(1.0, self._interval[1]))
        return words.percent(self.mean), words.between(low_high), words.percent(self.plain.mean) if self.plain else ""

    @property
    def as_mean(self) -> tuple[str, str, str, str]:
        """The mean, its interval, the spread, and the mean without weights."""
        plain = words.mean(self.plain.mean) if self.plain else ""
        return words.mean(self.mean), words.between_means(self._interval), words.mean(self.sd), plain


@dataclass(frozen=True)
class Averages:
    name: str
    slug: str
    marks: Sequence[Average]


@dataclass(frozen=True)
class PartResult:
    title: str
    items: Sequence[ItemResult]

    @property
    def has_steps(self) -> bool:
        return any(item.lines for item in self.items)


@dataclass(frozen=True)
class Results:
    people: Mapping[str, int]
    opening: str
    types: Sequence[Averages] = ()
    scales: Sequence[Averages] = ()
    parts: Sequence[PartResult] = ()
    weighed: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    counting: Counting | None = None
