"""Commands of this room for the one who runs Gatepost."""
