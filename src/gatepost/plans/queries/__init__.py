"""Reading plans: what is planned, what was done, what it came to."""
