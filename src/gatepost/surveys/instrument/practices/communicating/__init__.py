"""Six practices of communicating, each asked of every side."""
