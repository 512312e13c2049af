"""Scores from outside: a file of any shape in, its columns named by a person, what cannot be read said row by row, gaps out."""
