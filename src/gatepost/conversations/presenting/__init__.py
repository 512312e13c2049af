"""From rows to what a page shows: sentences, samples, one line per family."""
