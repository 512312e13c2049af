"""Two lists that are read line by line: what makes it hard, and who should do what."""
