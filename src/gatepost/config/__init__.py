"""Settings, URLs and the WSGI entry: wires every room together and is imported by none."""
