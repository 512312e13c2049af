"""Truths that the database keeps, said in one line."""

from django.db import models


def both_or_neither(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Two fields are set together or not at all, such as a moment and the person who acted."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


def append_only(table: str) -> str:
    """SQL that makes the database refuse UPDATE, DELETE and TRUNCATE on a table; for a migration's RunSQL."""
    return f"""
CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only: write a correcting row instead' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
"""
