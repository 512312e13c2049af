"""Reading: who may come in by which door, and what a personal link still opens."""
