"""Six practices of community, each asked of every side."""
