"""How a survey looks to whoever answers it: its pages, one after the other."""
