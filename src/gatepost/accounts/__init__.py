"""Signing in: staff with a second factor, families with a typed code or a personal link."""
