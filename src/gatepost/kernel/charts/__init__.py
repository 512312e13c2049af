"""Charts as SVG: described with Altair, drawn on this machine, readable at 340 units of width, in black and white, and right-to-left."""
