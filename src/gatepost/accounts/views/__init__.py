"""Pages: the two doors, the list of staff, who may do what."""
