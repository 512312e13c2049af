"""Survey sheets on paper: set, read from a scan, compared."""
