"""What we hand a school ready-made: the 15 measures, the signs of good partnership, the pitfalls."""
