"""Reading states, lists and one family: always from what the viewer may see."""

from gatepost.reach.queries.lists import Filters, chosen_states, families_page, languages_of
from gatepost.reach.queries.one import family_for, family_page, owners_for
from gatepost.reach.queries.summary import Summary, summarise, summary_of
from gatepost.reach.queries.ten import Turn, this_weeks_ten

__all__ = [
    "Filters",
    "Summary",
    "Turn",
    "chosen_states",
    "families_page",
    "family_for",
    "family_page",
    "languages_of",
    "owners_for",
    "summarise",
    "summary_of",
    "this_weeks_ten",
]
