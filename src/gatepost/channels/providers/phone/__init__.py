"""Phone calls: made by people, with a script in the family's language."""
