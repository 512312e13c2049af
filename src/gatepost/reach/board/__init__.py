"""The report for the board: two pages of paper in one of the school's languages, without a child's name."""
