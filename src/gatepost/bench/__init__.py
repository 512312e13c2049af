"""Benchmarks: one JSON object each, peers beside it in the same run."""
