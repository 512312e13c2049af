"""Notes out to families, their answers back, one thread per family."""
