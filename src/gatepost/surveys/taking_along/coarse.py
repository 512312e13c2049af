"""Which of a group's marks may stand beside an answer that is taken out: none that fewer than ten share."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from gatepost.framework.types import Sector
from gatepost.surveys.models import FEWEST


class Marks(NamedTuple):
    """What is known of a group; blank where it is not said."""

    sector: str
    language: str = ""
    grade: str = ""
    section_name: str = ""


# What is given up first.
_FROM_FINEST = ("section_name", "grade", "language")


def coarsened(numbers: Mapping[Marks, int]) -> dict[Marks, Marks | None]:
    """Each group → what of it may be said; None where its sector has fewer than ten in all and none of them is taken out.

    A blank is shared by ten, too: where too few are left for it, the next smallest group gives up its marks to keep them company.
    """
    sectors = {group.sector for group in numbers}
    return {group: said for sector in sectors for group, said in _of_sector(sector, numbers).items()}


def _of_sector(sector: str, numbers: Mapping[Marks, int]) -> dict[Marks, Marks | None]:
    groups = [group for group in numbers if group.sector == sector]
    blank = Marks(sector)
    if sum(numbers[group] for group in groups) < FEWEST:
        # The leadership answers for itself, whatever its number; without any marks all the same.
        return dict.fromkeys(groups, blank if sector == Sector.DIRECTORS else None)
    said = {group: group for group in groups}
    for field in _FROM_FINEST:
        together = _together(said, numbers)
        said = {group: marks if together[marks] >= FEWEST else marks._replace(**{field: ""}) for group, marks in said.items()}
    together = _together(said, numbers)
    while 0 < together[blank] < FEWEST:
        joins = min((marks for marks in together if marks != blank), key=lambda marks: (together[marks], marks))
        said = {group: blank if marks == joins else marks for group, marks in said.items()}
        together = _together(said, numbers)
    return dict(said)


def _together(said: Mapping[Marks, Marks], numbers: Mapping[Marks, int]) -> Counter[Marks]:
    found: Counter[Marks] = Counter()
    for group, marks in said.items():
        found[marks] += numbers[group]
    return found
