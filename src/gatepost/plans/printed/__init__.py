"""The plan on paper: the words that stand on it, in plain language, since families sit in the team and on the board."""
