"""Counting: which state each family is in."""

from gatepost.reach.commands.counting import mark_families, mark_person, mark_student, recount, recount_passed_days, refresh

__all__ = ["mark_families", "mark_person", "mark_student", "recount", "recount_passed_days", "refresh"]
