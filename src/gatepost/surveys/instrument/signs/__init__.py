"""The self-review: nine signs of a good partnership, each in five levels."""
