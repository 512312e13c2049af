"""Which groups are not shown: those too small, and as many more as it takes so that no subtraction brings them back.

Groups stand in a row with their total. What is hidden is never one group alone and never fewer than `FEWEST` together,
since their sum is the total less what is shown. Groups by two things at once are made coarser when a survey is closed
(`mixing`), never hidden one by one.

The reader we guard against subtracts; that hidden numbers tend to be below ten is known to anybody and bounds them, too.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from gatepost.surveys.models import FEWEST

Name = TypeVar("Name", bound=Hashable)


def hidden_groups(numbers: Mapping[Name, int], *, fewest: int = FEWEST) -> frozenset[Name]:
    """Of groups that make up a whole which is itself shown. A group of nobody is shown as such: it has nothing to hide."""
    hidden = {name for name, number in numbers.items() if 0 < number < fewest}
    if sum(numbers.values()) < fewest:
        return frozenset(name for name, number in numbers.items() if number)
    by_size = sorted((name for name, number in numbers.items() if number >= fewest), key=lambda name: (numbers[name], str(name)))
    for name in by_size:
        if not hidden or (len(hidden) > 1 and sum(numbers[one] for one in hidden) >= fewest):
            break
        hidden.add(name)
    return frozenset(hidden)
