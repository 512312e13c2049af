"""The first page for each role, and navigation."""
