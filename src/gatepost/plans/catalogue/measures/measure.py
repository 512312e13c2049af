"""What is told of a measure."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from gatepost.framework.types import InvolvementType

Say = str | Promise


class Window(StrEnum):
    """When in the school year it is due; days come from the school's own calendar."""

    FIRST_DAY = "first-day"
    FIRST_WEEKS = "first-weeks"
    FIRST_TERM = "first-term"
    AFTER_MARKS = "after-marks"
    MIDDLE = "middle"
    LAST_TERM = "last-term"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One of the 15. `effort`: hours of staff, roughly; `types`: the main type of involvement first; `action`: its title in a plan."""

    number: int
    title: Say
    what: Say
    steps: tuple[Say, ...]
    effort: Say
    window: Window
    types: tuple[str, ...]
    evidence: Say
    action: Say

    @property
    def type_names(self) -> list[str]:
        return [str(InvolvementType(slug).label) for slug in self.types]
