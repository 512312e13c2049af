"""A named person's task: owner, due date, reason, result. What cannot be delivered ends here."""
