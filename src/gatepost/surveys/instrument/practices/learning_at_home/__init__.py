"""Six practices of learning at home, each asked of every side."""
