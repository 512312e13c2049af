"""Carrying text to an address and back. The Delivery row is the truth."""
