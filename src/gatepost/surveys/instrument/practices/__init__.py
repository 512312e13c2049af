"""The 36 practices that are asked of every side, six of each type of involvement."""
