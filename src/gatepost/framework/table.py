"""The table of six types by sectors: how many of those asked report each type, exactly as counted.

Whoever counts (answers, interviews) brings the numbers and says what one of them is: a school, a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.framework import family_texts as say
from gatepost.framework.types import InvolvementType, Sector

# Where too few were asked to be shown.
DASH = "–"
ORDER = tuple(Sector)


class Cell(NamedTuple):
    """So many of so many report it."""

    number: int
    base: int

    @property
    def share(self) -> int:
        return share_of(self.number, self.base)


def share_of(number: int, base: int) -> int:
    """In whole percent, a half rounded to the even neighbour: 62.5 becomes 62, 12.5 becomes 12, 37.5 becomes 38."""
    if not base:
        return 0
    whole, rest = divmod(100 * number, base)
    return whole + int(2 * rest > base or (2 * rest == base and whole % 2 == 1))


Counts = Mapping[tuple[str, str], Cell | None]


@dataclass(frozen=True)
class Names:
    """What the types and the sectors are called, and what stands over the types."""

    types: Mapping[str, str | Promise]
    sectors: Mapping[str, str | Promise]
    over_types: str | Promise


# Families read plain words, in every language; who works at the school reads those of the framework, as on every other page.
PLAIN = Names(say.TYPES, say.SECTORS, say.TYPE)
STAFF = Names({one: one.label for one in InvolvementType}, {one: one.label for one in Sector}, _("Type"))


@dataclass(frozen=True)
class TypesBySector:
    """`cells`: (type, sector) → how many of how many; None or missing: hidden. `title` says what is counted, of whom and when."""

    title: str
    sectors: tuple[str, ...]
    cells: Counts
    names: Names = PLAIN

    def __post_init__(self) -> None:
        impossible = [cell for cell in self.cells.values() if cell is not None and not 0 <= cell.number <= cell.base]
        if impossible:
            raise ValueError(f"{impossible[0]} is not so many of so many")

    def cell(self, involvement_type: str, sector: str) -> Cell | None:
        return self.cells.get((involvement_type, sector))

    @property
    def rows(self) -> list[tuple[str, list[Cell | None]]]:
        """In the order of the framework."""
        return [(kind.value, [self.cell(kind, sector) for sector in self.sectors]) for kind in InvolvementType]

    @property
    def hides_something(self) -> bool:
        return any(cell is None for _type, cells in self.rows for cell in cells)

    @property
    def is_empty(self) -> bool:
        return all(cell is None for _type, cells in self.rows for cell in cells)

    # What a page shows, in the language that is active.

    @property
    def head(self) -> list[str]:
        return [str(self.names.over_types), *(str(self.names.sectors[sector]) for sector in self.sectors)]

    @property
    def written(self) -> list[tuple[str, list[str]]]:
        """Each row as words: the type, and a number with its share, or a dash."""
        return [(str(self.names.types[kind]), [as_words(cell) for cell in cells]) for kind, cells in self.rows]

    @property
    def notes(self) -> list[str]:
        """Out of how many, sector by sector, and what a dash means."""
        bases = [words for sector in self.sectors if (words := self._base_in_words(sector))]
        found = [str(say.EVERY).format(bases=", ".join(bases))] if bases else []
        return [*found, *([str(say.HIDDEN)] if self.hides_something else [])]

    @property
    def spoken(self) -> str:
        """The whole table in sentences, for who cannot see its picture."""
        return " ".join(
            str(say.SPOKEN).format(
                type=self.names.types[kind], cells=", ".join(map(_spoken, self.head[1:], cells))
            )
            for kind, cells in self.rows
        )  # fmt: skip

    def _base_in_words(self, sector: str) -> str:
        bases = {cell.base for kind in InvolvementType if (cell := self.cell(kind, sector))}
        if not bases:
            return ""
        name, fewest, most = self.names.sectors[sector], min(bases), max(bases)
        if fewest == most:
            return str(say.EVERY_ONE).format(sector=name, base=most)
        return str(say.EVERY_RANGE).format(sector=name, fewest=fewest, most=most)


def types_by_sector(title: str, counts: Counts, *, sectors: Sequence[str] = (), names: Names = PLAIN) -> TypesBySector:
    """The table with its sectors in their order: those given, or those that were counted."""
    wanted = set(sectors) or {sector for _type, sector in counts}
    return TypesBySector(str(title), tuple(sector.value for sector in ORDER if sector in wanted), dict(counts), names)


def as_words(cell: Cell | None) -> str:
    """The share stays in one piece wherever the line breaks."""
    return DASH if cell is None else str(say.CELL).format(number=cell.number, share=cell.share).replace(" %", "\u00a0%")


def _spoken(name: str, cell: Cell | None) -> str:
    if cell is None:
        return str(say.SPOKEN_NOT_SHOWN).format(sector=name)
    return str(say.SPOKEN_CELL).format(sector=name, number=cell.number, base=cell.base, share=cell.share)
