"""Reading surveys: what may be seen, and what it comes to."""
