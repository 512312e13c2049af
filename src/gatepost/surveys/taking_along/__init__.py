"""What a survey comes to, taken along as files: the table of types, the numbers of each question, the answers themselves."""
