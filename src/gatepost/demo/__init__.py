"""The demo school: a generator with a seed."""
