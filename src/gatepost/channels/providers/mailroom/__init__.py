"""The default way for e-mail: nothing leaves, and a page shows what every family would have received."""
