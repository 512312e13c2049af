"""What a reader of the pictures chose in the address; what is not offered counts as not chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from gatepost.reach.models import GroupKind
from gatepost.reach.queries.memberships import LOOKED_AT_BY
from gatepost.reach.queries.periods import Stretch


@dataclass(frozen=True)
class Choice:
    """By what families are looked at, over which time, and which group is set beside all."""

    by: GroupKind
    stretch: Stretch
    group: str | None = None


def read_choice(query: QueryDict, stretches: Collection[Stretch]) -> Choice:
    by, stretch = query.get("by", ""), query.get("time", "")
    longest = list(stretches)[-1]
    return Choice(
        by=GroupKind(by) if by in LOOKED_AT_BY else GroupKind.LANGUAGE,
        stretch=Stretch(stretch) if stretch in stretches else longest,
        group=query.get("group") or None,
    )


def read_language(query: QueryDict, default: str) -> str:
    """One of our languages; the school's own, else English, where none of ours was chosen."""
    ours = dict(settings.LANGUAGES)
    chosen = query.get("language", "")
    return chosen if chosen in ours else default if default in ours else "en"
