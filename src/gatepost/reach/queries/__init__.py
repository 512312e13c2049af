"""Reading states, lists and one family: always from what the viewer may see."""

from gatepost.reach.queries.cases import (
    Choice,
    case_for,
    colleagues_of,
    counts_of,
    loads_of,
    owners_of_cases,
    worklist,
)
from gatepost.reach.queries.lists import Filters, chosen_states, families_page, languages_of
from gatepost.reach.queries.one import family_for, family_page
from gatepost.reach.queries.owners import Owner, owners_by_family, owners_for, proposed_owners
from gatepost.reach.queries.summary import Summary, summarise, summary_of
from gatepost.reach.queries.ten import Ten, Turn, ten_of_the_week, this_weeks_ten

__all__ = [
    "Choice",
    "Filters",
    "Owner",
    "Summary",
    "Ten",
    "Turn",
    "case_for",
    "chosen_states",
    "colleagues_of",
    "counts_of",
    "families_page",
    "family_for",
    "family_page",
    "languages_of",
    "loads_of",
    "owners_by_family",
    "owners_for",
    "owners_of_cases",
    "proposed_owners",
    "summarise",
    "summary_of",
    "ten_of_the_week",
    "this_weeks_ten",
    "worklist",
]
