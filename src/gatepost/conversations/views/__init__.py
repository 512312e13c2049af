"""Pages of this room: load, form, command, answer."""
