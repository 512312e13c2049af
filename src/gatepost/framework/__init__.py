"""The six types of involvement, the sectors and the kinds of content: the words every room tags with."""
