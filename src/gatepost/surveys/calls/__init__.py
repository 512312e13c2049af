"""Calls that invite a family to a survey: what is said, and what the caller should know."""
