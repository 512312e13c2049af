"""What happens in this room, verb by verb."""
