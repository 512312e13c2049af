"""What is chosen on the pages of good news and of the mix: a section, a stretch of time."""

from collections.abc import Sequence

from django.http import QueryDict

from gatepost.people.models import Section


def chosen_section(query: QueryDict, sections: Sequence[Section]) -> Section | None:
    """The section in the address; one that is not offered counts as not chosen."""
    chosen = query.get("section", "")
    return next((section for section in sections if str(section.pk) == chosen), None)


def chosen_period(query: QueryDict, offered: Sequence[str]) -> str:
    """The stretch of time in the address, else the first."""
    chosen = query.get("period", "")
    return chosen if chosen in offered else offered[0]
