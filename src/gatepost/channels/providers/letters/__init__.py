"""Printed letters, carried home by the child."""
