"""Counting which state each family is in, and planning the next step."""

from gatepost.reach.commands.counting import (
    forget_families_of,
    mark_families,
    mark_person,
    mark_student,
    recount,
    recount_passed_days,
    refresh,
)
from gatepost.reach.commands.steps import plan_step, record_letter

__all__ = [
    "forget_families_of",
    "mark_families",
    "mark_person",
    "mark_student",
    "plan_step",
    "record_letter",
    "recount",
    "recount_passed_days",
    "refresh",
]
