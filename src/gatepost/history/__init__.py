"""Who did what and who saw what: append-only, ids only, below every room that acts."""
