"""Six practices of decision making, each asked of every side."""
