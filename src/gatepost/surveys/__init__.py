"""Surveys: what families, teachers, directors and students each say, in every language, on paper too, and what it comes to."""
