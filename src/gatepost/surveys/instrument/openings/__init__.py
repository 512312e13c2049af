"""The short ones: the first inquiry, two questions after an action, pulses."""
