"""Whom the school does not reach, since when, and who to turn to next."""
