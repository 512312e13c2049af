"""What a ready survey is made of, before a school has it: plain data with texts of our catalogues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Say = str | Promise


@dataclass(frozen=True, kw_only=True)
class ItemPlan:
    """One question. `wordings`: sector → words, "" for all sectors alike; `options`: (value, words), as shown.

    `sectors` empty: asked of every sector that has a wording, or of all the survey asks where there is one for all.
    """

    key: str
    kind: str
    wordings: Mapping[str, Say]
    options: Sequence[tuple[int, Say]] = ()
    sectors: tuple[str, ...] = ()
    involvement_type: str = ""
    practice: str = ""
    scale: str = ""
    is_reversed: bool = False
    favourable_from: int = 4
    shown_if: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PartPlan:
    title: Say
    items: Sequence[ItemPlan]
    lead: Say = ""


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """A whole survey as we hand it out; a school changes what it wants before it opens it."""

    kind: str
    title: Say
    intro: Say
    sectors: tuple[str, ...]
    parts: Sequence[PartPlan]
    privacy: str = "anonymous"
    unit: str = "adult"

    @property
    def items(self) -> list[ItemPlan]:
        return [item for part in self.parts for item in part.items]
