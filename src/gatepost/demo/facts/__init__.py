"""Tables of facts the generator draws from: names, words, numbers. All people here are invented."""
