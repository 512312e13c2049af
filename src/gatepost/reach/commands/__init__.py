"""Counting which state each family is in, and planning the next step."""

from gatepost.reach.commands.cases import (
    close_case,
    close_settled,
    hand_over,
    open_case,
    pass_on_all_of,
    pass_on_by_hand,
    pass_on_from,
    pass_on_from_leavers,
    set_barrier,
)
from gatepost.reach.commands.counting import (
    forget_families_of,
    mark_families,
    mark_person,
    mark_school,
    mark_student,
    recount,
    recount_passed_days,
    refresh,
)
from gatepost.reach.commands.steps import Share, plan_step, record_step, review_calls, share_out

__all__ = [
    "Share",
    "close_case",
    "close_settled",
    "forget_families_of",
    "hand_over",
    "mark_families",
    "mark_person",
    "mark_school",
    "mark_student",
    "open_case",
    "pass_on_all_of",
    "pass_on_by_hand",
    "pass_on_from",
    "pass_on_from_leavers",
    "plan_step",
    "record_step",
    "recount",
    "recount_passed_days",
    "refresh",
    "review_calls",
    "set_barrier",
    "share_out",
]
