"""Letters: one PDF for many families, each in its language, each with a code and a slip to answer by."""
