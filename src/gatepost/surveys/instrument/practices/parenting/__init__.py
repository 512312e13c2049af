"""Six practices of parenting, each asked of every side."""
