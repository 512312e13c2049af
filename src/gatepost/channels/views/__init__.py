"""Pages on what goes out: the mailroom, and letters."""
