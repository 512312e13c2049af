"""Six practices of volunteering, each asked of every side."""
