"""The self-review: what a good partnership needs, in five levels each."""
