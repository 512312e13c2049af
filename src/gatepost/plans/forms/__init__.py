"""Typed text as clean values."""
